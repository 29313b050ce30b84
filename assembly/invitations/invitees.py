"""The table of those to invite: how its columns are called, what a line says, what would become of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assembly.fold import email_key, fold
from assembly.formats import eu_code, language
from assembly.i18n import _, _l
from assembly.imports import Judged, Verdict
from assembly.imports.cells import Wrong, read_cells
from assembly.models import Community, CommunityKind, Represents
from assembly.registration import people_table
from assembly.tables import Row

_OF_PEOPLE = ("given", "family", "email", "place", "function", "lang", "phone", "note")
COLUMNS = {column: people_table.COLUMNS[column] for column in _OF_PEOPLE} | {
    "network": ("invited_by", "invited by", "network", "invité par", "invitée par", "réseau"),
}
"Each column as we call it, and what people call it."
NEEDED = ("given", "family", "place")
LABELS = {column: people_table.LABELS[column] for column in _OF_PEOPLE} | {"network": _l("Invited by")}
_BODIES = {CommunityKind.STATE, CommunityKind.EU_BODY}
_ORGANISATIONS = {CommunityKind.COMPANY, CommunityKind.RESEARCH, CommunityKind.CIVIL_SOCIETY}


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite, clean and checked. `network` and `community` are codes; `place` is how it was written."""

    given: str
    family: str
    email: str
    place: str
    represents: Represents
    lang: str
    function: str = ""
    phone: str = ""
    note: str = ""
    network: str = ""
    community: str = ""

    def fields(self, network: str) -> list[tuple[str, str]]:
        """List what would be stored, each with its label; `network` is the name of who invites."""
        words = {column: getattr(self, column) for column in LABELS}
        words |= {"lang": language(self.lang), "network": network}
        found = [(str(LABELS[column]), text) for column, text in words.items() if text]
        return [*found, (_("Represents"), self.represents.label)]


@dataclass(slots=True)
class JudgedInvitee(Judged):
    """A line with its verdict; advice is a cell and a sentence. `why` says why it is left out, `network` who asks."""

    who: Invitee | None = None
    why: str = ""
    network: str = ""
    advice: list[tuple[str, str]] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of somebody to invite, each with its label."""
        return self.who.fields(self.network) if self.who and self.verdict.stores else []

    def notes(self) -> list[tuple[str, str]]:
        """Why somebody is left out, or what to know of somebody to invite."""
        return [("", self.why)] if self.why else self.advice if self.verdict.stores else []

    def outcome(self) -> object:
        """Whom this would invite."""
        return self.row.number, self.who, [cell for cell, _sentence in self.advice]


@dataclass(frozen=True, slots=True)
class Guests:
    """Who is invited or registered already: keys of `person_keys`, each with a code."""

    invited: Mapping[tuple[str, str], str]
    registered: Mapping[tuple[str, str], str]


class Places:
    """The directory by every spelling."""

    def __init__(self, communities: Iterable[Community]) -> None:
        self._spelt: dict[str, dict[str, Community]] = {}
        for one in communities:
            for alias in one.aliases:
                self._spelt.setdefault(alias.folded, {})[one.code] = one

    def meant(self, text: str) -> list[Community]:
        """Those of this name; a country in brackets tells two of one name apart."""
        name, _bracket, where = text.partition("(")
        found = list(self._spelt.get(fold(name), {}).values())
        if len(found) > 1:
            there = [one for one in found if where and fold(where) in (fold(eu_code(one.country)), fold(one.country))]
            return there or found
        return found


def person_keys(address: str | None, name_key: str, community: str | None, org_text: str) -> list[tuple[str, str]]:
    """By what two rows are one person: the same folded name with one address, or from one place."""
    keys = [(f"at {community or fold(org_text)}", name_key)]
    return [(address, name_key), *keys] if address else keys


def judge(
    rows: Sequence[Row],
    places: Mapping[str, int],
    directory: Places,
    networks: Mapping[str, str],
    guests: Guests,
    lang: str,
) -> list[JudgedInvitee]:
    """The verdict on each row. `networks` are codes by every folded name; `lang` holds where the table says none."""
    judged, seen = [], dict[tuple[str, str], int]()
    for row in rows:
        one = _judged(row, places, directory, networks, lang)
        if one.who is not None:
            who = one.who
            keys = person_keys(
                email_key(who.email) if who.email else None, fold(f"{who.given} {who.family}"), who.community, who.place
            )
            one.why = _why_not(keys, guests, seen)
            one.verdict = Verdict.SKIPPED if one.why else Verdict.INVITED
            for key in keys:
                seen.setdefault(key, row.number)
        judged.append(one)
    return judged


def _why_not(keys: list[tuple[str, str]], guests: Guests, seen: Mapping[tuple[str, str], int]) -> str:
    for key in keys:
        if key in guests.invited:
            return _("Already invited.")
        if key in guests.registered:
            return _("Already registered.")
        if key in seen:
            return _("This is the same person as on line %(number)s.", number=seen[key])
    return ""


def _judged(
    row: Row, places: Mapping[str, int], directory: Places, networks: Mapping[str, str], lang: str
) -> JudgedInvitee:
    advice = []
    name = " ".join(filter(None, (row.cells.get("given"), row.cells.get("family"))))
    if row.broken:
        return JudgedInvitee(row, Verdict.FAULT, name, faults=row.shape_faults())
    told = read_cells(row, places, people_table.READERS | {"network": lambda text: _network(text, networks)})
    values, faults = told.values, told.faults
    missing = {
        "given": _("Enter the given name."),
        "family": _("Enter the family name."),
        "place": _("Enter the city, region or organisation this person represents."),
    }
    faults += [(row.cell(places, column), said) for column, said in missing.items() if not row.cells.get(column)]
    if not row.cells.get("email") and not row.cells.get("phone"):
        faults.append((row.cell(places, "email"), _("Enter an email address or a telephone number.")))
    if faults:
        return JudgedInvitee(row, Verdict.FAULT, name, faults=faults)
    found = directory.meant(values["place"])
    community = found[0] if len(found) == 1 else None
    if community is None:
        sentence = (
            _("Several places in the directory have this name. Add the country in brackets.")
            if found
            else _("Not in the directory. The name is kept as entered.")
        )
        advice.append((row.cell(places, "place"), sentence))
    if not values.get("email"):
        advice.append(
            (
                row.cell(places, "email"),
                _("No email address, so nothing will be sent. This person will be on the call list."),
            )
        )
    who = Invitee(
        **{"email": "", "lang": lang} | values,
        represents=represents_of(community),
        community=community.code if community else "",
    )
    return JudgedInvitee(row, Verdict.INVITED, name, who=who, advice=advice)


def represents_of(community: Community | None) -> Represents:
    """What somebody from there speaks for; a place we do not know is a city or region."""
    if community is not None and community.kind in _BODIES:
        return Represents.PUBLIC_BODY
    if community is not None and community.kind in _ORGANISATIONS:
        return Represents.ORGANISATION
    return Represents.COMMUNITY


def _network(text: str, networks: Mapping[str, str]) -> str:
    if fold(text) not in networks:
        raise Wrong(_("We do not recognise the network “%(text)s”.", text=text))
    return networks[fold(text)]
