"""The line that names the columns, and the lines below it by our columns: as we find them, or as somebody chose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assembly.fold import fold
from assembly.tables.cells import MOST_ROWS, cell_name
from assembly.tables.encodings import Decoded
from assembly.tables.faults import BrokenHeads, ColumnsMissing, EmptyTable, HeadTwice, NoHeads, TooMuch
from assembly.tables.readers import Line, Sheet
from assembly.tables.shape import Broken

FIRST_LINES = 10
"Among them the names of the columns are looked for."


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What somebody decided about a table: the line of its heads (0 for none), a column of ours by its position, and
    whether hidden lines are read. What is None is found.
    """

    head: int | None = None
    columns: Mapping[int, str] | None = None
    with_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines below their heads: the position of each column we know, and the heads we do not.

    `above` and `hidden` are the numbers of the lines that are not among them.
    """

    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    lines: tuple[Line, ...]
    saved_as: Decoded | None = None
    above: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()


def arranged(
    sheet: Sheet, names: Mapping[str, Collection[str]], needed: Collection[str], choice: ReadingOptions | None = None
) -> Table:
    """Arrange the lines below their heads, which may be in any order and below a title.

    `names` are the spellings of each column, compared blind to case, accents and underscores; the first is shown.
    Raises NoHeads, BrokenHeads, HeadTwice, EmptyTable, TooMuch.
    """
    choice = choice or ReadingOptions()
    if not sheet.lines:
        raise EmptyTable
    head = head_of(sheet, names, needed) if choice.head is None else _line(sheet, choice.head)
    if head is None:
        raise NoHeads(needed=[next(iter(names[column])) for column in needed])
    if head.broken:
        raise BrokenHeads
    found = dict(choice.columns) if choice.columns is not None else suggested(head, names)
    _check(head, found, names, needed)
    below = [line for line in sheet.lines if line.number > head.number]
    shown = [line for line in below if choice.with_hidden or not line.is_hidden]
    if not shown:
        raise EmptyTable
    if len(shown) > MOST_ROWS:
        raise TooMuch
    width = max([*(at + 1 for at in found), len(head.cells)])
    unknown = tuple(_named(head, shown, at) for at in range(width) if at not in found)
    return Table(
        columns={column: at for at, column in found.items()},
        unknown=tuple(filter(None, unknown)),
        lines=tuple(_within(each, width) for each in shown),
        saved_as=sheet.saved_as,
        above=tuple(line.number for line in sheet.lines if line.number < head.number),
        hidden=() if choice.with_hidden else tuple(line.number for line in below if line.is_hidden),
    )


def head_of(sheet: Sheet, names: Mapping[str, Collection[str]], needed: Collection[str]) -> Line | None:
    """Find the first line that names all columns one needs."""
    first = sheet.lines[:FIRST_LINES]
    return next((line for line in first if set(needed) <= set(suggested(line, names).values())), None)


def suggested(head: Line, names: Mapping[str, Collection[str]]) -> dict[int, str]:
    """List the column of ours that each head means, by its position."""
    known = {_known(spelling): column for column, spellings in names.items() for spelling in spellings}
    meant = ((at, known.get(_folded(cell))) for at, cell in enumerate(head.cells))
    return {at: column for at, column in meant if column}


def _line(sheet: Sheet, number: int) -> Line | None:
    """The line of this number; one without a cell for 0, above all others."""
    return Line(0, ()) if number == 0 else next((one for one in sheet.lines if one.number == number), None)


def _check(head: Line, found: Mapping[int, str], names: Mapping[str, Collection[str]], needed: Collection[str]) -> None:
    """Each column at most once, and all that are needed. Raises HeadTwice, ColumnsMissing."""
    columns = list(found.values())
    twice = next((at for at, column in found.items() if columns.count(column) > 1), None)
    if twice is not None:
        raise HeadTwice(name=head.cell(twice) or next(iter(names[found[twice]])))
    if missing := [next(iter(names[column])) for column in needed if column not in columns]:
        raise ColumnsMissing(needed=missing)


def _named(head: Line, below: Collection[Line], at: int) -> str:
    """What a column is called: by its letter if it has no name and yet says something, "" if it is empty."""
    return head.cell(at).strip() or (cell_name(at, 0)[:-1] if any(line.cell(at).strip() for line in below) else "")


def _within(line: Line, width: int) -> Line:
    """The line, broken if it says something beyond the last head: its cells may have shifted."""
    beyond = next((at for at, cell in enumerate(line.cells) if at >= width and cell.strip()), None)
    return line if line.broken or beyond is None else replace(line, broken=Broken.CELLS, broken_at=beyond)


@cache
def _known(spelling: str) -> str:
    """One of ours, folded: each file asks for all of them several times."""
    return _folded(spelling)


def _folded(text: str) -> str:
    return fold(text.replace("_", " "))
