"""The table of people: how its columns are called, and what a line says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from assembly.communities.checks import Wrong
from assembly.email_addresses import NotAnAddress, read_address
from assembly.fold import clean, fold, has_link, piles_up_marks
from assembly.formats import language
from assembly.i18n import LANGUAGES, _, _l, speaking
from assembly.models import Category, Mode, Represents
from assembly.tables import Row, cell_name

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
    "function": ("function", "fonction", "job title", "position", "titre"),
    "mode": (
        "attendance", "takes part", "mode", "participation", "participe", "mode de participation", "présence",
        "presence",
    ),
    "category": ("attending as", "comes as", "category", "vient comme", "catégorie", "en qualité de"),
    "lang": ("language", "langue", "language of our emails", "language of our mails", "langue de nos courriels"),
    "phone": ("phone", "telephone", "phone number", "mobile", "téléphone", "tél", "portable"),
    "external": (
        "badge code of another event", "external code", "badge code", "code externe", "code de badge",
    ),
    "note": ("note", "remark", "remarque", "comment", "commentaire"),
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
"What our mails repeat: nobody may have us send links of theirs (C6)."
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
_Word = TypeVar("_Word", bound=StrEnum)
_Check = Callable[[str], Any]


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


@dataclass(slots=True)
class Said:
    """The values of a row that can be stored, and the sentence for each cell that cannot."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


def heads() -> dict[str, tuple[str, ...]]:
    """What each column may be called, first of all as the page calls it."""
    return {column: (str(LABELS[column]), *names) for column, names in COLUMNS.items()}


def said(row: Row, places: Mapping[str, int]) -> Said:
    """What a row says. `places` is where each column stands."""
    told = Said()
    for column, text in row.cells.items():
        try:
            if column in row.formulas:
                raise Wrong(_("This cell contains a formula. Replace it with the value."))
            told.values[column] = _READ[column](_typed(column, text))
        except Wrong as wrong:
            told.faults.append((cell_of(row, places, column), str(wrong)))
    return told


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


def cell_of(row: Row, places: Mapping[str, int], column: str) -> str:
    """How the spreadsheet calls this cell; nothing for a column the table has not."""
    return cell_name(places[column], row.number) if column in places else ""


_WITH_A_PLACE = (Category.PARTICIPANT, Category.COMPANION, Category.PERSONAL_ASSISTANT)
"Who usually comes for a city or region, or with somebody who does."


def _typed(column: str, text: str) -> str:
    """Made safe to store. What looks like a formula stays text."""
    tidy = clean(text)
    if piles_up_marks(tidy):
        raise Wrong(_("Use no more than four accents or marks on any one letter."))
    if len(tidy) > LONGEST.get(column, 80):
        raise Wrong(_("Use %(count)s characters or fewer.", count=LONGEST.get(column, 80)))
    if column in _REPEATED and has_link(tidy):
        raise Wrong(_("Do not include a web address."))
    return tidy


def _name(text: str) -> str:
    if not fold(text):
        raise Wrong(_("Enter a name that contains letters."))
    return text


def _email(text: str) -> str:
    try:
        return read_address(text)
    except NotAnAddress as problem:
        raise Wrong(str(problem.sentence)) from None


def _one_of(kind: type[_Word]) -> Callable[[str], _Word]:
    def read(text: str) -> _Word:
        found = _spellings(kind).get(fold(text.replace("_", " ")))
        if found is None:
            known = ", ".join(one.label for one in kind)  # type: ignore[attr-defined]
            raise Wrong(_("We do not recognise “%(text)s”. Use one of these: %(known)s.", text=text, known=known))
        return kind(found)

    return read


@cache
def _spellings(kind: type[StrEnum]) -> dict[str, StrEnum]:
    words = {fold(word): one for one, spelt in _WORDS[kind].items() for word in spelt}
    for lang in LANGUAGES:
        with speaking(lang):
            words |= {fold(one.label): one for one in kind}  # type: ignore[attr-defined]
    return words | {fold(one.value.replace("_", " ")): one for one in kind}


def _language(text: str) -> str:
    found = _languages().get(fold(text))
    if found is None:
        raise Wrong(_("We send emails in English or French. Enter “en” or “fr”."))
    return found


@cache
def _languages() -> dict[str, str]:
    words = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}
    return words | {code: code for code in LANGUAGES}


_READ: dict[str, _Check] = {
    "given": _name,
    "family": _name,
    "email": _email,
    "place": _name,
    "represents": _one_of(Represents),
    "function": str,
    "mode": _one_of(Mode),
    "category": _one_of(Category),
    "lang": _language,
    "phone": str,
    "external": str,
    "note": str,
}
