"""What storing a table of people would do, row by row, before anything is written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assembly.fold import email_key, fold
from assembly.i18n import _
from assembly.imports import Judged, Verdict
from assembly.models import Category, CommunityKind, Mode, Registration, Represents, State
from assembly.registration.people_table import Guest, guest_of, said
from assembly.tables import Row

SKIP, NEW = "-skip", "-new"
"Decisions on a line that looks like somebody who is registered: leave it out, or it is another person."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people and places a table names.

    `places` are the communities each folded name may mean, `kinds` what each of them is; `people` are those who mean to
    come, by address and name; `namesakes` by name and place, the place as `place_key` writes it.
    """

    places: Mapping[str, str]
    kinds: Mapping[str, CommunityKind]
    people: Mapping[tuple[str, str], Registration]
    namesakes: Mapping[tuple[str, str], Registration]
    holders: Mapping[str, Registration]
    "Who has the badge codes of another event that the table names."


@dataclass(slots=True)
class JudgedGuest(Judged):
    """A line with its verdict: `state` is what somebody new would be, `there` who is or looks like the same person."""

    guest: Guest | None = None
    state: State | None = None
    pool_id: int | None = None
    there: Registration | None = None
    unknown_place: bool = False

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of somebody new, each with its label."""
        return self.guest.fields() if self.guest and self.verdict.stores else []

    def notes(self) -> list[tuple[str, str]]:
        """Whether somebody new has a place, and whether the directory knows whom they represent."""
        unknown = _("This city, region or organisation is not in the directory.")
        said = [self.state.label if self.state else "", unknown if self.unknown_place else ""]
        return [("", words) for words in said if words]

    def choices(self) -> list[tuple[str, str]]:
        """Whether somebody who looks like another is that person."""
        if self.verdict is not Verdict.DOUBTFUL:
            return []
        return [(SKIP, _("the same person: skip this line")), (NEW, _("a different person: add them"))]

    def twin(self) -> tuple[str, str, str] | None:
        """Who is registered already."""
        there = self.there
        return (there.code, there.badge_name, f"{there.spoken_ref} · {there.state.label}") if there else None

    def outcome(self) -> object:
        """Whom this would add, and as what, or who is there."""
        return repr(self.guest), self.state, self.there.code if self.there else "", self.unknown_place


def judge(rows: Sequence[Row], places: Mapping[str, int], known: Known, modes: Iterable[Mode]) -> list[JudgedGuest]:
    """The verdict on each row. A row about the person of an earlier one is a fault: which of them is meant?"""
    judged: list[JudgedGuest] = []
    earlier = _Earlier(known.places)
    for row in rows:
        one = _judged(row, places, known, {*modes})
        number = earlier.line_about(one.guest) if one.guest else None
        code_line = earlier.line_with_code(one)
        if number is not None:
            sentence = _("This is the same person as on line %(number)s.", number=number)
            one = JudgedGuest(row, Verdict.FAULT, one.name, faults=[(row.cell(places, "family"), sentence)])
        elif code_line is not None:
            sentence = _("Line %(number)s has the same badge code.", number=code_line)
            one = JudgedGuest(row, Verdict.FAULT, one.name, faults=[(row.cell(places, "external"), sentence)])
        elif one.guest is not None:
            earlier.add(one)
        judged.append(one)
    return judged


class _Earlier:
    """Who stood in the lines above: by address and name, and by name and place where one of two has no address."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._by_address: dict[tuple[str, str], int] = {}
        self._by_place: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._by_code: dict[str, int] = {}

    def line_about(self, guest: Guest) -> int | None:
        """The line that speaks of this person already."""
        if guest.email and address_name(guest) in self._by_address:
            return self._by_address[address_name(guest)]
        alike = self._by_place.get(name_place(guest, self._places), [])
        return next((number for number, address in alike if not (address and guest.email)), None)

    def line_with_code(self, one: JudgedGuest) -> int | None:
        """The line that gives this badge code to somebody else; one who is registered already gets none."""
        return self._by_code.get(one.guest.external) if one.guest and one.verdict is not Verdict.THERE else None

    def add(self, one: JudgedGuest) -> None:
        """One more line."""
        guest, number = one.guest, one.row.number
        if guest is None:
            return
        if guest.email:
            self._by_address[address_name(guest)] = number
        self._by_place.setdefault(name_place(guest, self._places), []).append((number, guest.email))
        if guest.external and one.verdict is not Verdict.THERE:
            self._by_code[guest.external] = number


def address_name(guest: Guest) -> tuple[str, str]:
    """One person is address plus folded name."""
    return email_key(guest.email), fold(f"{guest.given} {guest.family}")


def name_place(guest: Guest, places: Mapping[str, str]) -> tuple[str, str]:
    """The same name from the same place is probably the same person."""
    code = places.get(place_asked(guest.place)) if guest.represents is Represents.COMMUNITY else None
    return fold(f"{guest.given} {guest.family}"), place_key(code, guest.place)


def place_key(code: str | None, text: str) -> str:
    """A community by its code; any other place by what was typed."""
    return f"={code}" if code else fold(text)


def place_asked(text: str) -> str:
    """By what a place is looked up: a country in brackets, as our lists write it, is ignored."""
    return fold(text.partition("(")[0])


def _judged(row: Row, places: Mapping[str, int], known: Known, modes: set[Mode]) -> JudgedGuest:
    name = " ".join(filter(None, (row.cells.get("given"), row.cells.get("family"))))
    if row.broken:
        return JudgedGuest(row, Verdict.FAULT, name, faults=row.shape_faults())
    told = said(row, places)
    if not told.faults:
        told.faults += _missing(row, places, told.values)
    if told.faults:
        return JudgedGuest(row, Verdict.FAULT, name, faults=told.faults)
    guest = guest_of(told.values)
    faults = _ill_fitting(row, places, guest, modes, known)
    if faults:
        return JudgedGuest(row, Verdict.FAULT, name, faults=faults)
    there = known.people.get(address_name(guest)) if guest.email else None
    if there is not None:
        return JudgedGuest(row, Verdict.THERE, name, guest=guest, there=there)
    community = guest.represents is Represents.COMMUNITY and bool(guest.place)
    unknown = community and place_asked(guest.place) not in known.places
    alike, holder = known.namesakes.get(name_place(guest, known.places)), known.holders.get(guest.external)
    if holder is not None and holder is alike:
        return JudgedGuest(row, Verdict.THERE, name, guest=guest, there=alike)
    if holder is not None:
        sentence = _("Someone else at this assembly has this badge code. Check the code.")
        return JudgedGuest(row, Verdict.FAULT, name, faults=[(row.cell(places, "external"), sentence)])
    verdict = Verdict.DOUBTFUL if alike else Verdict.NEW
    return JudgedGuest(row, verdict, name, guest=guest, there=alike, unknown_place=unknown)


def _missing(row: Row, places: Mapping[str, int], values: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a person needs: a name, and participants whom they represent."""
    needed = {
        "given": _("The given name is missing."),
        "family": _("The family name is missing."),
    }
    if values.get("category", Category.PARTICIPANT) is Category.PARTICIPANT:
        needed["place"] = _("Enter the city, region or organisation this person represents.")
    return [
        (row.cell(places, column) or row.cell(places, "family"), sentence)
        for column, sentence in needed.items()
        if column not in values
    ]


def _ill_fitting(
    row: Row, places: Mapping[str, int], guest: Guest, modes: set[Mode], known: Known
) -> list[tuple[str, str]]:
    """Participants come in a way that the form would let them, and everybody in one this assembly has."""
    cell = row.cell(places, "mode") or row.cell(places, "family")
    if guest.mode not in modes:
        return [(cell, _("This way of attending is not available at this assembly."))]
    kind = known.kinds.get(known.places.get(place_asked(guest.place), ""))
    if guest.category is Category.PARTICIPANT and guest.mode not in guest.represents.modes_for(kind):
        return [(cell, _("In-person places are for cities, regions and public bodies. Enter “Online”."))]
    return []
