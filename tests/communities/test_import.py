"""A table of communities: seen row by row before anything is written, then stored whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from databases import Databases
from directory import AT, ENTRY, entry, make, office, preview, upload, verdicts
from factories import make_edition
from flask import Flask
from inspector import InspectingClient, filled
from queries_counted import counted
from sqlalchemy import func, select
from static_checks import contents

from assembly import clock, create_app
from assembly.communities.columns import COLUMNS, line_of
from assembly.communities.jobs import forget_old_drafts
from assembly.communities.preview import NEW, SKIP
from assembly.communities.queries import with_spellings
from assembly.communities.service.imports import COMMUNITIES, Stored
from assembly.communities.service.networks import add_network
from assembly.extensions import db
from assembly.imports import Answers, digest
from assembly.imports.service import apply, judged, keep, told_of
from assembly.models import Bilingual, Community, Edition, ImportDraft
from assembly.tables import csv_file, xlsx_file
from assembly.transactions import writing

MESSY = (
    "Nos villes;;;;\n;;;;\n"
    "Nom;Pays;Type;Population;Code NUTS;Version NUTS;Remarque\n"
    "Łódź;PL;Ville;685 285;PL711;2024;x\n"  # changed: what is known of it grows
    "Lodz;Pologne;City;;;;\n"  # the same place twice in other letters
    "Ouluu;Finland;city;;;;\n"  # one letter off
    "Graz;AT;Stadt;;;;\n"  # a kind we do not know
    "Linz;Österreich;Ville;;;;\n"  # a country we do not know
    "Volos;EL;municipality;12a;;;\n"  # no number
    "Patras;EL;municipality;;GR632;2024;\n"  # the code of another country
    "Chania;EL;municipality;;EL434;;\n"  # a code without its version
    "Piran;SI;Ville;=1+1;;;\n"  # a formula
    ";SI;Ville;;;;\n"  # nothing to call it
    "Celje;SI;Ville;;;;\n"  # new
    "Celje;Slovénie;Ville;;;;\n"  # again
)


@pytest.fixture
def client(demo_app: Flask) -> InspectingClient:
    return office(demo_app)


def store(client: InspectingClient, address: str, **decisions: str) -> int:
    return client.submit(address, status=303, **decisions).status_code


def test_a_messy_spreadsheet_is_seen_by_line(demo_app: Flask, client: InspectingClient) -> None:
    before = contents(demo_app)
    page = client.page(preview(client, MESSY.encode()))
    faults = {row.td.get_text(): row.select_one(".detail b").get_text() for row in page.select("tr:has(.tag.no)")}
    assert faults == {
        "7": "C7", "8": "B8", "9": "D9", "10": "E10", "11": "F11", "12": "D12", "13": "A13", "15": "A15",
    }  # fmt: skip
    told = verdicts(page)
    assert (told["Łódź"], told["Lodz"], told["Ouluu"]) == ("Changed", "Possible duplicate", "Possible duplicate")
    row = next(row for row in page.select("tbody tr") if row.th.get_text() == "Łódź")
    assert "Population: – → 685285" in row.get_text(" ", strip=True)
    assert "NUTS code: – → PL711" in row.get_text(" ", strip=True)
    assert "Remarque" in page.get_text()
    assert [one.get_text(strip=True) for one in page.select("main .button")] == ["Import the other lines"]
    after = contents(demo_app)
    assert {name for name in after if after[name] != before[name]} == {"import_draft"}


@pytest.mark.proof("test_a_messy_spreadsheet_is_seen_by_line")
def test_hidden_characters_are_shown_and_refused(client: InspectingClient) -> None:
    page = client.page(preview(client, "name;country;kind;note\u202e\n\u202eejleC;SI;Ville;x\n".encode()))
    row = page.select_one("tr:has(.tag.no)")
    assert row.select_one(".detail b").get_text() == "A2"
    assert "⟨U+202E⟩" in row.th.get_text()
    assert "\u202e" not in page.get_text()


@pytest.mark.proof("tables/test_shape")
def test_stray_quote_is_one_fault_there(client: InspectingClient) -> None:
    lines = ("name;country;kind;website", "Celje;SI;Ville;", 'Kranj;SI;Ville;"https://kranj.example', "Koper;SI;Ville;",
             "Ptuj;SI;Ville;")  # fmt: skip
    page = client.page(preview(client, "\r\n".join(lines).encode()))
    faults = [(row.td.get_text(), row.select_one(".detail b").get_text()) for row in page.select("tr:has(.tag.no)")]
    assert faults == [("3", "D3")]
    assert set(verdicts(page)) == {"Celje", "Kranj", "Koper", "Ptuj"}


@pytest.mark.proof("imports/test_wizard")
def test_preview_shows_fields_and_encoding(client: InspectingClient) -> None:
    heads = "code;name;name_en;country;kind;population;website;variants"
    line = "ceskykrumlov;Český Krumlov;Krumlov;CZ;City;12982;https://krumlov.example;Krumau"
    text = f"{heads}\r\n{line}\r\n"
    page = client.page(preview(client, text.encode("cp1250")))
    detail = page.select_one("tbody .detail").get_text(" ", strip=True)
    shown = ("ceskykrumlov", "Český Krumlov", "City", "Czechia", "12982", "https://krumlov.example", "Krumau")
    assert all(said in detail for said in shown), detail
    assert "Central European (Windows-1250)" in page.get_text()


def test_faulty_lines_are_refused_to_forged_buttons(demo_app: Flask, client: InspectingClient) -> None:
    address = preview(client, MESSY.encode())
    answer = client.submit(address, status=409)
    assert "Correct them in the file" in answer.get_data(as_text=True)
    with demo_app.app_context():
        assert entry("lodz").population is None


def test_a_table_applied_twice_changes_nothing(demo_app: Flask, client: InspectingClient) -> None:
    content = (
        "name,country,kind,population,variants,networks,nuts,nuts version\n"
        "Łódź,PL,City,685285,Litzmannstadt | Lodsch,Eurocities|OASC,PL711,2024\n"
        "Ouluu,FI,City,,,,,\nAlicante,ES,City,337304,Alacant,,,\nEspo,FI,City,,,,,\nBRNO,CZ,City,,,,,\n"
    ).encode()
    address = preview(client, content)
    assert set(verdicts(client.page(address)).values()) == {"Changed", "Possible duplicate", "New"}
    store(client, address, **{"line-3": "-new", "line-5": "espoo", "line-6": "-skip"})
    assert client.get(address).status_code == 404  # used up
    with demo_app.app_context():
        assert {alias.text for alias in entry("lodz").aliases} >= {"Łódź", "Litzmannstadt", "Lodsch"}
        assert [one.code for one in entry("lodz").networks] == ["eurocities", "oasc"]
        assert entry("ouluu").native_name == "Ouluu"
        assert (entry("espoo").native_name, entry("espoo").nuts) == ("Espo", "FI1B1")  # what is known stays
        assert "Espoo" in {alias.text for alias in entry("espoo").aliases}
        assert entry("alicante").names.en == "Alicante"
        assert entry("brno").native_name == "Brno"
    before = contents(demo_app)
    address = preview(client, content)
    page = client.page(address)
    told = verdicts(page)
    assert {name: said for name, said in told.items() if said != "Unchanged"} == {"BRNO": "Possible duplicate"}
    assert "Unchanged: 4" in page.get_text(" ", strip=True)
    store(client, address)
    after = contents(demo_app)
    assert {name for name in after if after[name] != before[name]} <= {"entry", "entry_detail", "chain_head"}


@pytest.mark.proof("a second-order order of lines")
def test_no_code_goes_to_an_earlier_line(demo_app: Flask, client: InspectingClient) -> None:
    """The first line would have taken the code the second one names, and would have been lost."""
    store(client, preview(client, b"name,country,kind,code\nCelje,SI,City,\nGraz,AT,City,celje\n"))
    with demo_app.app_context():
        assert (entry("celje").native_name, entry("celje-2").native_name) == ("Graz", "Celje")


@pytest.mark.proof("test_changes_meanwhile_stop_the_import")
def test_a_candidate_edited_meanwhile_is_noticed(demo_app: Flask, client: InspectingClient) -> None:
    """The decision was about the entry as it was shown."""
    address = preview(client, b"name,country,kind,population\nOuluu,FI,City,1\n")
    page = client.page(address)
    client.submit(f"{AT}oulu/edit", form=ENTRY, population="214 633")
    assert client.post(address, data=filled(page.select_one("main form"), {"line-2": "oulu"})).status_code == 409
    with demo_app.app_context():
        assert entry("oulu").population == 214_633


def test_changes_meanwhile_stop_the_import(demo_app: Flask, client: InspectingClient) -> None:
    address = preview(client, b"name,country,kind,population\nOulu,FI,City,1\nCelje,SI,City,2\n")
    page = client.page(address)
    client.submit(f"{AT}oulu/edit", form=ENTRY, population="214 633")
    answer = client.post(address, data=filled(page.select_one("main form"), {}))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "has changed since this preview" in text
    assert text.count("changed in the meantime") == 1
    assert "214633 → <b>1</b>" in text
    with demo_app.app_context():
        assert db.session.scalars(select(Community).where(Community.code == "celje")).first() is None
    store(client, address)
    with demo_app.app_context():
        assert entry("oulu").population == 1


def test_a_preview_belongs_to_its_sender(demo_app: Flask, client: InspectingClient) -> None:
    address = preview(client, b"name,country,kind\nCelje,SI,City\n")
    elsewhere = client.get(address.replace("/2027/", "/2023/"))
    unknown = client.get(f"{AT.replace('/2027/', '/2023/')}import/aaaaaaaa")
    assert elsewhere.status_code == unknown.status_code == 404
    code = address.rpartition("/")[2]  # which the link to the other language holds
    pages = [answer.text.partition("the error number")[0] for answer in (elsewhere, unknown)]
    assert pages[0].replace(code, "aaaaaaaa") == pages[1]
    with demo_app.app_context(), writing():
        db.session.scalars(select(ImportDraft)).one().by = "user:999"
    assert client.get(address).status_code == 404
    with demo_app.app_context():
        forget_old_drafts()
        assert db.session.scalar(select(func.count()).select_from(ImportDraft)) == 1
        with clock.at(clock.now() + timedelta(days=1, minutes=1)):
            forget_old_drafts()
        assert db.session.scalar(select(func.count()).select_from(ImportDraft)) == 0


def test_rows_are_kept_sealed(demo_app: Flask, client: InspectingClient) -> None:
    preview(client, b"name,country,kind\nGeheimnis,AT,City\n")
    with demo_app.app_context():
        assert "Geheimnis" not in db.session.scalars(select(ImportDraft)).one().sealed


@pytest.mark.turns(7)
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "This file is empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.xls", "old format"),
        (b"%PDF-1.4\0", "a.csv", "We cannot read this file"),
        (b"%PDF-1.4\nxref\n", "a.csv", "We cannot read this file"),
        (b"name,country\n", "../../x", "There are no rows in this file"),
        (b"Lodz,PL\nOulu,FI\n", "a.csv", "must include at least: “native_name”, “country”"),
        (b"name,country,kind\n" + b"x,PL,City\n" * 5_001, "a.csv", "The limit is 5000 rows"),
    ],
)
def test_a_file_without_table_is_refused(client: InspectingClient, content: bytes, name: str, sentence: str) -> None:
    answer = upload(client, f"{AT}import", "table", content, name)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_ten_megabytes_are_too_large(client: InspectingClient) -> None:
    body, kind = b"x" * 10_000_000, "multipart/form-data; boundary=x"
    answer = client.post(f"{AT}import", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "send up to 4\u00a0MB at a time" in answer.get_data(as_text=True)
    assert f'href="{AT}import"' in answer.get_data(as_text=True)


@pytest.fixture
def other(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """Another house, whose directory is empty."""
    folder = tmp_path / "other"
    folder.mkdir()
    with databases.fresh(folder, with_demo=False) as config:
        app = create_app(config)
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.mark.proof("there and back; test_a_table_applied_twice_changes_nothing reads a table")
@pytest.mark.turns(2)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_the_export_restores_the_directory(demo_app: Flask, other: Flask, write: Callable[..., bytes]) -> None:
    """What one house takes along, another has."""
    with demo_app.app_context():
        lines = [line_of(one) for one in with_spellings()]
    table = write(tuple(COLUMNS), lines)
    with other.app_context():
        with writing():
            make_edition()
            for code in ("eurocities", "oasc", "enoll", "errin", "cemr"):
                add_network(code=code, short_name=code, name=code, role=Bilingual())
        assert applied(table) == Stored(95, 0)
        assert [line_of(one) for one in with_spellings()] == lines
        assert applied(table) == Stored(0, 0)


def applied(table: bytes, decision: str = SKIP) -> Stored:
    """A table seen and stored at once."""
    with writing():
        edition = db.session.scalars(select(Edition)).one()
        kept, _refusal = keep(edition, COMMUNITIES, table)
        told = told_of(kept)
        answers = Answers(dict.fromkeys((row.number for row in told.rows), decision))
        db.session.flush()
        done, _left_out = apply(edition, COMMUNITIES, kept.id, seen=digest(judged(edition, COMMUNITIES, told)),
                                answers=answers)  # fmt: skip
        return done  # type: ignore[no-any-return]


def test_two_thousand_rows_cost_few_statements(ctx: Flask, full_scale: bool) -> None:
    known = 1_000 if full_scale else 150
    with writing():
        make_edition()
        for n in range(known):
            make(f"town-{n}", f"Miasto {n:04d}")
    rows = [[f"Miasto {n:04d}", "PL", "City", str(n + 1)] for n in range(2 * known)]
    table = csv_file(["name", "country", "kind", "population"], rows)
    with counted(ctx) as sent:
        done = applied(table, NEW)
    assert done == Stored(known, known)
    assert len(sent) <= 200, len(sent)
