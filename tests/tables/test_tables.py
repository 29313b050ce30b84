"""What is written is read back as it was and never runs. What people send is read or refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from assembly import tables
from assembly.i18n import speaking
from assembly.tables import Line, arranged, csv_file, read, xlsx_file

TELEPHONE = "+48 17 875 40 00"
NASTY = [
    "=SUM(1)", TELEPHONE, "-1", "@x", "\tx", "|x", "%x", "＝1", "＋1", "－1", "＠x", "'=x", "''+1", "'quoted'",
    "a;b,c", 'say "yes"', "a\nb", "Žilina", "0012", "Αθήνα", "  inside  ", "1e5", "2023-06-15",
]  # fmt: skip
HEADS = [f"column {n}" for n in range(len(NASTY))]


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_written_text_is_read_back(write: Callable[..., bytes]) -> None:
    heads, row = read(write(HEADS, [NASTY])).lines
    assert list(heads.cells) == HEADS
    assert list(row.cells) == NASTY
    assert row.formulas == frozenset()


def test_cells_of_a_workbook_are_text() -> None:
    sheet = load_workbook(BytesIO(xlsx_file(HEADS, [NASTY, [1, 2.5, None, True, *["x"] * 19]]))).worksheets[0]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}
    assert {cell.quotePrefix for row in sheet for cell in row if str(cell.value).startswith("=")} == {True}


def test_dangerous_cells_of_a_csv_are_guarded() -> None:
    text = csv_file(HEADS, [NASTY]).decode("utf-8-sig")
    assert all(f'"\'{cell}"' in text for cell in NASTY[:13] if cell != TELEPHONE)


def test_telephone_numbers_stay_as_they_are() -> None:
    """Only digits and spaces run nothing; with an apostrophe of its own it is told apart when it is read back."""
    row = [TELEPHONE, f"'{TELEPHONE}", "+1+1", "+48 17=1", "+ 1"]
    content = csv_file(HEADS[:5], [row])
    assert content.decode("utf-8-sig").splitlines()[1] == (
        f'"{TELEPHONE}","\'\'{TELEPHONE}","\'+1+1","\'+48 17=1","\'+ 1"'
    )
    assert list(read(content).lines[1].cells) == row


def test_heads_of_a_csv_are_guarded() -> None:
    """Organisers word them, as further questions."""
    first, second = csv_file(["=1+1", "place"], [["a", "b"]]).decode("utf-8-sig").splitlines()
    assert (first, second) == ('"\'=1+1","place"', '"a","b"')


TEXT = "native_name,country\nŁódź,PL\n"
SAVED = {
    "utf-8": TEXT.encode(),
    "mark": TEXT.encode("utf-8-sig"),
    "utf-16 little": TEXT.encode("utf-16"),
    "utf-16 big": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "semicolons": TEXT.replace(",", ";").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
    "said": b"sep=;\r\n" + TEXT.replace(",", ";").encode(),
    "carriage returns": TEXT.replace("\n", "\r\n").encode(),
    "old carriage returns": TEXT.replace("\n", "\r").encode(),
    "empty lines": ("\n\n;;\n" + TEXT + ",,,,\n\n").encode(),
    "quoted comma": TEXT.replace("country", '"country"').encode(),
}


def test_times_say_whether_hours_were_meant() -> None:
    """What Excel makes of 12:34, 42:10, 0:42:10, 1:05:00 and of minutes where the format has no hours."""
    book = Workbook()
    typed = [
        (time(12, 34), "h:mm", "12:34:00", True), (timedelta(hours=42, minutes=10), "[h]:mm:ss", "42:10:00", True),
        (time(0, 42, 10), "h:mm:ss", "00:42:10", False), (time(1, 5), "[$-F400]h:mm:ss", "01:05:00", False),
        (time(0, 42, 10), "mm:ss", "00:42:10", False), (time(12, 34), "mm:ss", "12:34:00", True),
        (timedelta(minutes=65), "[mm]:ss", "01:05:00", False), (time(0, 42, 10), "h:mm", "00:42:10", False),
    ]  # fmt: skip
    for at, (value, code, _text, _doubtful) in enumerate(typed, 1):
        book.active.cell(1, at, value).number_format = code
    book.save(content := BytesIO())
    (line,) = read(content.getvalue()).lines
    assert list(line.cells) == [text for _value, _code, text, _doubtful in typed]
    assert line.doubtful == {at for at, (*_, doubtful) in enumerate(typed) if doubtful}


@pytest.mark.parametrize("how", SAVED)
def test_text_is_read_however_it_was_saved(how: str) -> None:
    assert [line.cells for line in read(SAVED[how]).lines] == [("native_name", "country"), ("Łódź", "PL")]


def test_western_spreadsheets_are_read() -> None:
    assert read("name;country\nBesançon;FR\nCôte-d’Or;FR\n".encode("cp1252")).lines[1].cells == ("Besançon", "FR")


def workbook(rows: list[list[object]], merged: str = "") -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    if merged:
        book.active.merge_cells(merged)  # type: ignore[union-attr]
    book.save(content)
    return content.getvalue()


def test_heads_stand_below_a_merged_title() -> None:
    content = workbook([["Our cities", None, None], [], ["Pays", "Remarks", "Nom"], ["PL", "x", "Łódź"]], "A1:C1")
    table = arranged(read(content), {"name": ["name", "nom"], "country": ["country", "pays"]}, ["name"])
    assert (table.columns, table.unknown) == ({"name": 2, "country": 0}, ("Remarks",))
    assert table.lines == (Line(4, ("PL", "x", "Łódź")),)


def test_a_formula_is_named_and_never_evaluated() -> None:
    assert read(workbook([["a", "b"], ["x", "=1+1"]])).lines[1] == Line(2, ("x", "=1+1"), frozenset({1}))
    assert read(b'a,b\nx,"=1+1"\n').lines[1].formulas == frozenset({1})


def test_numbers_and_days_read_as_usual() -> None:
    assert read(workbook([[685285.0, 1.5, date(2023, 6, 15), True]])).lines[0].cells == (
        "685285", "1.5", "2023-06-15", "true",
    )  # fmt: skip


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 60_000_000)
    return content.getvalue()


def laughing() -> bytes:
    """A workbook whose sheet declares entities that swell: refused by the parser, not counted after the fact."""
    swollen = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook([["a"]]))) as sound, zipfile.ZipFile(content, "w") as archive:
        for one in sound.infolist():
            body = sound.read(one).decode()
            is_sheet = one.filename.endswith("sheet1.xml")
            archive.writestr(one.filename, body.replace("<worksheet", f"{swollen}<worksheet", 1) if is_sheet else body)
    return content.getvalue()


def swollen(part: str, end: str, element: str, times: int = 1_000_000) -> bytes:
    """A sound workbook of a few kilobytes with a million empty elements more in one of its parts."""
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook([["name", "country"], ["a", "FR"]]))) as sound,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for one in sound.infolist():
            body = sound.read(one).decode()
            archive.writestr(
                one.filename, body.replace(end, element * times + end, 1) if one.filename == part else body
            )
    assert len(content.getvalue()) < 50_000
    return content.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], type[tables.Unreadable]]] = {
    "zip bomb": (bomb, tables.TooMuch),
    "a million cells": (lambda: swollen("xl/worksheets/sheet1.xml", "</row></sheetData>", "<c/>"), tables.TooMuch),
    "a million rows": (lambda: swollen("xl/worksheets/sheet1.xml", "</sheetData>", "<row/>"), tables.TooMuch),
    "a million styles": (lambda: swollen("xl/styles.xml", "</cellXfs>", "<xf/>"), tables.TooMuch),
    "entities": (laughing, tables.Unreadable),
    "xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, tables.OldWorkbook),
    "pdf": (lambda: b"%PDF-1.7\n\x00\x01\x02", tables.Unreadable),
    "pdf of text alone": (lambda: b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", tables.Unreadable),
    "svg": (
        lambda: b"\xef\xbb\xbf\n<svg xmlns='x'><title>a, b</title></svg>",
        tables.Unreadable,
    ),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", tables.Unreadable),
    "cut off": (lambda: workbook([["a"]])[:300], tables.Unreadable),
    "zip of nothing": (lambda: b"PK\x05\x06" + b"\0" * 18, tables.Unreadable),
    "empty": (lambda: b"", tables.EmptyTable),
    "blank": (lambda: b" \n;;;\n\n", tables.EmptyTable),
    "heads alone": (lambda: b"name,country\n", tables.EmptyTable),
    "no heads": (lambda: b"Lodz,PL\nOulu,FI\n", tables.NoHeads),
    "a head twice": (lambda: b"name,country,Nom\nx,PL,y\n", tables.HeadTwice),
    "5,001 rows": (lambda: b"name,country\n" + b"x,PL\n" * 5_001, tables.TooMuch),
    "61 columns": (lambda: (b"x," * 61 + b"x\n") * 2, tables.TooMuch),
    "a long cell": (lambda: b"name,country\n" + b"x" * 4_001 + b",PL\n", tables.TooMuch),
    "an endless cell": (lambda: b'name,country\n"' + b"x" * 200_000, tables.TooMuch),
}


@pytest.mark.turns(3)
@pytest.mark.parametrize("what", REFUSED)
def test_a_file_without_table_is_refused(ctx: Flask, what: str) -> None:
    make, fault = REFUSED[what]
    with pytest.raises(fault) as refused:
        arranged(read(make()), {"name": ["name", "nom"], "country": ["country"]}, ["name", "country"])
    said = []
    for lang in ("en", "fr"):
        with speaking(lang):
            said.append(str(refused.value))
    assert said[0] != said[1]
    assert all(sentence.endswith(".") for sentence in said)


def test_just_below_a_bomb_is_read() -> None:
    """The control of these: a hundred times fewer are no fault."""
    lines = read(swollen("xl/styles.xml", "</cellXfs>", "<xf/>", 10_000)).lines
    assert [line.cells for line in lines] == [("name", "country"), ("a", "FR")]


def test_five_thousand_rows_are_read() -> None:
    sheet = read(b"name,country\n" + b"x,PL\n" * 5_000)
    assert len(arranged(sheet, {"name": ["name"]}, ["name"]).lines) == 5_000
