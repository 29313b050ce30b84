"""Tables for spreadsheets, line by line where the format allows it."""

import csv
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import IO, Any

from assembly.tables.cells import guarded, looks_like_a_formula, text_of

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 64 * 1024
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180) line by line, in UTF-8 with the mark by which spreadsheets know it."""
    yield b"\xef\xbb\xbf"
    yield _csv_line([guarded(head) for head in heads])  # somebody's own words too: further questions, steps
    for row in rows:
        yield _csv_line([guarded(text_of(value)) for value in row])


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole of it; an empty cell is nothing known."""
    return b"".join(csv_lines(heads, rows))


def xlsx_file(heads: Sequence[str], rows: Iterable[Sequence[object]], name: str = "1") -> bytes:
    """A workbook of one sheet as bytes: for short tables."""
    content = BytesIO()
    write_xlsx(content, heads, rows, name)
    return content.getvalue()


def write_xlsx(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[object]], name: str = "1") -> None:
    """A workbook of one sheet, every cell a string: nothing is a formula, no code loses its zeros.

    Row by row into a file, so that a long table needs no more memory than a short one.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)

    def cell(value: object) -> Any:
        text = _NOT_IN_XML.sub("", text_of(value))
        made = WriteOnlyCell(sheet, value=text)
        made.data_type = "s"
        if looks_like_a_formula(text):
            made.quotePrefix = True  # stays text even when somebody edits the cell
        return made

    sheet.append([cell(head) for head in heads])
    for row in rows:
        sheet.append([cell(value) if value not in (None, "") else None for value in row])
    book.save(file)


def in_pieces(file: IO[bytes]) -> Generator[bytes, None, None]:
    """A finished file from its beginning, piece by piece, closed at the end."""
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def joined(lines: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The same bytes in pieces worth sending."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _csv_line(cells: Sequence[str]) -> bytes:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
