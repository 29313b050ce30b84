"""A table by our columns: what each line says, as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assembly.fold import hides_something
from assembly.tables.cells import cell_name
from assembly.tables.heads import Table
from assembly.tables.shape import Broken


@dataclass(frozen=True, slots=True)
class Row:
    """One line by its number in the sheet: what its cells say, as they were written.

    `broken` is why its shape cannot be trusted, "" if it can; `broken_at` how spreadsheets call the cell. `doubtful`
    are the columns whose cell is a time of which it is not plain whether hours were meant.
    """

    number: int
    cells: dict[str, str]
    formulas: list[str]
    broken: str = ""
    broken_at: str = ""
    doubtful: list[str] = field(default_factory=list)

    def cell(self, places: Mapping[str, int], column: str) -> str:
        """How spreadsheets call the cell of a column; "" where the table has no such column."""
        return cell_name(places[column], self.number) if column in places else ""

    def shape_faults(self) -> list[tuple[str, str]]:
        """List what is wrong with the shape, a cell and a sentence each; of such a line nothing else is judged."""
        return [(self.broken_at, Broken(self.broken).sentence)] if self.broken else []


def rows_of(table: Table) -> list[Row]:
    """Read the lines of a table by our columns; an empty cell says nothing."""
    found = []
    for line in table.lines:
        cells = {column: line.cell(at).strip() for column, at in table.columns.items()}
        formulas = [column for column, at in table.columns.items() if at in line.formulas]
        said = {column: text for column, text in cells.items() if text}
        broken, at = line.broken, line.broken_at
        if not broken and (hidden := [table.columns[name] for name, text in said.items() if hides_something(text)]):
            broken, at = Broken.HIDDEN, min(hidden)
        doubtful = [column for column, place in table.columns.items() if place in line.doubtful]
        broken_at = cell_name(at, line.number) if broken else ""
        found.append(Row(line.number, said, formulas, broken or "", broken_at, doubtful))
    return found
