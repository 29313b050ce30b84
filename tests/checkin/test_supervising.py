"""The supervisor's page: pairs phones, starts a shift, ends a lost phone, decides about contradictions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from phones import codes_of, make_phone, scanned
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries.arriving import arriving
from assembly.checkin.queries.conflicts import conflict, conflicts
from assembly.checkin.service import merge_scans
from assembly.checkin.service.phones import PhoneStatus, note_contact
from assembly.checkin.service.reviewing import decide
from assembly.extensions import db
from assembly.models import Admission, ConflictReview, Device, Edition, Office, Registration, Scan, User
from assembly.registration.service import registering
from assembly.transactions import writing

PAGE = "/en/manage/2031/phones/"


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Open doors, two phones, three guests."""
    with writing():
        edition = make_edition()
        open_doors(edition)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        for number, door in enumerate("AB", start=1):
            make_phone(edition, number, door=door, by_id=user.id)
        for number in range(3):
            registering.register(edition, submission(number))
    return edition


def send(phone: int, *scans: object) -> None:
    with writing():
        merge_scans(db.session.scalars(select(Device).where(Device.number == phone)).one(), scans)  # type: ignore[arg-type]


def test_each_contradiction_has_its_kind(edition: Edition) -> None:
    now, (first, second, third) = clock.now(), codes_of(edition)
    send(1, scanned(1, first, now - timedelta(minutes=9)), scanned(2, second, now - timedelta(minutes=50)))
    send(2, scanned(3, first, now - timedelta(minutes=5), door="B"), scanned(4, second, now, door="B"))
    send(1, scanned(5, third, now, told="admitted_anyway", reason="identity"), scanned(6, "x", now))
    send(1, scanned(7, third, now + timedelta(days=400), told="admitted"))
    found = {one.scan.scan_id[-1]: (one.kind, one.can_count) for one in conflicts(edition)}
    assert found == {
        "3": ("two_doors", False),
        "4": ("again", False),
        "5": ("anyway", False),
        "6": ("unknown", False),
        "7": ("again", False),
    }


def test_a_guest_is_counted_after_all_once(edition: Edition) -> None:
    now, code = clock.now(), codes_of(edition)[0]
    with writing():
        db.session.scalars(select(Device).where(Device.number == 1)).one().ended_at = now - timedelta(minutes=9)
    send(1, scanned(1, code, now - timedelta(minutes=5)))
    (one,) = conflicts(edition)
    assert (one.kind, one.can_count, db.session.query(Admission).count()) == ("phone_ended", True, 0)
    by = db.session.scalars(select(User.id)).one()
    for _press in range(2):
        with writing():
            decide(one, by, count=True)
    assert conflicts(edition) == []
    assert (db.session.query(Admission).count(), db.session.query(ConflictReview).count()) == (1, 1)
    assert db.session.query(Scan).count() == 2


@pytest.mark.proof("test_the_page_pairs_ends_and_decides leaves one")
def test_leaving_a_contradiction_counts_nobody(edition: Edition) -> None:
    send(1, scanned(1, "x", clock.now()))
    by = db.session.scalars(select(User.id)).one()
    with writing():
        found = conflict(edition, "scan-0000000000000001")
        assert found is not None
        decide(found, by, count=True)
    assert (conflicts(edition), db.session.query(Admission).count()) == ([], 0)


@pytest.mark.proof("test_the_page_pairs_ends_and_decides counts")
def test_arrivals_are_counted_by_door_and_named(edition: Edition) -> None:
    now, (first, second, third) = clock.now(), codes_of(edition)
    with writing():
        for one in db.session.scalars(select(Registration).order_by(Registration.id).limit(2)):
            one.office = Office.OTHER
    before = arriving(edition).mark
    send(1, scanned(1, first, now - timedelta(minutes=20)), scanned(2, second, now - timedelta(minutes=3)))
    send(2, scanned(3, third, now - timedelta(minutes=1), door="B"), scanned(4, third, now, door="A"))
    found = arriving(edition)
    assert [(door.code, *numbers) for door, *numbers in found.doors] == [("A", 2, 1), ("B", 1, 1)]
    assert (found.present, found.expected, sum(count for _slot, count in found.slots)) == (3, 3, 3)
    assert [one.scan_id[-1] for one in found.last] == ["3", "2", "1"]
    assert [one.scan_id[-1] for one in found.ranked] == ["3"]
    assert found.mark != before


def test_the_page_pairs_ends_and_decides(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        phone = make_phone(edition, 1, by_id=user.id)
        registering.register(edition, submission(1))
        db.session.flush()
        note_contact(phone, PhoneStatus(unsent=7, list_at=clock.now(), skew_s=300, is_calling=True))
        merge_scans(phone, [scanned(1, "x", clock.now())])
    sign_in(client, ("organiser@example.org", "a long enough passphrase"))
    page = client.page(PAGE)
    token = {"csrf_token": page.select_one("[name=csrf_token]")["value"]}
    text = " ".join(page.select_one("main").get_text(" ").split())
    for words in (
        "No arrivals have been counted today.",
        "Phone 1, entrance A",
        "Has been calling you since",
        "Its clock is wrong",
        "with a code we do not know.",
    ):
        assert words in text
    paired = client.post(f"{PAGE}pair", data={"door": "B"} | token)
    assert re.search(r"/en/checkin/2031/app#pair=[\w-]{43}", paired.text)
    assert re.search(r'id="shift-pin">\d{6}<', client.post(f"{PAGE}shift", data=token).text)
    for form in ("answered", "end"):
        assert client.post(page.select_one(f"form[action$='/{form}']")["action"], data=token).status_code == 303
    decision = page.select_one("form[action*='/conflicts/']")["action"]
    assert client.post(decision, data={"count": "no"} | token).status_code == 303
    after = " ".join(client.page(PAGE).select_one("main").get_text(" ").split())
    assert "Disconnected on" in after
    assert "Nothing to decide." in after
