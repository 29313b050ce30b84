"""The columns of the table of people: what each is called, and what it says of a row of facts. Never needs.

Words are chosen once, before the first row, in the language of whoever asks: the rows are plain look-ups, so that a
table of any length is written in the same memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    "function": _l("Function"),
    "office": _l("Office held"),
    "represents": _l("Represents"),
    "place": _l("City, region or organisation"),
    "country": _l("Country"),
    "category": _l("Comes as"),
    "mode": _l("Takes part"),
    "state": _l("State"),
    "waiting_number": _l("Number on the waiting list"),
    "email": _l("E-mail address"),
    "phone": _l("Telephone"),
    "lang": _l("Language of our mails"),
    "registered_at": _l("Registered on"),
    "note": _l("Internal note"),
}
"What there is to choose from, in this order; the answers to an edition's own questions follow."
USUAL = ("reference", "family", "given", "function", "place", "country", "category", "mode", "state")
"Ticked beforehand: what most lists are for, without addresses, telephones and notes."
QUESTION = "question-"
"Before the code of a question stands this, where columns are chosen."
Cell = Callable[[Any, Mapping[int, Any]], object]
"What a cell says, from a row and its answers."


@dataclass(frozen=True, slots=True)
class Columns:
    """The chosen columns in words, with what each makes of a row and of its answers (by the id of the question)."""

    heads: tuple[str, ...]
    cells: tuple[Cell, ...]

    def line(self, row: Any, answers: Mapping[int, Any]) -> list[object]:
        """One person."""
        return [cell(row, answers) for cell in self.cells]


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

    def plain(name: str) -> Cell:
        return lambda row, _answers: getattr(row, name)

    found: dict[str, Cell] = {
        "reference": plain("spoken_ref"),
        "office": lambda row, _answers: labels[Office][row.office],
        "represents": lambda row, _answers: labels[Represents][row.represents],
        "place": lambda row, _answers: names.get(row.community_id, row.org_text),
        "country": lambda row, _answers: where.get(row.community_id),
        "category": lambda row, _answers: labels[Category][row.category],
        "mode": lambda row, _answers: labels[Mode][row.mode],
        "state": lambda row, _answers: labels[State][row.state],
        "lang": lambda row, _answers: languages.get(row.lang, row.lang),
        "registered_at": lambda row, _answers: f"{clock.local(row.registered_at, zone):%Y-%m-%d %H:%M}",
    }
    return {name: found.get(name) or plain(name) for name in COLUMNS}


def _answer(question: Question) -> Cell:
    words: dict[Any, str] = {one["key"]: str(Bilingual(one["en"], one["fr"])) for one in question.options}
    if question.kind is QuestionKind.YES_NO:
        words = {True: _("Yes"), False: _("No")}
    elif question.kind is QuestionKind.COUNTRY:
        words = {code: country(code) for code in countries()}

    def cell(_row: Any, answers: Mapping[int, Any]) -> object:
        value = answers.get(question.id)
        several = value if isinstance(value, list) else [value]
        return "; ".join(str(words.get(one, one)) for one in several if one is not None)

    return cell
