"""A line whose shape is broken is a fault on that line, and its neighbours are read as they are."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from assembly.tables import BrokenHeads, arranged, csv_file, read, rows_of
from assembly.tables.shape import Cutter

NAMES = {"given": ["given"], "family": ["family"], "email": ["email"], "place": ["city"], "note": ["note"]}
HEADS = "given;family;email;city;note"
BEFORE, AFTER = "Bert;Lost;be@example.org;Oulu;", 'Dora;Found;do@example.org;Oulu;"a; b"'
STRAY = {
    "opened and never closed": 'Anna;Stray;an@example.org;Oulu;"vegetarian',
    "opened before a separator": '"Anna;Stray;an@example.org;Oulu;vegetarian',
    "closed and never opened": 'Anna;Stray;an@example.org;Oulu;vegetarian"',
    "in the middle of a word": 'Anna;Stray;an@example.org;Ou"lu;vegetarian',
    "text after the closing one": 'Anna;"Stray"s;an@example.org;Oulu;vegetarian',
    "after a blank": 'Anna;Stray; "an@example.org;Oulu;vegetarian',
    "closed in the next line": 'Anna;Stray;an@example.org;Oulu;"vegetarian',
    "all quoted, one missing": '"Anna";"Stray;"an@example.org";"Oulu";"vegetarian"',
}


def broken(lines: list[str], end: str = "\r\n") -> dict[int, str]:
    """The lines that are faults, with the cell that is said."""
    table = arranged(read((end.join(lines) + end).encode()), NAMES, ["given"])
    return {row.number: row.broken_at for row in rows_of(table) if row.broken}


@pytest.mark.parametrize("how", STRAY)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_stray_quote_is_one_fault(how: str, end: str) -> None:
    after = AFTER.replace('"a; b"', 'x"') if how == "closed in the next line" else AFTER
    lines = [HEADS, BEFORE, STRAY[how], after, BEFORE, BEFORE]
    table = arranged(read((end.join(lines) + end).encode()), NAMES, ["given"])
    rows = rows_of(table)
    assert [row.number for row in rows] == [2, 3, 4, 5, 6]
    assert [row.number for row in rows if row.broken] == ([3, 4] if how == "closed in the next line" else [3])
    assert [row.cells["family"] for row in rows if row.number != 3] == ["Lost", "Found", "Lost", "Lost"]


def test_several_stray_quotes_are_each_a_fault() -> None:
    stray = STRAY["opened and never closed"]
    assert broken([HEADS, stray, BEFORE, stray, AFTER, stray]) == {2: "E2", 4: "E4", 6: "E6"}


def test_cell_beyond_columns_is_a_fault() -> None:
    lines = ["given,family,email,city,note", "Anna,Comma,an@example.org,Oulu, Finland,Mayor", "Ben,Fine,,Oulu,x,,"]
    assert broken(lines) == {2: "F2"}


def test_cells_of_several_lines_stay_cells() -> None:
    cells = 'Anna;Long;an@example.org;Oulu;"No nuts;\n""really""\nno wheat"'
    table = arranged(read(f"{HEADS}\n{cells}\n{BEFORE}\n".encode()), NAMES, ["given"])
    first, second = rows_of(table)
    assert (first.cells["note"], first.broken) == ('No nuts;\n"really"\nno wheat', "")
    assert (second.number, second.broken) == (5, "")


def test_paired_quotes_in_names_are_kept() -> None:
    table = arranged(read(f'{HEADS}\nMarta "Tita";Silva;;Oulu;\n'.encode()), NAMES, ["given"])
    assert rows_of(table)[0].cells["given"] == 'Marta "Tita"'


def test_stray_quote_among_heads_is_refused(ctx: Flask) -> None:
    with pytest.raises(BrokenHeads):
        arranged(read(f"{HEADS.replace('email', chr(34) + 'email')}\n{BEFORE}\n".encode()), NAMES, ["given"])


@pytest.mark.proof("a time of a large file")
def test_many_quotes_are_cut_quickly() -> None:
    for text in ('a;"b\n' * 20_000, '"' * 200_000, 'a;"""\n' * 20_000, '"a;\n' * 20_000):
        assert sum(1 for _line in Cutter(text, ";").lines()) <= 20_000


@given(st.lists(st.lists(st.text(alphabet='ab";,\n\r ', max_size=6), min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_we_write_is_cut_as_written(rows: list[list[str]]) -> None:
    text = csv_file(["x", "y", "z"], rows).decode("utf-8-sig")
    by_library = [tuple(row) for row in csv.reader(StringIO(text, newline=""))]
    assert [(line.cells, line.broken_at) for line in Cutter(text, ",").lines()] == [(row, None) for row in by_library]
