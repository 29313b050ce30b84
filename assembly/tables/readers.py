"""Tables from spreadsheets: whatever they were saved as, within limits, and without evaluating anything."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from assembly.errors import DomainError
from assembly.tables.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, text_of, unguarded
from assembly.tables.encodings import Decoded, Encoding, decoded
from assembly.tables.faults import OldWorkbook, TooMuch, Unreadable
from assembly.tables.numbers import number_text
from assembly.tables.shape import Broken, Cutter
from assembly.tables.times import is_doubtful, time_text

_MOST_UNZIPPED = 25_000_000
_MOST_ELEMENTS = 600_000
"Of all sheets and their words: a cell takes two or three, and the library half a second for each hundred thousand."
_MOST_ELSEWHERE = 20_000
"Of styles and all other parts, each of which stays in memory."
_MOST_LINES = 100_000
"Empty lines included: a sheet may say it has a million."
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<")
"How documents, pictures and pages begin, some of which could be read as text of one column."
SEPARATORS = ";,\t|"
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^<>]*\bref\s*=\s*["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*["']([^"']*)["']""")
_NOTHING = ' ,;\t|"'
"What a line of empty cells is made of, however it was saved."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet by its number there; `formulas` are the positions of cells that hold one.

    `broken` says why its shape cannot be trusted, `broken_at` from which cell on. A hidden line is one that the
    spreadsheet does not show; `doubtful` are the positions of times of which it is not plain whether hours were meant.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    broken: Broken | None = None
    broken_at: int = 0
    is_hidden: bool = False
    doubtful: frozenset[int] = frozenset()

    def cell(self, position: int) -> str:
        """What stands there, "" beyond the end."""
        return self.cells[position] if position < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines that are not empty, and how they were read.

    `saved_as` and `separator` are those of a text. Of a workbook are `name` and `others`, which say something too;
    `hidden_sheets` are those of all of them that it does not show, `hidden_columns` the positions of such columns here,
    `merged` the ranges of cells made one, of which only the first says something.
    """

    lines: tuple[Line, ...]
    saved_as: Decoded | None = None
    separator: str = ""
    name: str = ""
    others: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()


def read(content: bytes, *, sheet: str = "", encoding: str = "", separator: str = "") -> Sheet:
    """Read a table by what the content is and never by its name. Raises Unreadable.

    What is not said is found: the first sheet that is shown, the encoding by its words, the separator by its number.
    """
    if is_workbook(content):
        return next(sheets(content, sheet))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OTHERS):
        raise Unreadable
    saved_as = decoded(content, Encoding(encoding) if encoding else None)
    text, found = _separated(saved_as.text, separator)
    return Sheet(_kept(_of_text(text, found)), saved_as, found)


def is_workbook(content: bytes) -> bool:
    """Whether this is a workbook and no text."""
    return content.startswith(b"PK")


def sheets(content: bytes, name: str = "") -> Iterator[Sheet]:
    """Read the sheets of a workbook that say something, or the one of this name: first those that are shown."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_bomb(archive)
            book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
            shown = sorted(book.worksheets, key=lambda one: one.sheet_state != "visible")
            full = [one for one in shown if _says_something(one)] or shown[:1]
            for one in [each for each in full if each.title == name] or full:
                xml = archive.read(_part_of(one))
                lines = _kept(_of_sheet(one, _hidden_rows(xml)))
                yield Sheet(
                    lines,
                    name=one.title,
                    others=tuple(other.title for other in full if other is not one),
                    hidden_sheets=tuple(each.title for each in full if each.sheet_state != "visible"),
                    hidden_columns=_hidden_columns(xml, lines),
                    merged=tuple(told[1].decode() for told in _MERGED.finditer(xml)),
                )
    except DomainError:
        raise
    except BadZipFile:
        raise Unreadable from None
    except Exception as problem:
        raise Unreadable from problem


def _kept(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that say something. Raises TooMuch."""
    kept: list[Line] = []
    for line in lines:
        if len(line.cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in line.cells):
            raise TooMuch
        if any(cell.strip(_NOTHING) for cell in line.cells):
            kept.append(line)
        if len(kept) > MOST_ROWS + 10 or line.number > _MOST_LINES:
            raise TooMuch
    return tuple(kept)


def _of_text(text: str, separator: str) -> Iterator[Line]:
    for cut in Cutter(text, separator).lines():
        formulas = frozenset(at for at, cell in enumerate(cut.cells) if cell.startswith("="))
        broken = None if cut.broken_at is None else Broken.QUOTE
        yield Line(cut.number, tuple(map(unguarded, _bounded(cut.cells))), formulas, broken, cut.broken_at or 0)


def _separated(text: str, separator: str) -> tuple[str, str]:
    """The text and what stands between its cells: chosen, said by the first line (`sep=;`), or most frequent there."""
    said = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if said:
        return text[said.end() :], separator or said[1]
    if separator:
        return text, separator
    first = next((line for line in text.splitlines() if line.strip(_NOTHING)), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return text, max(SEPARATORS, key=bare.count) if any(one in bare for one in SEPARATORS) else ","


def _bounded(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end that spreadsheets like to add."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _of_sheet(sheet: Any, hidden: frozenset[int]) -> Iterator[Line]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        formulas = frozenset(at for at, cell in enumerate(row) if cell.data_type in ("f", "e"))
        cells = tuple(_bounded([_of_cell(cell) for cell in row]))
        doubtful = frozenset(at for at, cell in enumerate(row) if _is_doubtful(cell))
        yield Line(number, cells, formulas, is_hidden=number in hidden, doubtful=doubtful)


def _says_something(sheet: Any) -> bool:
    """Whether any of the first cells is not empty; a sheet that begins further down says nothing to us."""
    first = sheet.iter_rows(max_row=_MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
    return any(value not in (None, "") for row in first for value in row)


def _hidden_rows(xml: bytes) -> frozenset[int]:
    """The numbers of the rows that somebody or a filter has hidden; a row without a number follows the one before."""
    number, hidden = 0, set[int]()
    for found in _ROW.finditer(xml):
        told = dict(_ATTRIBUTE.findall(found[1]))
        number = int(told.get(b"r", number + 1))
        if told.get(b"hidden") in (b"1", b"true"):
            hidden.add(number)
    return frozenset(hidden)


def _hidden_columns(xml: bytes, lines: Sequence[Line]) -> tuple[int, ...]:
    """The positions of the columns that somebody has hidden, and that say something."""
    told = [dict(_ATTRIBUTE.findall(found[1])) for found in _COLUMN.finditer(xml)]
    spans = [(int(one[b"min"]), int(one[b"max"])) for one in told if one.get(b"hidden") in (b"1", b"true")]
    last = max((len(line.cells) for line in lines), default=0)
    hidden = {at - 1 for first, end in spans for at in range(first, min(end, last) + 1)}
    return tuple(at for at in sorted(hidden) if any(line.cell(at) for line in lines))


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


def _of_cell(cell: Any) -> str:
    """What the sheet shows in a cell; days as everybody reads them."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number_text(value, cell.number_format)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return time_text(value)
    return text_of(value)


def _is_doubtful(cell: Any) -> bool:
    return isinstance(cell.value, time | timedelta) and is_doubtful(cell.value, cell.number_format)


def _part_of(sheet: Any) -> str:
    """The name of the part of the archive that a sheet is; the library tells it nowhere else."""
    return str(sheet._worksheet_path)
