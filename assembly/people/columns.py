"""The columns of the table of people: what each is called, and what it says of a row of facts. Never needs.

Words are chosen once, before the first row, in the language of whoever asks: the rows are plain look-ups, so that a
table of any length is written in the same memory.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly import clock
from assembly.formats import countries, country, language
from assembly.i18n import LANGUAGES, _, _l
from assembly.models import Bilingual, Category, Community, Mode, Office, Question, QuestionKind, Represents, State

COLUMNS: dict[str, Any] = {
    "reference": _l("Reference"),
    "family": _l("Family name"),
    "given": _l("Given name"),
    "badge_name": _l("Name on the badge"),
    "address_form": _l("Form of address"),
    "function": _l("Position"),
    "office": _l("Office held"),
    "represents": _l("Represents"),
    "place": _l("City, region or organisation"),
    "country": _l("Country"),
    "category": _l("Attending as"),
    "mode": _l("Attendance"),
    "state": _l("Status"),
    "waiting_number": _l("Waiting list position"),
    "email": _l("Email address"),
    "phone": _l("Telephone"),
    "lang": _l("Language for our emails"),
    "registered_at": _l("Registered on"),
    "arrived_at": _l("Arrived"),
    "entrance": _l("Entrance"),
    "note": _l("Internal note"),
    "photo": _l("Photographs"),
    "listing": _l("Public list of participants"),
}
"What there is to choose from, in this order; the answers to an edition's own questions follow."
USUAL = ("reference", "family", "given", "function", "place", "country", "category", "mode", "state")
"Ticked beforehand: what most lists are for, without addresses, telephones and notes."
QUESTION = "question-"
"Before the code of a question stands this, where columns are chosen."
ARRIVED = frozenset({"arrived_at", "entrance"})
Cell = Callable[[Any, Mapping[int, Any], Sequence[tuple[datetime, str]]], object]
"What a cell says, from a row, its answers and its arrivals."


@dataclass(frozen=True, slots=True)
class Columns:
    """The chosen columns in words, with what each makes of a row, of its answers (by the id of the question) and of its
    arrivals (when, by which entrance)."""

    heads: tuple[str, ...]
    cells: tuple[Cell, ...]

    def line(self, row: Any, answers: Mapping[int, Any], arrivals: Sequence[tuple[datetime, str]]) -> list[object]:
        """One person."""
        return [cell(row, answers, arrivals) for cell in self.cells]


def columns_of(
    names: Sequence[str], communities: Sequence[Community], questions: Sequence[Question], zone: str
) -> Columns:
    """The columns of these names, in the language spoken now; moments are on the clocks of `zone`."""
    written = _written(communities, zone)
    heads, cells = [], []
    for name in (one for one in COLUMNS if one in names):
        heads.append(str(COLUMNS[name]))
        cells.append(written[name])
    for question in (one for one in questions if QUESTION + one.code in names):
        heads.append(str(question.words))
        cells.append(_answer(question))
    return Columns(tuple(heads), tuple(cells))


def _written(communities: Sequence[Community], zone: str) -> dict[str, Cell]:
    names = {one.id: one.native_name for one in communities}
    where = {one.id: country(one.country) for one in communities}
    labels = {kind: {one: one.label for one in kind} for kind in (Office, Represents, Category, Mode, State)}
    languages = {code: language(code) for code in LANGUAGES}
    said = {True: _("Yes"), False: _("No")}

    def minute(at: datetime) -> str:
        return f"{clock.local(at, zone):%Y-%m-%d %H:%M}"

    def plain(name: str) -> Cell:
        return lambda row, *_: getattr(row, name)

    found: dict[str, Cell] = {
        "reference": plain("spoken_ref"),
        "office": lambda row, *_: labels[Office][row.office],
        "represents": lambda row, *_: labels[Represents][row.represents],
        "place": lambda row, *_: names.get(row.community_id, row.org_text),
        "country": lambda row, *_: where.get(row.community_id),
        "category": lambda row, *_: labels[Category][row.category],
        "mode": lambda row, *_: labels[Mode][row.mode],
        "state": lambda row, *_: labels[State][row.state],
        "lang": lambda row, *_: languages.get(row.lang, row.lang),
        "registered_at": lambda row, *_: minute(row.registered_at),
        "arrived_at": lambda _row, _answers, arrivals: "; ".join(minute(at) for at, _door in arrivals),
        "entrance": lambda _row, _answers, arrivals: "; ".join(door for _at, door in arrivals),
        "photo": lambda row, *_: said.get(row.photo, ""),
        "listing": lambda row, *_: said.get(row.listing, ""),
    }
    return {name: found.get(name) or plain(name) for name in COLUMNS}


def _answer(question: Question) -> Cell:
    words: dict[Any, str] = {one["key"]: str(Bilingual(one["en"], one["fr"])) for one in question.options}
    if question.kind is QuestionKind.YES_NO:
        words = {True: _("Yes"), False: _("No")}
    elif question.kind is QuestionKind.COUNTRY:
        words = {code: country(code) for code in countries()}

    def cell(_row: Any, answers: Mapping[int, Any], _arrivals: Sequence[tuple[datetime, str]]) -> object:
        value = answers.get(question.id)
        several = value if isinstance(value, list) else [value]
        return "; ".join(str(words.get(one, one)) for one in several if one is not None)

    return cell
