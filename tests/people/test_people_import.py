"""A table of people: seen row by row before anything is written, then stored whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from directory import make, upload, verdicts
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from import_samples import MESSY, mended, messy, table
from imported_people import IMPORT, edition_by_slug, rows, send, store
from inspector import InspectingClient, filled
from queries_counted import counted
from static_checks import contents

from assembly import clock
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.extensions import db
from assembly.imports import digest
from assembly.imports.service import apply, judged, keep, told_of
from assembly.models import Admission, Category, ImportDraft, Mail, Mode, Registration, Represents, Reserve, State
from assembly.people.imports.service import PEOPLE
from assembly.quotas.service import Rules
from assembly.registration.service.registering import add_by_hand, register
from assembly.registration.service.waiting_list import set_rules
from assembly.stats.queries import participation
from assembly.tables import xlsx_file
from assembly.transactions import writing


def test_each_fault_is_said_beside_its_cell(app: Flask, office_of: InspectingClient) -> None:
    before = contents(app)
    page = office_of.page(send(office_of, messy()))
    faults = {row.td.get_text(): row.select_one(".detail b").get_text() for row in page.select("tr:has(.tag.no)")}
    assert faults == {cell.lstrip("ABCDEFGHIJ"): cell for cell, _line in MESSY if cell}
    assert [one.get_text(strip=True) for one in page.select("main .button")] == ["Import the other lines"]
    assert "\u202e" not in page.get_text()  # it would turn what stands after it
    assert "File to import" in page.select_one(".state.wait").get_text()  # the column nobody read
    after = contents(app)
    assert {name for name in after if after[name] != before[name]} == {"import_draft"}


@pytest.mark.proof("tables/test_shape")
def test_stray_quote_is_one_fault_there(office_of: InspectingClient) -> None:
    people = ("Bo;Ek;;Porto;", 'Ana;Stray;;Porto;"vegan', "Eva;Ek;;Malmö;", "Di;Ek;;Oulu;x")
    lines = ("given;family;email;city;note", *people)
    page = office_of.page(send(office_of, "\r\n".join(lines).encode()))
    faults = [(row.td.get_text(), row.select_one(".detail b").get_text()) for row in page.select("tr:has(.tag.no)")]
    assert faults == [("3", "E3")]
    assert set(verdicts(page)) == {"Bo Ek", "Ana Stray", "Eva Ek", "Di Ek"}


def test_preview_shows_fields_and_encoding(office_of: InspectingClient) -> None:
    heads = "E-mail;Given name;Family name;City;Function;Phone;Note"
    line = "ko@example.org;Jiří;Dvořák;Brno;Náměstek;+420 5;Růže"
    page = office_of.page(send(office_of, f"{heads}\r\n{line}\r\n".encode("cp1250")))
    detail = page.select_one("tbody .detail").get_text(" ", strip=True)
    assert all(said in detail for said in (*line.split(";"), "A city or region", "In person", "Participant", "English"))
    assert "Central European (Windows-1250)" in page.get_text()


def test_faults_are_said_in_french(office_of: InspectingClient) -> None:
    page = office_of.page(send(office_of, messy(), IMPORT.replace("/en/", "/fr/")))
    assert len(page.select("tr:has(.tag.no)")) == sum(bool(cell) for cell, _line in MESSY)


def test_faulty_lines_are_refused_to_forged_buttons(app: Flask, office_of: InspectingClient) -> None:
    address = send(office_of, messy())
    answer = office_of.submit(address, form="main form", status=409)
    assert "Correct them in the file" in answer.get_data(as_text=True)
    assert rows(app) == []


def test_the_corrected_table_is_stored_whole(app: Flask, office_of: InspectingClient) -> None:
    said = store(office_of, send(office_of, mended()))
    assert said == "3 people added"
    mayor, press, viewer = rows(app)
    with app.app_context():
        db.session.add_all([mayor, press, viewer])
        assert (mayor.community.code, mayor.lang, mayor.phone) == ("rzeszow", "fr", "+48 17 875")
        assert (mayor.state, mayor.mode, mayor.origin) == (State.CONFIRMED, Mode.ON_SITE, "import")
        assert (press.category, press.represents) == (Category.PRESS, Represents.ORGANISATION)
        assert (press.lang, press.note) == ("en", "@desk")  # what looks like a formula stays text
        assert (viewer.mode, viewer.org_text, viewer.community, viewer.function) == (
            Mode.ONLINE,
            "Nulle-Part",
            None,
            "-",
        )
        assert [one.seq for one in (mayor, press)] == [1, 2]
        assert pool_of(mayor.edition, Mode.ON_SITE).taken == 1  # press takes no place
        assert db.session.query(Mail).count() == 0  # nobody ticked


@pytest.mark.proof("imports/test_wizard reads workbooks")
def test_a_workbook_says_the_same(app: Flask, office_of: InspectingClient) -> None:
    heads = ("GIVEN_NAME", "Last Name", "E-mail", "City", "Phone")
    address = send(office_of, xlsx_file(heads, [("Ana", "Silva", "ana@example.org", "Porto", "=1+1")]))
    store(office_of, address)
    assert [(one.badge_name, one.phone) for one in rows(app)] == [("Ana Silva", "=1+1")]


def test_emails_leave_when_the_office_says(app: Flask, office_of: InspectingClient) -> None:
    people = table(("Ana", "Silva", "ana@example.org", "Porto"), ("Eva", "Ek", "", "Malmö"))
    store(office_of, send(office_of, people), tell="y")
    with app.app_context():
        mail = db.session.query(Mail).one()
        assert (mail.template, mail.address) == ("registration_received", "ana@example.org")


@pytest.mark.proof("words; test_places_go_one_by_one fills the room")
def test_a_full_room_is_said_first(app: Flask, office_of: InspectingClient) -> None:
    people = [(f"P{number}", "Silva", f"p{number}@example.org", "Porto") for number in range(5)]
    address = send(office_of, table(*people))
    assert "3 people will go on the waiting list" in office_of.page(address).get_text()
    assert store(office_of, address) == "5 people added, including 3 on the waiting list"
    assert [one.state for one in rows(app)] == [State.CONFIRMED] * 2 + [State.WAITING] * 3
    assert [one.seq for one in rows(app)] == [1, 2, 3, 4, 5]


def test_places_go_one_by_one(app: Flask) -> None:
    """With reserves and a waiting list a table leads to what the same people typed by hand would get."""
    people = [(function, place) for place in ("Porto", "Faro", "Beja") for function in ("Mayor", "Clerk")]
    found = []
    for slug, by_table in (("2031", True), ("2032", False)):
        with app.app_context(), writing():
            edition = make_edition(slug, size=2)
            count = place_counts(edition)[Mode.ON_SITE]
            window = {"opens_at": count.opens_at, "closes_at": count.closes_at, "is_reviewed": False}
            set_rules(edition, Mode.ON_SITE, Rules(**window, size=2, reserves={Reserve.MAYORS: (1, None)}))
            if not by_table:
                for at, (function, place) in enumerate(people):
                    add_by_hand(edition, submission(at, function=function, place=place, email=""))
        if by_table:
            client: Any = app.test_client()
            with app.app_context(), writing():
                make_user("organiser", "here@example.org", edition_by_slug(slug))
            sign_in(client, ("here@example.org", "a long enough passphrase"))
            lines = [("Ż", f"L {at}", "", place, function) for at, (function, place) in enumerate(people)]
            heads = ("given name", "family name", "e-mail", "place", "function")
            store(client, send(client, table(*lines, heads=heads)))
        with app.app_context():
            mine = [one for one in rows(app) if one.edition_id == edition_by_slug(slug).id]
            found.append([one.state for one in mine])
    assert found[0] == found[1]
    assert State.WAITING in found[0]


def test_after_the_beginning_nobody_waits(ctx: Flask) -> None:
    """What somebody typed in by hand would get then, too."""
    with writing():
        edition = make_edition(size=1)
        register(edition, submission(1))
        register(edition, submission(2))
        pool_of(edition, Mode.ON_SITE).size = 2  # type: ignore[union-attr]
    states = []
    for at in (edition.starts_at - timedelta(hours=1), edition.starts_at):
        with clock.at(at), writing():
            draft, _refusal = keep(edition, PEOPLE, table(("Ana", "Silva", "", "Porto")), lang="en")
            states += [one.state for one in judged(edition, PEOPLE, told_of(draft))]  # type: ignore[attr-defined]
    assert states == [State.WAITING, State.CONFIRMED]


@pytest.mark.proof("tables/test_tables")
def test_wrong_files_are_named_with_help(
    office_of: InspectingClient,
) -> None:
    for content, sentence in ((b"", "This file is empty."), (b"%PDF-1.4\nxref\n", "a CSV file or an Excel workbook")):
        assert sentence in upload(office_of, IMPORT, "table", content, "x.pdf").get_data(as_text=True)
    text = " ".join(office_of.page(IMPORT).get_text().split())
    assert "Participants also need a city, region or organisation." in text


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"name,e-mail\nAna,a@example.org\n", b"given name,family name\n"]
)
def test_a_file_without_people_is_refused(office_of: InspectingClient, content: bytes) -> None:
    for lang in ("en", "fr"):
        answer = upload(office_of, IMPORT.replace("/en/", f"/{lang}/"), "table", content, "x.csv")
        assert answer.status_code == 422
        assert 'class="summary"' in answer.get_data(as_text=True) or "bad" in answer.get_data(as_text=True)


def test_press_passes_doors_and_counts_nowhere(app: Flask, office_of: InspectingClient) -> None:
    """Nobody whose category does not count is a participant, and only who takes a place is in the pool."""
    heads = ("given name", "family name", "place", "comes as")
    people = [(one.value, "Silva", "Porto", one.label) for one in Category if not one.counts_as_participant]
    with app.app_context(), writing():
        open_doors(edition_by_slug("2031"))
    before = figures(app, office_of)
    store(office_of, send(office_of, table(*people, heads=heads)))
    assert figures(app, office_of) == before
    with app.app_context():
        edition = edition_by_slug("2031")
        assert pool_of(edition, Mode.ON_SITE).taken == 1  # the companion's
        assert all(one.opens_doors for one in db.session.query(Registration))
        press = db.session.query(Registration).filter_by(category=Category.PRESS).one().code
    pdf = office_of.get(f"/en/manage/2031/badges/{press}.pdf")
    assert pdf.data.startswith(b"%PDF")
    door: Any = app.test_client()
    sign_in(door, ("door@example.org", "a long enough passphrase"))
    door.submit("/en/checkin/2031/which", door="A")
    found = door.page("/en/checkin/2031/?q=press").select_one("form[action*=named]")
    verdict = door.post(found["action"], data=filled(found, {}))
    assert "IN" in verdict.soup.h1.get_text()
    with app.app_context():
        assert db.session.query(Admission).count() == 1
    assert figures(app, office_of) == before


def figures(app: Flask, client: InspectingClient) -> tuple[Any, str]:
    with app.app_context():
        found = participation(edition_by_slug("2031"))
    return found, client.page("/en/2031/").select_one(".hero").get_text()


def test_each_person_costs_few_statements(ctx: Flask, full_scale: bool) -> None:
    """The preview asks as little for hundreds as for ten."""
    many = 300 if full_scale else 40
    with writing():
        make_edition(size=2)
        make("rzeszow", "Rzeszów")
    people = [(f"P{at}", f"Silva {at}", f"p{at}@example.org", "Rzeszów") for at in range(many)]
    with counted(ctx) as sent, writing():
        draft, _refusal = keep(edition_by_slug("2031"), PEOPLE, table(*people), lang="en")
    draft_id, seen = draft.id, digest(judged(edition_by_slug("2031"), PEOPLE, told_of(draft)))
    assert len(sent) < 20
    with counted(ctx) as sent, writing():
        done, _left_out = apply(edition_by_slug("2031"), PEOPLE, draft_id, seen=seen)
    assert (done.confirmed, done.waiting) == (2, many - 2)
    assert len(sent) < 10 * len(people)
    assert db.session.query(ImportDraft).count() == 0
