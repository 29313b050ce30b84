"""What is read of a file can be chosen: sheet, encoding, separator, line of heads, and which column is which."""

from __future__ import annotations

from io import BytesIO

import pytest
from directory import make, upload, verdicts
from factories import make_edition, make_user, sign_in
from flask import Flask
from import_samples import AT
from inspector import InspectingClient
from openpyxl import Workbook

from assembly.extensions import db
from assembly.models import CommunityKind, Mode, Registration
from assembly.transactions import writing

IMPORT = f"{AT}/import"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition(size=20)
        make("acme", "Acme", kind=CommunityKind.COMPANY)
        make_user("organiser", "here@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def sent(office: InspectingClient, content: bytes, lang: str = "en", status: int = 303) -> str:
    answer = upload(office, IMPORT.replace("/en/", f"/{lang}/"), "table", content, "guests.csv")
    assert answer.status_code == status, answer.text[-2000:]
    if status == 303:
        return str(answer.location)
    return str(answer.soup.select_one("main form")["action"]).removesuffix("/reading")


def reading(office: InspectingClient, address: str, **answers: str) -> str:
    """Say how a file is read; where one is then."""
    return str(office.submit(f"{address}/reading", form="main form", status=303, **answers).location)


def stored(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.query(Registration).order_by(Registration.id))


def workbook(
    *rows: list[object], hidden: int = 0, others: dict[str, list[list[object]]] | None = None, odd: bool = False
) -> bytes:
    """`odd` hides the column C and the sheet Later, and merges two cells."""
    book, content = Workbook(), BytesIO()
    book.active.title = "Cover"  # type: ignore[union-attr]
    book.active.append(["The assembly"])  # type: ignore[union-attr]
    for name, lines in {"Guests": [list(row) for row in rows], **(others or {})}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    if hidden:
        book["Guests"].row_dimensions[hidden].hidden = True
    if odd:
        book["Guests"].column_dimensions["C"].hidden = True
        book["Guests"].merge_cells("A3:B3")
        book["Later"].sheet_state = "hidden"
    book.save(content)
    return content.getvalue()


GUESTS = (["Given name", "Family name", "City"], ["Ana", "Silva", "Porto"], ["Eva", "Ek", "Oulu"])


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_columns_with_unknown_names_are_matched(app: Flask, office: InspectingClient, lang: str) -> None:
    content = "Who;Called;Wo;Présence\nAna;Silva;Porto;en ligne\nEva;Ek;Oulu;sur place\n".encode()
    address = sent(office, content, lang, status=422)
    assert reading(office, address, **{"column-0": "given", "column-1": "family", "column-2": "place"}) == address
    assert set(verdicts(office.page(address))) == {"Ana Silva", "Eva Ek"}
    office.submit(address, form="main form", status=303)
    assert [(one.badge_name, one.mode, one.org_text) for one in stored(app)] == [
        ("Ana Silva", Mode.ONLINE, "Porto"),
        ("Eva Ek", Mode.ON_SITE, "Oulu"),
    ]


def test_missing_or_repeated_columns_are_said(office: InspectingClient) -> None:
    address = sent(office, b"A;B;C\nAna;Silva;Porto\n", status=422)
    for chosen, sentence in (("place", "Choose the columns that contain: “Family name”."), ("given", "Two columns")):
        answers = {"column-0": "given", "column-1": chosen, "column-2": ""}
        refused = office.submit(f"{address}/reading", form="main form", status=422, **answers)
        assert sentence in refused.text
        assert refused.soup.select_one("#column-1 option[selected]")["value"] == chosen
    assert office.get(address).location.endswith("/reading")  # nothing to preview yet


@pytest.mark.proof("test_columns_with_unknown_names_are_matched")
def test_a_file_without_heads_is_matched(app: Flask, office: InspectingClient) -> None:
    address = sent(office, b"Ana;Silva;Porto\nEva;Ek;Oulu\n", status=422)
    assert reading(office, address, head="0").endswith("/reading")  # the columns are shown first
    assert reading(office, address, **{"column-0": "given", "column-1": "family", "column-2": "place"}) == address
    office.submit(address, form="main form", status=303)
    assert [one.badge_name for one in stored(app)] == ["Ana Silva", "Eva Ek"]


def test_sheet_is_found_and_others_named(office: InspectingClient) -> None:
    others = {"Later": [["Given name", "Family name", "City"], ["Bo", "Ek", "Graz"]]}
    address = sent(office, workbook(*GUESTS, others=others))
    page = office.page(address)
    assert set(verdicts(page)) == {"Ana Silva", "Eva Ek"}
    assert "Sheets not imported: Cover, Later" in " ".join(page.get_text().split())
    assert reading(office, address, sheet="Later").endswith("/reading")
    assert reading(office, address) == address
    assert set(verdicts(office.page(address))) == {"Bo Ek"}


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "en",
            "Sheets not imported: Cover Hidden sheets not imported: Later Columns that are hidden in the file but read "
            "like the others: C Merged cells, of which only the first contains the text. Check these lines: A3:B3",
        ),
        (
            "fr",
            "Feuilles non importées : Cover Feuilles masquées non importées : Later Colonnes masquées dans le fichier, "
            "mais lues comme les autres : C Cellules fusionnées, dont seule la première contient le texte. "
            "Vérifiez ces lignes : A3:B3",
        ),
    ],
)
def test_what_a_workbook_hides_is_named(office: InspectingClient, lang: str, sentences: str) -> None:
    others = {"Later": [["Given name", "Family name", "City"], ["Bo", "Ek", "Graz"]]}
    page = office.page(sent(office, workbook(*GUESTS, others=others, odd=True), lang))
    assert sentences in " ".join(page.get_text(" ").split())


@pytest.mark.proof("test_encoding_and_separator_can_be_chosen chooses")
def test_hidden_rows_are_read_if_chosen(office: InspectingClient) -> None:
    address = sent(office, workbook(*GUESTS, hidden=3))
    page = office.page(address)
    assert set(verdicts(page)) == {"Ana Silva"}
    assert "Hidden rows not imported: 3" in " ".join(page.get_text().split())
    assert reading(office, address, with_hidden="y") == address
    assert set(verdicts(office.page(address))) == {"Ana Silva", "Eva Ek"}


def test_encoding_and_separator_can_be_chosen(office: InspectingClient) -> None:
    content = "Given name;Family name;City\nJiří;Dvořák;Brno\n".encode("cp1250")
    address = sent(office, content)
    reading(office, address, encoding="cp1252")
    assert set(verdicts(office.page(address))) == {"Jiøí Dvoøák"}
    refused = office.submit(f"{address}/reading", form="main form", status=422, encoding="utf-8")
    assert "This file does not use this encoding." in refused.text
    reading(office, address, encoding="cp1250")
    assert set(verdicts(office.page(address))) == {"Jiří Dvořák"}
    assert reading(office, address, separator=",").endswith("/reading")


def test_empty_files_are_refused_at_once(office: InspectingClient) -> None:
    for content in (b" \n;;;\n", workbook_of_nothing()):
        assert "There are no rows in this file." in upload(office, IMPORT, "table", content, "x").text


def workbook_of_nothing() -> bytes:
    content = BytesIO()
    Workbook().save(content)
    return content.getvalue()


@pytest.mark.proof("tables/test_encodings")
def test_utf_16_is_read_again_as_found(office: InspectingClient) -> None:
    address = sent(office, "given;family;city\nJiří;Dvořák;Brno\n".encode("utf-16-be"))
    assert reading(office, address) == address
    assert set(verdicts(office.page(address))) == {"Jiří Dvořák"}


@pytest.mark.proof("tables/test_tables: numbers and days are read as usual")
def test_numbers_keep_what_their_sheet_shows(app: Flask, office: InspectingClient) -> None:
    book, content = Workbook(), BytesIO()
    formats = {"0000000000": "0444123456", "+0": "+444123456", '0#" "##" "##" "##" "##': "04 44 12 34 56"}
    book.active.append(["Given name", "Family name", "City", "Phone"])  # type: ignore[union-attr]
    for at, code in enumerate(formats):
        book.active.append(["Ana", f"S {at}x", "Porto", 444123456])  # type: ignore[union-attr]
        book.active.cell(at + 2, 4).number_format = code  # type: ignore[union-attr]
    book.save(content)
    office.submit(sent(office, content.getvalue()), form="main form", status=303)
    assert [one.phone for one in stored(app)] == list(formats.values())


def test_a_company_of_the_directory_comes_online(app: Flask, office: InspectingClient) -> None:
    """As in the form: what the directory knows decides, whatever a table says."""
    page = office.page(sent(office, b"given;family;city;attendance\nAna;Silva;Acme;in person\nEva;Ek;Acme;online\n"))
    assert verdicts(page) == {"Ana Silva": "To fix", "Eva Ek": "New"}
    assert "In-person places are for cities, regions and public bodies." in page.get_text()


def test_good_lines_are_imported_without_the_others(app: Flask, office: InspectingClient) -> None:
    address = sent(office, b"given;family;city\nAna;Silva;Porto\nEva;;Oulu\n")
    office.submit(address, form="main form", status=409)
    assert stored(app) == []
    answer = office.submit(address, form="main form", status=303, leave_out="y")
    assert "1 person added, 1 line left out" in office.page(answer.location).get_text()
    assert [one.badge_name for one in stored(app)] == ["Ana Silva"]
