"""The columns of a file beside ours: as they are suggested, or as somebody matched them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.imports.importer import Choices, Importer
from assembly.tables import Line, Sheet, cell_name
from assembly.tables.heads import FIRST_LINES, head_of, suggested

_EXAMPLES = 3
"Cells of a column that are shown beside its name."


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file by its position, what stands in it, and the column of ours it is, "" for none."""

    position: int
    letter: str
    head: str
    examples: list[str]
    column: str


def head_in(importer: Importer, sheet: Sheet, choices: Choices) -> Line:
    """The line of the heads: chosen, found, or of the first ones the one that names most."""
    if choices.head is not None:
        return next((line for line in sheet.lines if line.number == choices.head), Line(0, ()))
    names = importer.names()
    found = (head_of(sheet, names, needed) for needed in importer.needed)
    likeliest = max(sheet.lines[:FIRST_LINES], key=lambda line: len(suggested(line, names)))
    return next((line for line in found if line), likeliest)


def columns_to_match(importer: Importer, sheet: Sheet, head: Line, choices: Choices) -> list[FileColumn]:
    """List the columns of a file, each with the column of ours that it is or seems to be."""
    meant = choices.columns if choices.columns is not None else suggested(head, importer.names())
    below = [line for line in sheet.lines if line.number > head.number]
    width = max((len(line.cells) for line in (head, *below) if not line.broken), default=0)
    return [
        FileColumn(
            position=at,
            letter=cell_name(at, 0)[:-1],
            head=head.cell(at),
            examples=list(dict.fromkeys(line.cell(at) for line in below if line.cell(at).strip()))[:_EXAMPLES],
            column=meant.get(at, ""),
        )
        for at in range(width)
    ]


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Join numbers that follow each other: the first and the last of each run."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
