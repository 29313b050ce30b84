"""The badge of another event opens our doors: set, imported, kept as a hash, and decided by the server alone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from directory import upload
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from phones import make_phone, raw_scan
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries.roster import list_header, list_mark, roster_guests
from assembly.extensions import db
from assembly.models import Device, Edition, Entry, ExternalCode, Registration, Scan, Told
from assembly.privacy.jobs import delete_contacts
from assembly.privacy.queries.contacts import editions_with_contacts_over
from assembly.registration.service import at_the_door, registering
from assembly.transactions import writing

CODE = "HOST-00042"
API = "/api/v1/editions/2031/"
IMPORT = "/en/manage/2031/people/import"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """Two guests and a paired phone."""
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        user = make_user("organiser", "here@example.org", edition)
        for number in range(2):
            registering.register(edition, submission(number))
        db.session.flush()
        make_phone(edition, 1, by_id=user.id, token="a phone")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def guests() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def enter(app: Flask, office: InspectingClient, code: str, number: int = 0, status: int = 303) -> Any:
    with app.app_context():
        page = f"/en/manage/2031/people/{guests()[number].code}/edit"
    return office.submit(page, form="#external-code", external=code, status=status)


def test_page_of_the_door_reads_other_badges(app: Flask, office: InspectingClient) -> None:
    enter(app, office, CODE)
    office.submit("/en/checkin/2031/", door="A")
    page = office.page("/en/checkin/2031/")
    notes = []
    for code, word in ((CODE, "IN"), ("HOST-1", "ASK")):
        form = filled(page.select_one("#external"), {"code": code, "scan_id": f"scan-of-a-camera-{code}"})
        shown = office.post("/en/checkin/2031/external", data=form).soup
        assert shown.select_one(".word").get_text() == word
        notes += [one.get_text() for one in shown.select(".note")]
    assert notes == ["We do not recognise this badge from another event. Search for the name."]
    assert office.page(f"/en/checkin/2031/?q={CODE}").select_one("#found b")  # typed, where there is no camera
    with app.app_context():
        kept = {one.told: (one.against, one.counts) for one in db.session.scalars(select(Scan))}
        assert kept == {Told.ADMITTED: (None, True), Told.NOT_ON_LIST: (Told.UNKNOWN, False)}


def ask(app: Flask, code: object) -> Any:
    """What the server answers a phone."""
    headers = {"Authorization": "Bearer a phone"}
    return app.test_client().post(f"{API}external-codes?lang=en", json={"code": code}, headers=headers)


def whose(app: Flask, code: object) -> str | None:
    """The name the server gives a phone."""
    answer = ask(app, code)
    assert answer.status_code == 200
    guest = answer.get_json()["guest"]
    return guest[1] if guest else None


@pytest.mark.database
def test_code_is_set_replaced_and_removed(app: Flask, office: InspectingClient) -> None:
    enter(app, office, CODE)
    answer = ask(app, f" {CODE} ")
    with app.app_context():
        shown = next(roster_guests(db.session.scalars(select(Edition)).one())).shown
        assert CODE not in db.session.scalars(select(ExternalCode.code_hash)).one()
    assert answer.get_json()["guest"][:2] == shown[:2]
    enter(app, office, "HOST-00043")
    assert (whose(app, CODE), whose(app, "HOST-00043")) == (None, shown[1])
    refused = enter(app, office, "HOST-00043", number=1, status=409)
    assert "Someone else at this assembly has this badge code" in refused.text
    enter(app, office, "HOST-00043")
    enter(app, office, "")
    assert whose(app, "HOST-00043") is None
    with app.app_context():
        verbs = db.session.scalars(select(Entry.verb)).all()
        assert verbs.count("code of another event changed") == 3


@pytest.mark.proof("another way in; test_for_many enters many at once")
def test_table_of_people_brings_codes(app: Flask, office: InspectingClient) -> None:
    table = f"given name,family name,city,external code\nAna,Silva,Porto,{CODE}\n"
    address = str(upload(office, IMPORT, "table", table.encode(), "guests.csv").location)
    assert CODE in office.page(address).get_text()
    office.submit(address, form="main form")
    assert whose(app, CODE) == "Ana Silva"


@pytest.mark.proof("test_codes_belong_to_one_person_each refuses it")
def test_repeated_code_is_named_by_row(app: Flask, office: InspectingClient) -> None:
    enter(app, office, CODE)
    with app.app_context():
        one = guests()[0]
        place = one.community.native_name if one.community else one.org_text
        same = f"{one.person.given},{one.person.family},{place},{CODE}"
    rows = f"Ana,Silva,Porto,{CODE}\nEva,Novak,Brno,N-1\nLea,Roth,Linz,N-1\n{same}\n"
    table = f"given name,family name,city,external code\n{rows}"
    address = str(upload(office, IMPORT, "table", table.encode(), "guests.csv").location)
    text = office.page(address).get_text()
    assert text.count("Someone else at this assembly has this badge code.") == 1
    assert text.count("Line 3 has the same badge code.") == 1
    assert "Already registered" in text


@pytest.mark.proof("test_code_is_set_replaced_and_removed refuses the second")
def test_two_who_enter_one_code_at_once(app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(app, office, CODE)
    monkeypatch.setattr(at_the_door.access_queries, "registration_with", lambda *_asked: None)
    assert "Someone else at this assembly has this badge code" in enter(app, office, CODE, number=1, status=409).text


def test_codes_are_deleted_with_addresses(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        (first, _second), edition = guests(), db.session.scalars(select(Edition)).one()
        end = clock.from_local(datetime.combine(edition.contacts_end_on, time(1)), edition.zone)
        with clock.at(end):
            delete_contacts()
            assert editions_with_contacts_over() == []
            with writing():
                at_the_door.set_external_code(first, CODE)
            assert editions_with_contacts_over() == [edition]
            delete_contacts()
        assert db.session.scalars(select(ExternalCode)).all() == []


@pytest.mark.proof("test_unknown_code_is_hashed_and_slowed")
def test_unknown_code_and_its_scan_count_once(app: Flask, office: InspectingClient) -> None:
    hashes = [ask(app, f"HOST-{number}").get_json()["code_hash"] for number in range(20)]
    scans = [
        raw_scan(number, None, clock.now(), told="not_on_list", code_hash=hashed)
        for number, hashed in enumerate(hashes)
    ]
    headers = {"Authorization": "Bearer a phone"}
    answer = app.test_client().post(f"{API}scans", json={"scans": scans}, headers=headers).get_json()
    assert {one["against"] for one in answer["results"]} == {"unknown"}
    with app.app_context():
        assert db.session.scalars(select(Device)).one().unknown_codes_at is None


def test_unknown_code_is_hashed_and_slowed(app: Flask, office: InspectingClient) -> None:
    answers = [ask(app, f"HOST-{number}") for number in range(32)]
    assert [one.status_code for one in answers] == [200] * 31 + [429]
    assert len({one.get_json()["code_hash"] for one in answers[:31]}) == 31


@pytest.mark.turns(4)
@pytest.mark.parametrize("code", [None, 5, [], "x" * 5_000])
def test_what_is_no_code_is_nobodys(app: Flask, office: InspectingClient, code: object) -> None:
    assert whose(app, code) is None


def test_phones_hold_no_external_codes(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        before, mark = list_header(edition, None), list_mark(edition, None)
    enter(app, office, CODE)
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        after = list_header(edition, None)
        assert (before["external"], after["external"]) == (False, True)
        assert list_mark(edition, None) != mark
        kept = db.session.scalars(select(ExternalCode.code_hash)).one()
        assert kept not in str([one.record for one in roster_guests(edition)])
