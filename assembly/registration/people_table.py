"""The table of people: how its columns are called, and what a line says. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from assembly.email_addresses import NotAnAddress, read_address
from assembly.fold import fold, has_link
from assembly.formats import language
from assembly.i18n import LANGUAGES, _, _l
from assembly.imports.cells import Cells, Reader, Wrong, one_of, read_cells, tidy
from assembly.models import Category, Mode, Represents
from assembly.tables import Row

COLUMNS: dict[str, tuple[str, ...]] = {
    "given": ("given name", "given", "first name", "forename", "prénom", "prénoms"),
    "family": ("family name", "family", "last name", "surname", "nom", "nom de famille"),
    "email": (
        "e-mail", "email", "mail", "e-mail address", "email address", "courriel", "adresse électronique",
        "adresse e-mail", "adresse courriel",
    ),
    "place": (
        "city, region or organisation", "place", "city", "region", "city or region", "organisation", "organization",
        "ville, région ou organisation", "ville", "région", "ville ou région", "collectivité", "organisme",
    ),
    "represents": ("represents", "représente"),
    "function": ("function", "fonction", "job title", "position", "office", "title", "titre"),
    "mode": (
        "attendance", "takes part", "mode", "participation", "participe", "mode de participation", "présence",
        "presence",
    ),
    "category": ("attending as", "comes as", "category", "vient comme", "catégorie", "en qualité de"),
    "lang": (
        "language", "lang", "langue", "language of our emails", "language of our mails", "langue de nos courriels",
    ),
    "phone": (
        "phone", "telephone", "phone number", "mobile", "tel", "téléphone", "tél", "numéro de téléphone", "portable",
    ),
    "external": (
        "badge code of another event", "external code", "badge code", "code externe", "code de badge",
    ),
    "note": ("note", "notes", "remark", "remarque", "comment", "commentaire"),
}  # fmt: skip
"What people call each column, in both languages."
NEEDED = ("given", "family")
LABELS = {
    "given": _l("Given name"),
    "family": _l("Family name"),
    "email": _l("Email address"),
    "place": _l("City, region or organisation"),
    "represents": _l("Represents"),
    "function": _l("Position"),
    "mode": _l("Attendance"),
    "category": _l("Attending as"),
    "lang": _l("Language for our emails"),
    "phone": _l("Telephone"),
    "external": _l("Badge code from another event"),
    "note": _l("Note"),
}
LONGEST = {
    "given": 120, "family": 120, "email": 254, "place": 200, "function": 160, "phone": 40, "external": 200, "note": 400,
}  # fmt: skip
_REPEATED = ("given", "family", "function")
"What our mails repeat: nobody may have us send links of theirs."
_WORDS: dict[type[StrEnum], dict[StrEnum, tuple[str, ...]]] = {
    Mode: {
        Mode.ON_SITE: ("on site", "onsite", "in the room", "présentiel", "en présentiel", "en personne", "en salle"),
        Mode.ONLINE: ("remote", "remotely", "distanciel", "à distance", "visio"),
    },
    Category: {
        Category.PARTICIPANT: ("delegate", "participante", "délégué", "déléguée"),
        Category.SPEAKER: ("speakers", "orateur", "oratrice", "intervenant", "intervenante"),
        Category.PRESS: ("journalist", "media", "journaliste", "médias"),
        Category.STAFF: ("team", "équipe", "organisation"),
        Category.TECHNICIAN: ("technical", "technicien", "technicienne"),
        Category.PERSONAL_ASSISTANT: ("assistant", "assistante", "assistance"),
        Category.COMPANION: ("companion", "accompagnant", "accompagnante", "accompagnateur", "accompagnatrice"),
    },
    Represents: {
        Represents.COMMUNITY: (
            "city",
            "region",
            "city or region",
            "ville",
            "région",
            "ville ou région",
            "collectivité",
        ),
        Represents.PUBLIC_BODY: ("european body", "national body", "institution", "organisme public"),
        Represents.ORGANISATION: ("organisation", "organization", "company", "ngo", "entreprise", "ong"),
    },
}
_LANGUAGES = {code: code for code in LANGUAGES} | {
    "eng": "en", "english": "en", "anglais": "en", "fra": "fr", "fre": "fr", "french": "fr", "francais": "fr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guest:
    """What a line says of one person, complete: what its cells leave open is what is usual for such a person."""

    given: str
    family: str
    email: str
    place: str
    represents: Represents
    function: str
    mode: Mode
    category: Category
    lang: str
    phone: str
    external: str
    note: str

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored, each with its label, in the order of the columns."""
        words = {column: getattr(self, column) for column in LABELS}
        words |= {column: words[column].label for column in ("represents", "mode", "category")}
        words["lang"] = language(self.lang)
        return [(str(LABELS[column]), text) for column, text in words.items() if text]


def said(row: Row, places: Mapping[str, int]) -> Cells:
    """What a row says. `places` is where each column stands."""
    return read_cells(row, places, READERS)


def in_language(rows: Iterable[Row], lang: str) -> list[Row]:
    """Each with a language of mails: this one where no cell says another."""
    return [replace(row, cells={"lang": lang} | row.cells) for row in rows]


def guest_of(values: Mapping[str, Any]) -> Guest:
    """The person these values speak of.

    Participants come for a city or region, in person where that is open to whom they represent; all others are there
    in person and for nobody but whom they name.
    """
    category = values.get("category", Category.PARTICIPANT)
    own = Represents.COMMUNITY if category in _WITH_A_PLACE else Represents.ORGANISATION
    represents = values.get("represents", own)
    usual = represents.modes[0] if category is Category.PARTICIPANT else Mode.ON_SITE
    texts = {column: values.get(column, "") for column in LONGEST}
    return Guest(
        **texts,
        represents=represents,
        mode=values.get("mode", usual),
        category=category,
        lang=values["lang"],
    )


_WITH_A_PLACE = (Category.PARTICIPANT, Category.COMPANION, Category.PERSONAL_ASSISTANT)
"Who usually comes for a city or region, or with somebody who does."


def _typed(column: str, read: Reader) -> Reader:
    """A reader of what is safe to store, and to repeat in our emails."""

    def check(text: str) -> Any:
        found = tidy(text, LONGEST.get(column, 80))
        if column in _REPEATED and has_link(found):
            raise Wrong(_("Do not include a web address."))
        return read(found)

    return check


def _name(text: str) -> str:
    if not fold(text):
        raise Wrong(_("Enter a name that contains letters."))
    return text


def _email(text: str) -> str:
    try:
        return read_address(text)
    except NotAnAddress as problem:
        raise Wrong(str(problem.sentence)) from None


def _language(text: str) -> str:
    found = _LANGUAGES.get(fold(text))
    if found is None:
        raise Wrong(_("We send emails in English or French. Enter “en” or “fr”."))
    return found


_READ: dict[str, Reader] = {
    "given": _name,
    "family": _name,
    "email": _email,
    "place": _name,
    "represents": one_of(Represents, _WORDS[Represents]),
    "function": str,
    "mode": one_of(Mode, _WORDS[Mode]),
    "category": one_of(Category, _WORDS[Category]),
    "lang": _language,
    "phone": str,
    "external": str,
    "note": str,
}
READERS = {column: _typed(column, read) for column, read in _READ.items()}
"What the text of each column becomes."
