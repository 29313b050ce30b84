"""Tables from spreadsheets: whatever they were saved as, within limits, and without evaluating anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from assembly.errors import DomainError
from assembly.fold import fold
from assembly.tables.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, text_of, unguarded
from assembly.tables.encodings import Decoded, decoded
from assembly.tables.faults import BrokenHeads, EmptyTable, HeadTwice, NoHeads, OldWorkbook, TooMuch, Unreadable
from assembly.tables.shape import Broken, Cutter

_MOST_UNZIPPED = 25_000_000
_MOST_ELEMENTS = 600_000
"Of all sheets and their words: a cell takes two or three, and the library half a second for each hundred thousand."
_MOST_ELSEWHERE = 20_000
"Of styles and all other parts, each of which stays in memory."
_MOST_LINES = 100_000
"Empty lines included: a sheet may say it has a million."
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<")
"How documents, pictures and pages begin, some of which could be read as text of one column."
_NOTHING = ' ,;\t"'
"What a line of empty cells is made of, however it was saved."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet by its number there; `formulas` are the positions of cells that hold one.

    `broken` says why its shape cannot be trusted, `broken_at` from which cell on.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    broken: Broken | None = None
    broken_at: int = 0

    def cell(self, position: int) -> str:
        """What stands there, "" beyond the end."""
        return self.cells[position] if position < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines below their heads: the position of each column we know, and the heads we do not."""

    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    lines: tuple[Line, ...]
    saved_as: Decoded | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines that are not empty; `saved_as` is how their text was read, None for a workbook."""

    lines: tuple[Line, ...]
    saved_as: Decoded | None = None


def read(content: bytes) -> Sheet:
    """Read a table by what the content is and never by its name. Raises Unreadable."""
    saved_as = None
    if content.startswith(b"PK"):
        lines = _of_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook
    elif content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OTHERS):
        raise Unreadable
    else:
        saved_as = decoded(content)
        lines = _of_text(saved_as.text)
    kept: list[Line] = []
    for line in lines:
        if len(line.cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in line.cells):
            raise TooMuch
        if any(cell.strip(_NOTHING) for cell in line.cells):
            kept.append(line)
        if len(kept) > MOST_ROWS + 10 or line.number > _MOST_LINES:
            raise TooMuch
    return Sheet(tuple(kept), saved_as)


def arranged(sheet: Sheet, names: Mapping[str, Collection[str]], needed: Collection[str]) -> Table:
    """Arrange the lines below their heads, which may be in any order and below a title.

    `names` are the spellings of each column, compared blind to case, accents and underscores; the first is shown.
    Raises NoHeads, BrokenHeads, HeadTwice, EmptyTable, TooMuch.
    """
    lines = sheet.lines
    if not lines:
        raise EmptyTable
    known = {_head(spelling): column for column, spellings in names.items() for spelling in spellings}
    above = next(
        (at for at, line in enumerate(lines[:10]) if set(needed) <= {known.get(_head(c)) for c in line.cells}), -1
    )
    if above < 0:
        raise NoHeads(needed=[next(iter(names[column])) for column in needed])
    line, below = lines[above], lines[above + 1 :]
    if line.broken:
        raise BrokenHeads
    found = [known.get(_head(cell)) for cell in line.cells]
    heads = list(zip(line.cells, found, strict=True))
    twice = [cell for cell, column in heads if column and found.count(column) > 1]
    if twice:
        raise HeadTwice(name=twice[0])
    if not below:
        raise EmptyTable
    if len(below) > MOST_ROWS:
        raise TooMuch
    unknown = tuple(cell.strip() for cell, column in heads if cell.strip() and not column)
    within = tuple(_within(each, len(line.cells)) for each in below)
    return Table({column: at for at, column in enumerate(found) if column}, unknown, within, sheet.saved_as)


def _within(line: Line, width: int) -> Line:
    """The line, broken if it says something beyond the last head: its cells may have shifted."""
    beyond = next((at for at, cell in enumerate(line.cells) if at >= width and cell.strip()), None)
    return line if line.broken or beyond is None else replace(line, broken=Broken.CELLS, broken_at=beyond)


def _head(text: str) -> str:
    return fold(text.replace("_", " "))


def _of_text(text: str) -> Iterator[Line]:
    for cut in Cutter(*_separated(text)).lines():
        formulas = frozenset(at for at, cell in enumerate(cut.cells) if cell.startswith("="))
        broken = None if cut.broken_at is None else Broken.QUOTE
        yield Line(cut.number, tuple(map(unguarded, _bounded(cut.cells))), formulas, broken, cut.broken_at or 0)


def _separated(text: str) -> tuple[str, str]:
    """The text and what stands between its cells: said by the first line (`sep=;`), else most frequent there."""
    said = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if said:
        return text[said.end() :], said[1]
    first = next((line for line in text.splitlines() if line.strip(_NOTHING)), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return text, max(";,\t", key=bare.count) if any(one in bare for one in ";,\t") else ","


def _bounded(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end that spreadsheets like to add."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _of_workbook(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_bomb(archive)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        for number, row in enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            formulas = frozenset(at for at, cell in enumerate(row) if cell.data_type == "f")
            yield Line(number, tuple(_bounded([_of_cell(cell.value) for cell in row])), formulas)
    except DomainError:
        raise
    except BadZipFile:
        raise Unreadable from None
    except Exception as problem:
        raise Unreadable from problem


def _refuse_bomb(archive: ZipFile) -> None:
    """Count what a workbook unpacks to before the library makes an object of each element. Raises TooMuch."""
    parts = archive.infolist()
    if sum(one.file_size for one in parts) > _MOST_UNZIPPED or len(parts) > 1_000:
        raise TooMuch
    left = _MOST_ELEMENTS
    for part in parts:
        elements = 0
        with archive.open(part) as file:
            while piece := file.read(65_536):
                elements += piece.count(b"<") - piece.count(b"</")
        left -= elements
        is_table = part.filename.startswith("xl/worksheets/") or part.filename.endswith("sharedStrings.xml")
        if left < 0 or (elements > _MOST_ELSEWHERE and not is_table):
            raise TooMuch


def _of_cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return text_of(value)
