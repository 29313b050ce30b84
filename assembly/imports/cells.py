"""What the cells of a line say: each read by its column, or a sentence about what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from assembly.fold import clean, fold, piles_up_marks
from assembly.i18n import LANGUAGES, _, speaking
from assembly.models import Bilingual
from assembly.tables import Row
from assembly.written_times import read_day

_Word = TypeVar("_Word", bound=StrEnum)
Reader = Callable[[str], Any]


class Wrong(ValueError):
    """A sentence for whoever typed it, in the language now spoken."""


@dataclass(slots=True)
class Cells:
    """The values of a line that can be stored, and for each cell that cannot its name and a sentence."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_cells(row: Row, places: Mapping[str, int], readers: Mapping[str, Reader]) -> Cells:
    """Read the cells of a line. `places` is where each column is, `readers` what its text becomes."""
    told = Cells()
    for column, text in row.cells.items():
        try:
            if column in row.formulas:
                raise Wrong(_("This cell contains a formula. Replace it with the value."))
            told.values[column] = readers[column](text)
        except Wrong as wrong:
            told.faults.append((row.cell(places, column), str(wrong)))
    return told


def tidy(text: str, longest: int, cleaned: Callable[[str], str] = clean) -> str:
    """A text made safe to store; what looks like a formula stays text. Raises Wrong."""
    found = cleaned(text)
    if len(found) > longest:
        raise Wrong(_("Use %(count)s characters or fewer.", count=longest))
    if piles_up_marks(found):
        raise Wrong(_("Use no more than four accents or marks on any one letter."))
    return found


def day_of(text: str) -> date:
    """Read a day, of a cell that may have a time behind it. Raises Wrong."""
    try:
        return read_day(text.partition("T")[0])
    except ValueError as problem:
        raise Wrong(str(problem)) from None


def same_text(known: Bilingual, given: Bilingual) -> bool:
    """Whether two texts are one, blind to accents and case: no language differs, and at least one is the same."""
    pairs = [(fold(getattr(known, lang)), fold(getattr(given, lang))) for lang in LANGUAGES]
    both = [one == other for one, other in pairs if one and other]
    return bool(both) and all(both)


def one_of(kind: type[_Word], words: Mapping[Any, tuple[str, ...]]) -> Callable[[str], _Word]:
    """Read a member of an enumeration by its word in either language, by its value, or by further `words`."""

    @cache
    def spellings() -> dict[str, _Word]:
        known = {fold(word): one for one, spelt in words.items() for word in spelt}
        for lang in LANGUAGES:
            with speaking(lang):
                known |= {fold(one.label): one for one in kind}  # type: ignore[attr-defined]
        return known | {fold(one.value.replace("_", " ")): one for one in kind}

    def read(text: str) -> _Word:
        found = spellings().get(fold(text.replace("_", " ")))
        if found is None:
            known = ", ".join(one.label for one in kind)  # type: ignore[attr-defined]
            raise Wrong(_("We do not recognise “%(text)s”. Use one of these: %(known)s.", text=text[:80], known=known))
        return found

    return read
