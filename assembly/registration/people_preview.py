"""What storing a table of people would do, row by row, before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from assembly.fold import email_key, fold
from assembly.i18n import _, _l
from assembly.models import Category, Mode, Registration, Represents, State
from assembly.registration.people_table import Guest, cell_of, guest_of, said
from assembly.tables import Row


class Verdict(StrEnum):
    """What becomes of a row."""

    FAULT = "fault"
    DOUBTFUL = "doubtful"
    NEW = "new"
    THERE = "there"

    @property
    def label(self) -> str:
        """In the words of the page."""
        return str(
            {
                Verdict.FAULT: _l("To fix"),
                Verdict.DOUBTFUL: _l("Possible duplicate"),
                Verdict.NEW: _l("New"),
                Verdict.THERE: _l("Already registered"),
            }[self]
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people and places a table names.

    `places` are the communities each folded name may mean; `people` are those who mean to come, by address and name;
    `namesakes` by name and place, the place as `place_key` writes it.
    """

    places: Mapping[str, str]
    people: Mapping[tuple[str, str], Registration]
    namesakes: Mapping[tuple[str, str], Registration]
    holders: Mapping[str, Registration]
    "Who has the badge codes of another event that the table names."


@dataclass(slots=True)
class Judged:
    """A row with its verdict. `state` is what somebody new would be; `there` who is, or looks like, the same person."""

    row: Row
    verdict: Verdict
    name: str
    guest: Guest | None = None
    state: State | None = None
    pool_id: int | None = None
    there: Registration | None = None
    unknown_place: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of somebody new, each with its label."""
        return self.guest.fields() if self.guest else []

    @property
    def mark(self) -> str:
        """The same, in whatever language, as long as the same would happen."""
        there = self.there.code if self.there else ""
        cells = [cell for cell, _sentence in self.faults]
        facts = (self.verdict.value, repr(self.guest), self.state, there, self.unknown_place, cells)
        return sha256(repr(facts).encode()).hexdigest()[:16]


def judge(rows: Sequence[Row], places: Mapping[str, int], known: Known, modes: Iterable[Mode]) -> list[Judged]:
    """The verdict on each row. A row about the person of an earlier one is a fault: which of them is meant?"""
    judged: list[Judged] = []
    earlier = _Earlier(known.places)
    for row in rows:
        one = _judged(row, places, known, {*modes})
        number = earlier.line_about(one.guest) if one.guest else None
        code_line = earlier.line_with_code(one)
        if number is not None:
            sentence = _("This is the same person as on line %(number)s.", number=number)
            one = Judged(row, Verdict.FAULT, one.name, faults=[(cell_of(row, places, "family"), sentence)])
        elif code_line is not None:
            sentence = _("Line %(number)s has the same badge code.", number=code_line)
            one = Judged(row, Verdict.FAULT, one.name, faults=[(cell_of(row, places, "external"), sentence)])
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

    def line_with_code(self, one: Judged) -> int | None:
        """The line that gives this badge code to somebody else; one who is registered already gets none."""
        return self._by_code.get(one.guest.external) if one.guest and one.verdict is not Verdict.THERE else None

    def add(self, one: Judged) -> None:
        """One more line."""
        guest, number = one.guest, one.row.number
        if guest is None:
            return
        if guest.email:
            self._by_address[address_name(guest)] = number
        self._by_place.setdefault(name_place(guest, self._places), []).append((number, guest.email))
        if guest.external and one.verdict is not Verdict.THERE:
            self._by_code[guest.external] = number


def digest(judged: Sequence[Judged]) -> str:
    """The same as long as storing would do the same."""
    return sha256("".join(one.mark for one in judged).encode()).hexdigest()


def address_name(guest: Guest) -> tuple[str, str]:
    """One person is address plus folded name (model.md 1.5)."""
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


def _judged(row: Row, places: Mapping[str, int], known: Known, modes: set[Mode]) -> Judged:
    name = " ".join(filter(None, (row.cells.get("given"), row.cells.get("family"))))
    if row.broken:
        return Judged(row, Verdict.FAULT, name, faults=row.shape_faults())
    told = said(row, places)
    if not told.faults:
        told.faults += _missing(row, places, told.values)
    if told.faults:
        return Judged(row, Verdict.FAULT, name, faults=told.faults)
    guest = guest_of(told.values)
    faults = _ill_fitting(row, places, guest, modes)
    if faults:
        return Judged(row, Verdict.FAULT, name, faults=faults)
    there = known.people.get(address_name(guest)) if guest.email else None
    if there is not None:
        return Judged(row, Verdict.THERE, name, guest, there=there)
    community = guest.represents is Represents.COMMUNITY and bool(guest.place)
    unknown = community and place_asked(guest.place) not in known.places
    alike, holder = known.namesakes.get(name_place(guest, known.places)), known.holders.get(guest.external)
    if holder is not None and holder is alike:
        return Judged(row, Verdict.THERE, name, guest, there=alike)
    if holder is not None:
        sentence = _("Someone else at this assembly has this badge code. Check the code.")
        return Judged(row, Verdict.FAULT, name, faults=[(cell_of(row, places, "external"), sentence)])
    verdict = Verdict.DOUBTFUL if alike else Verdict.NEW
    return Judged(row, verdict, name, guest, there=alike, unknown_place=unknown)


def _missing(row: Row, places: Mapping[str, int], values: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a person needs: a name, and participants whom they represent."""
    needed = {
        "given": _("The given name is missing."),
        "family": _("The family name is missing."),
    }
    if values.get("category", Category.PARTICIPANT) is Category.PARTICIPANT:
        needed["place"] = _("Enter the city, region or organisation this person represents.")
    return [
        (cell_of(row, places, column) or cell_of(row, places, "family"), sentence)
        for column, sentence in needed.items()
        if column not in values
    ]


def _ill_fitting(row: Row, places: Mapping[str, int], guest: Guest, modes: set[Mode]) -> list[tuple[str, str]]:
    """Participants come in a way that is open to whom they represent, and everybody in one this assembly has."""
    cell = cell_of(row, places, "mode") or cell_of(row, places, "family")
    if guest.mode not in modes:
        return [(cell, _("This way of attending is not available at this assembly."))]
    if guest.category is Category.PARTICIPANT and guest.mode not in guest.represents.modes:
        return [(cell, _("In-person places are for cities, regions and public bodies. Enter “Online”."))]
    return []
