"""Text cut into lines and cells (RFC 4180). A line whose quotation marks do not fit is one line, whatever follows it.

The standard library's reader repairs such a line silently: one mark out of place makes it take the lines below for
a part of the cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assembly.i18n import _l

_BREAK = re.compile(r"\r\n|\r|\n")
_FIRST_LINES = 10
"Among them the heads are looked for."


class Broken(StrEnum):
    """Why a line cannot be trusted: its shape, or characters that nobody sees and that change what is read."""

    QUOTE = "quote"
    CELLS = "cells"
    HIDDEN = "hidden"

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return str(
            {
                Broken.QUOTE: _l("A quotation mark is out of place in this line. Delete it, or add the missing one."),
                Broken.CELLS: _l(
                    "This line has more cells than there are column names. If the text in a cell contains the "
                    "character that separates cells, put it in quotation marks."
                ),
                Broken.HIDDEN: _l("This cell contains hidden characters. Type the text again."),
            }[self]
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """One line as it was cut: where it begins, its cells, and the position of the cell whose marks do not fit."""

    number: int
    cells: tuple[str, ...]
    broken_at: int | None = None


class Cutter:
    """Cuts a text at one separator."""

    def __init__(self, text: str, separator: str) -> None:
        self._text, self._separator = text, separator
        mark = re.escape(separator)
        self._cell = re.compile(rf'(?:"((?:[^"]++|"")*+)"|((?!")[^{mark}\r\n]*+))({mark}|\r\n|\r|\n|\Z)')
        self._width = max(line.count(separator) + 1 for line in _BREAK.split(text, _FIRST_LINES)[:_FIRST_LINES])

    def lines(self) -> Iterator[Cut]:
        """Each line with its number in the text; one with a mark out of place ends where its line ends."""
        at, number = 0, 1
        while at < len(self._text):
            cells, end, broken_at = self._line(at)
            if broken_at is not None:
                found = _BREAK.search(self._text, at)
                end = found.end() if found else len(self._text)
                cells = _BREAK.sub("", self._text[at:end]).split(self._separator)
            yield Cut(number, tuple(cells), broken_at)
            number += len(_BREAK.findall(self._text, at, end))
            at = end

    def _line(self, at: int) -> tuple[list[str], int, int | None]:
        """The cells from here to the end of a line, where the next one begins, and which cell is broken."""
        cells: list[str] = []
        opened: list[int] = []
        while True:
            found = self._cell.match(self._text, at)
            if found is None or (found[2] or "").count('"') % 2:
                return cells, at, len(cells)
            if found[1] is not None:
                opened.append(len(cells))
            cells.append(found[1].replace('""', '"') if found[1] is not None else found[2])
            at = found.end()
            if found[3] != self._separator:
                all_quoted = len(opened) == len(cells)
                broken_at = None if all_quoted else next((n for n in opened if self._swallows(cells, n)), None)
                return cells, at, broken_at

    def _swallows(self, cells: list[str], position: int) -> bool:
        """Whether a cell of several lines holds what looks like lines of the table."""
        _first, *further = _BREAK.split(cells[position])
        if not further or self._width < 3:
            return False
        return len(cells) > self._width or any(part.count(self._separator) >= self._width - 1 for part in further)
