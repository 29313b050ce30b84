"""A table by our columns: what each line says, as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assembly.fold import hides_something
from assembly.tables.cells import cell_name
from assembly.tables.encodings import Encoding
from assembly.tables.readers import Table
from assembly.tables.shape import Broken


@dataclass(frozen=True, slots=True)
class Row:
    """One line by its number in the sheet: what its cells say, as they were written.

    `broken` is why its shape cannot be trusted, "" if it can; `broken_at` how spreadsheets call the cell.
    """

    number: int
    cells: dict[str, str]
    formulas: list[str]
    broken: str = ""
    broken_at: str = ""

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
        found.append(Row(line.number, said, formulas, broken or "", cell_name(at, line.number) if broken else ""))
    return found


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a draft holds of a table: its rows, where their columns are, the heads we did not read, its encoding.

    `encoding` is "" for a workbook; `is_sure` whether another one would be much worse.
    """

    rows: list[Row]
    places: dict[str, int]
    unknown: list[str]
    encoding: str
    is_sure: bool

    @property
    def encoding_label(self) -> str:
        """How the text was read, in the words of the page; "" for a workbook."""
        return Encoding(self.encoding).label if self.encoding else ""


def to_keep(table: Table) -> dict[str, Any]:
    """List what a draft keeps of a table, as JSON can say it."""
    return {
        "rows": [asdict(row) for row in rows_of(table)],
        "places": dict(table.columns),
        "unknown": list(table.unknown),
        "encoding": table.saved_as.encoding if table.saved_as else "",
        "is_sure": table.saved_as.is_sure if table.saved_as else True,
    }


def content_kept(told: Mapping[str, Any]) -> dict[str, Any]:
    """Read the fields of a `TableContent` from what `to_keep` said; drafts of an earlier version named no encoding."""
    return {
        "rows": [Row(**row) for row in told["rows"]],
        "places": told["places"],
        "unknown": told["unknown"],
        "encoding": told.get("encoding", ""),
        "is_sure": told.get("is_sure", True),
    }
