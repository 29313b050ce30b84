"""A table of those to invite: seen row by row before anything is written, then stored whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from directory import upload, verdicts
from factories import submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import AT, furnish, invitee
from mails import deliver
from queries_counted import counted
from sqlalchemy import func, select
from static_checks import contents

from assembly.extensions import db
from assembly.imports import digest
from assembly.imports.service import apply, judged, keep, told_of
from assembly.invitations.service import making as inviting
from assembly.invitations.service.tables import INVITEES
from assembly.models import Edition, ImportDraft, Invitation, Person
from assembly.registration.service import registering
from assembly.tables import csv_file, xlsx_file
from assembly.tables.drafts import StoredBefore
from assembly.transactions import writing

MESSY = (
    "Invités;;;;;;\n;;;;;;\n"
    "Prénom;Nom;Courriel;Ville;Fonction;Langue;Invité par;Téléphone;Chambre\n"
    "Żaneta;Łukaszewicz;zaneta@rzeszow.example.org;RZESZOW;Maire;français;EUROCITIES;+48 17 875;12\n"
    "Jan;Kowalski;jan@nowhere;Rzeszów;;;;;\n"  # no address
    "Ewa;;ewa@example.org;Rzeszów;;;;;\n"  # no family name
    "Piet;Hein;piet@example.org;Atlantis;;de;;;\n"  # a language we do not write
    "Li;Wang;li@example.org;Rzeszów;;;Hanse;;\n"  # a network we do not know
    "Ana;Silva;;Rzeszów;;;;;\n"  # nothing to reach her by
    "Zaneta;Lukaszewicz;ZANETA@rzeszow.example.org;Rzeszów;;;;;\n"  # the first one again
    "Max;Muster;max@example.org;=A1;;;;;\n"  # a formula
)
GOOD = (
    "given,family,email,place,invited by,phone,note\n"
    "Żaneta,Łukaszewicz,zaneta@rzeszow.example.org,rzeszow,eurocities,,likes trams\n"
    "Piet,Hein,piet@example.org,Atlantis,,,\n"
    "Ana,Silva,,Rzeszów,OASC,+351 21 1,\n"
    "Anna,Gosc 000,other@example.org,Rzeszów,,,\n"
    "Żaneta,Łukaszewicz 1,mayor1@example.org,Rzeszów,,,\n"
)


@pytest.fixture
def house(app: Flask) -> Flask:
    """One person is invited and one registered already."""
    with app.app_context(), writing():
        edition = furnish()
        inviting.invite(edition, invitee())
        registering.register(edition, submission(1))
    return app


def preview(office: InspectingClient, content: bytes, **answers: str) -> str:
    answer = upload(office, f"{AT}import", "table", content, "guests.csv", **answers)
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.location)


def names(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Person.family).join(Invitation, Invitation.person_id == Person.id)))


@pytest.mark.proof("the wizard of communities/test_import")
def test_hidden_characters_are_shown_and_refused(office: InspectingClient) -> None:
    page = office.page(preview(office, "given;family;email;city\n\u202enaJ;Ek;jan@example.org;Porto\n".encode()))
    row = page.select_one("tr:has(.tag.no)")
    assert row.select_one(".detail b").get_text() == "A2"
    assert "⟨U+202E⟩" in row.th.get_text()
    assert "\u202e" not in page.get_text()


def test_a_messy_spreadsheet_is_seen_by_line(house: Flask, office: InspectingClient) -> None:
    before = contents(house)
    page = office.page(preview(office, MESSY.encode()))
    faults = {row.td.get_text(): row.select_one(".detail b").get_text() for row in page.select("tr:has(.tag.no)")}
    assert faults == {"5": "C5", "6": "B6", "7": "F7", "8": "G8", "9": "C9", "11": "D11"}
    assert verdicts(page)["Zaneta Lukaszewicz"] == "Skipped"
    assert "This is the same person as on line 4." in page.get_text()
    assert "Chambre" in page.get_text()
    assert [one.get_text(strip=True) for one in page.select("main .button")] == ["Import the other lines"]
    after = contents(house)
    assert {name for name in after if after[name] != before[name]} == {"import_draft"}


@pytest.mark.proof("tables/test_shape")
def test_stray_quote_is_one_fault_there(office: InspectingClient) -> None:
    lines = ("given;family;email;city;note", "Bo;Ek;b@example.org;Porto;", 'Ana;Stray;a@example.org;Porto;"vegan',
             "Eva;Ek;e@example.org;Malmö;", "Di;Ek;d@example.org;Oulu;x")  # fmt: skip
    page = office.page(preview(office, "\r\n".join(lines).encode()))
    faults = [(row.td.get_text(), row.select_one(".detail b").get_text()) for row in page.select("tr:has(.tag.no)")]
    assert faults == [("3", "E3")]
    assert set(verdicts(page)) == {"Bo Ek", "Ana Stray", "Eva Ek", "Di Ek"}


@pytest.mark.proof("the wizard of communities/test_import")
def test_preview_shows_fields_and_encoding(office: InspectingClient) -> None:
    heads = "E-mail;Given name;Family name;City;Function;Phone;Note;Invited by"
    line = "ko@example.org;Jiří;Dvořák;Brno;Náměstek;+420 5;Růže;"
    page = office.page(preview(office, f"{heads}\r\n{line}EUROCITIES\r\n".encode("cp1250")))
    detail = page.select_one("tbody .detail").get_text(" ", strip=True)
    assert all(said in detail for said in (*line.split(";"), "Eurocities", "A city or region", "English"))
    assert "Central European (Windows-1250)" in page.get_text()


@pytest.mark.proof("the wizard of communities/test_import")
def test_faulty_lines_are_refused_to_forged_buttons(house: Flask, office: InspectingClient) -> None:
    address = preview(office, MESSY.encode())
    good = filled(office.page(preview(office, GOOD.encode())).select_one("main form"), {})
    with house.app_context():
        kept = db.session.scalars(select(ImportDraft).order_by(ImportDraft.id)).first()
        edition = db.session.scalars(select(Edition)).one()
        good["seen"] = digest(judged(edition, INVITEES, told_of(kept)))  # type: ignore[arg-type]
    refused = office.post(address, data=good)
    assert refused.status_code == 409
    assert "Correct them in the file" in refused.text
    assert names(house) == {"Gość 000"}


@pytest.mark.turns(2)
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_all_are_listed_and_nothing_is_sent(
    house: Flask, office: InspectingClient, write: Callable[..., bytes]
) -> None:
    heads, *rows = [line.split(",") for line in GOOD.splitlines()]
    address = preview(office, write(heads, rows), lang="fr")
    page = office.page(address)
    assert verdicts(page) == {
        "Żaneta Łukaszewicz": "To invite",
        "Piet Hein": "To invite",
        "Ana Silva": "To invite",
        "Anna Gosc 000": "Skipped",
        "Żaneta Łukaszewicz 1": "Skipped",
    }
    detail = {row.th.get_text(): row.select_one(".detail").get_text() for row in page.select("tbody tr")}
    assert {name for name, said in detail.items() if "Invited by: " in said} == {"Żaneta Łukaszewicz", "Ana Silva"}
    assert "Invited by: Eurocities" in detail["Żaneta Łukaszewicz"]
    text = page.get_text(" ")
    assert "Not in the directory. The name is kept as entered." in text
    assert "No email address, so nothing will be sent. This person will be on the call list." in text
    assert "Already invited." in text
    assert "Already registered." in text
    assert [one.get_text() for one in page.select("main .button")] == ["Add 3 people to the list"]
    assert office.submit(address).location == AT
    assert names(house) == {"Gość 000", "Łukaszewicz", "Hein", "Silva"}
    assert len(deliver(house)) == 1  # of who registered before
    with house.app_context():
        rows_ = {one.person.family: one for one in db.session.scalars(select(Invitation))}
        mayor, stranger, called = rows_["Łukaszewicz"], rows_["Hein"], rows_["Silva"]
        assert (mayor.community.code, mayor.invited_by.code, mayor.note) == ("rzeszow", "eurocities", "likes trams")  # type: ignore[union-attr]
        assert (stranger.community, stranger.org_text, stranger.lang) == (None, "Atlantis", "fr")
        assert (called.person.email, called.phone, called.invited_by.code) == (None, "+351 21 1", "oasc")  # type: ignore[union-attr]
    assert office.get(address).status_code == 404  # used up


@pytest.mark.proof("test_the_later_of_two_clicks_finds_it")
def test_a_second_click_says_it_is_stored(house: Flask, office: InspectingClient) -> None:
    address = preview(office, GOOD.encode())
    data = filled(office.page(address).select_one("main form"), {})
    assert [office.post(address, data=data).location for _click in range(2)] == [AT, AT]
    assert "This file has already been imported" in office.page(AT).get_text()
    assert len(names(house)) == 4


def test_the_later_of_two_clicks_finds_it(house: Flask) -> None:
    """Both have found the draft; the second has its turn when the first is through."""
    with house.app_context():
        edition = db.session.scalars(select(Edition)).one()
        with writing():
            heads = ["given", "family", "email", "place"]
            rows = [["Bo", "Ek", "bo@example.org", "Rzeszów"]]
            kept, _refusal = keep(edition, INVITEES, csv_file(heads, rows), lang="en")
        draft_id, seen = kept.id, digest(judged(edition, INVITEES, told_of(kept)))
        with writing():
            assert apply(edition, INVITEES, draft_id, seen=seen) == (1, 0)
        with pytest.raises(StoredBefore), writing():
            apply(edition, INVITEES, draft_id, seen=seen)


def test_the_same_table_again_invites_nobody(house: Flask, office: InspectingClient) -> None:
    office.submit(preview(office, GOOD.encode()))
    before = names(house)
    page = office.page(preview(office, GOOD.encode()))
    assert set(verdicts(page).values()) == {"Skipped"}
    assert "Everyone in this file is already invited or registered." in page.get_text()
    assert page.select("main .button") == []
    assert names(house) == before


@pytest.mark.proof("the wizard of communities/test_import")
def test_changes_meanwhile_stop_the_import(house: Flask, office: InspectingClient) -> None:
    address = preview(office, GOOD.encode())
    form = filled(office.page(address).select_one("main form"), {})
    office.submit(f"{AT}add", given="Piet", family="Hein", place="Atlantis", email="piet@example.org")
    refused = office.post(address, data=form)
    assert refused.status_code == 409
    assert "Something has changed since this preview was made." in refused.text
    assert names(house) == {"Gość 000", "Hein"}
    office.submit(address)
    assert names(house) == {"Gość 000", "Hein", "Łukaszewicz", "Silva"}


@pytest.mark.proof("test_known_people_are_shown_with_a_link, by hand")
def test_a_shared_office_address_is_two_people(house: Flask, office: InspectingClient) -> None:
    table = "given,family,email,place\nAda,One,office@x.example.org,X\nBo,Two,office@x.example.org,X\n"
    office.submit(preview(office, table.encode()))
    assert names(house) >= {"One", "Two"}


def test_a_preview_belongs_to_its_sender(house: Flask, office: InspectingClient) -> None:
    address = preview(office, GOOD.encode())
    code = address.rpartition("/")[2]
    assert office.get(f"/en/manage/2031/communities/import/{code}").status_code == 404
    assert office.get(address.replace("/2031/", "/2032/")).status_code == 404
    with house.app_context(), writing():
        kept = db.session.scalars(select(ImportDraft)).one()
        assert "Silva" not in kept.sealed
        kept.by = "user:999"
    assert office.get(address).status_code == 404


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"%PDF-1.4\0", "We cannot read this file"),
        (b"%PDF-1.4\nxref\n", "We cannot read this file"),
        (b"given,family,place\n", "There are no rows in this file"),
        (
            b"Ada,One,X\nBo,Two,X\n",
            "must include at least: “Given name”, “Family name”, “City, region or organisation”",
        ),
    ],
)
def test_a_file_without_table_is_refused(office: InspectingClient, content: bytes, sentence: str) -> None:
    answer = upload(office, f"{AT}import", "table", content, "a.csv")
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.proof("the wizard of people/test_people_import speaks French")
def test_columns_are_named_in_the_pages_language(office: InspectingClient) -> None:
    at, rows = AT.replace("/en/", "/fr/"), "Ana;Silva;ana@example.org;Porto\n"
    refused = upload(office, f"{at}import", "table", rows.encode(), "a.csv")
    said = "Prénom », « Nom », « Ville, région ou organisation »"
    assert said in " ".join(refused.text.split())
    assert [one.get_text(strip=True) for one in refused.soup.select("label[for^=column-]")]  # where they are matched
    asked = [one.get_text(strip=True) for one in office.page(f"{at}import").select(".choice label")]
    assert asked == ["English", "Français"]
    heads = "Prénom;Nom;Adresse électronique;Ville, région ou organisation\n"
    assert upload(office, f"{at}import", "table", (heads + rows).encode(), "a.csv").status_code == 303


def test_a_table_costs_few_statements_a_row(house: Flask, full_scale: bool) -> None:
    many = 300 if full_scale else 100
    rows = [["Anna", f"Person {n}", f"p{n}@example.org", "Rzeszów"] for n in range(many)]
    table = csv_file(["given", "family", "email", "place"], rows)
    with house.app_context():
        edition = db.session.scalars(select(Edition)).one()
        with writing():
            kept, _refusal = keep(edition, INVITEES, table, lang="en")
        seen = digest(judged(edition, INVITEES, told_of(kept)))
        with counted(house) as sent, writing():
            assert apply(edition, INVITEES, kept.id, seen=seen) == (many, 0)
        assert len(sent) <= 3 * many + 60, len(sent)
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == many + 1
