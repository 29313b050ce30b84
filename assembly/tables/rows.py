"""A table by our columns: what each line says, as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assembly.tables.cells import cell_name
from assembly.tables.readers import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One line by its number in the sheet: what its cells say, as they were written; where each column stands."""

    number: int
    cells: dict[str, str]
    formulas: list[str]

    def cell(self, places: Mapping[str, int], column: str) -> str:
        """How spreadsheets call the cell of a column; "" where the table has no such column."""
        return cell_name(places[column], self.number) if column in places else ""


def rows_of(table: Table) -> list[Row]:
    """The lines of a table by our columns; an empty cell says nothing."""
    found = []
    for line in table.lines:
        cells = {column: line.cell(at).strip() for column, at in table.columns.items()}
        formulas = [column for column, at in table.columns.items() if at in line.formulas]
        found.append(Row(line.number, {column: text for column, text in cells.items() if text}, formulas))
    return found
