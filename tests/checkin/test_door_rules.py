"""Who may enter a door, on which days and at which hours: written in its page, decided alike by server and phones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from phones import code_of, make_phone, scanned
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries import doors
from assembly.checkin.queries.conflicts import conflicts
from assembly.checkin.queries.invited import invited_among
from assembly.checkin.queries.roster import list_header, list_mark, roster_guests
from assembly.checkin.service import merge_scans
from assembly.extensions import db
from assembly.models import (
    Admission,
    AdmitReason,
    Category,
    Device,
    Edition,
    Entry,
    Invitation,
    Registration,
    RoleAnswer,
    Scan,
    SpeakerInvitation,
    Told,
)
from assembly.registration.service import registering
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"
START, PAGE = "/en/checkin/2031/", "/en/manage/2031/settings/doors/A"
NINE = datetime.fromisoformat("2031-06-15T07:00:00+00:00")
"Nine in the morning in Brussels, on the first of two days of the assembly."


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """A guest, a phone, and the organiser at entrance A."""
    with app.app_context(), clock.at(NINE - timedelta(days=2)), writing():
        edition = make_edition()
        open_doors(edition, NINE)
        user = make_user("organiser", "here@example.org", edition)
        registering.register(edition, submission(0))
        db.session.flush()
        make_phone(edition, 1, by_id=user.id)
    with clock.at(NINE):
        sign_in(client, ("here@example.org", PASSPHRASE))
        client.submit(START, door="A")
    return client


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def guest() -> Registration:
    return db.session.scalars(select(Registration)).one()


def named(office: InspectingClient) -> Any:
    """What the page of the door says of the guest, found by name."""
    return office.submit(f"{START}?q=lukaszewicz", form="#found form", status=200).soup


def by_phone(number: int, at: datetime, told: str = "admitted", **changes: Any) -> Told | None:
    """What the server holds against a scan of the phone."""
    with clock.at(at + timedelta(hours=1)), writing():
        phone = db.session.scalars(select(Device)).one()
        return merge_scans(phone, [scanned(number, code_of(guest()), at, told=told, **changes)])[0].against


def test_closed_entrance_asks_and_anyway_counts(app: Flask, office: InspectingClient) -> None:
    with clock.at(NINE):
        office.submit(PAGE, opens="10:00", closes="18:00")
        amber = named(office)
        assert amber.select_one(".word").get_text() == "ASK"
        assert "June 2031 from 10:00 to 18:00" in amber.select_one(".note").get_text()
        assert amber.select(".rehearsal") == []
        with app.app_context():
            assert db.session.scalars(select(Admission)).all() == []
        form = amber.select_one("main form")
        green = office.post(form["action"], data=filled(form, {"reason": "supervisor"})).soup
        assert green.select_one(".word").get_text() == "IN"
    with app.app_context():
        last = db.session.scalars(select(Scan).where(Scan.counts)).one()
        assert (last.told, last.against, last.reason) == (Told.ADMITTED_ANYWAY, Told.CLOSED, AdmitReason.SUPERVISOR)
        assert db.session.scalars(select(Admission)).one().scan_id == last.scan_id
        (shown,) = conflicts(edition())
        assert (shown.scan.scan_id, shown.kind) == (last.scan_id, "closed")


@pytest.mark.proof("test_list_of_a_phone_holds_the_rules")
@pytest.mark.database
def test_phones_keep_the_rules_of_doors(app: Flask, office: InspectingClient) -> None:
    with clock.at(NINE):
        office.submit(PAGE, opens="10:00", closes="18:00", days=["2"], roles=["press"])
    with app.app_context():
        door = doors(edition())[0]
        assert [f"{opens:%d %H}" for opens, _closes in door.spans] == ["16 08"]
        assert by_phone(1, NINE) is Told.NOT_FOR_ROLE
        with writing():
            guest().category = Category.PRESS
        assert by_phone(2, NINE + timedelta(hours=3)) is Told.CLOSED
        assert by_phone(3, NINE + timedelta(days=1, hours=3)) is None
        with writing():
            doors(edition())[0].invited_only = True
        assert by_phone(4, NINE + timedelta(days=1, hours=3)) is Told.NOT_INVITED
        assert by_phone(5, NINE + timedelta(days=1, hours=4), "admitted_anyway", reason="identity") is Told.NOT_INVITED
        counted = {one.scan_id[-1] for one in db.session.scalars(select(Scan).where(Scan.counts))}
        assert counted == {"3", "5"}
        assert {one.kind for one in conflicts(edition())} == {"not_for_role", "closed", "not_invited"}


def test_list_of_a_phone_holds_the_rules(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        before, mark = list_header(edition(), None)["doors"]["A"], list_mark(edition(), None)
        assert (before["roles"], before["invited_only"], next(roster_guests(edition())).is_invited) == (
            [],
            False,
            False,
        )
    with clock.at(NINE):
        office.submit(PAGE, roles=["press", "staff"], invited_only="y")
    with app.app_context():
        after = list_header(edition(), None)["doors"]["A"]
        assert (after["roles"], after["invited_only"]) == (["press", "staff"], True)
        assert list_mark(edition(), None) != mark
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "door")).all()
        assert "admission changed" in verbs
        mark = list_mark(edition(), None)
        with writing():
            db.session.add(invitation())
        assert next(roster_guests(edition())).is_invited
        assert list_mark(edition(), None) != mark
    settings = office.page("/en/manage/2031/settings/day-and-place").get_text()
    assert "Only for: Press, Staff" in settings
    assert "By invitation only" in settings


@pytest.mark.proof("one more who is invited")
def test_accepted_speaker_counts_as_invited(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        words = {"lang": "en", "email": "", "token_hash": "x", "token_sealed": "x", "code": "abcd2345"}
        with writing():
            one = SpeakerInvitation(edition_id=edition().id, person_id=guest().person_id, made_at=clock.now(), **words)
            one.answer_by_on = edition().day
            db.session.add(one)
        before = list_mark(edition(), None)
        assert (invited_among([guest().id]), next(roster_guests(edition())).is_invited) == (set(), False)
        with writing():
            db.session.scalars(select(SpeakerInvitation)).one().role_answer = RoleAnswer.IN_PERSON
        assert (invited_among([guest().id]), next(roster_guests(edition())).is_invited) == ({guest().id}, True)
        assert list_mark(edition(), None) != before


def invitation() -> Invitation:
    one = guest()
    facts = {"person_id": one.person_id, "registration_id": one.id, "represents": one.represents}
    words = {"lang": "fr", "folded": "x", "token_hash": "x", "token_sealed": "x", "code": "abcd2345"}
    return Invitation(edition_id=one.edition_id, made_at=clock.now(), **facts, **words)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("days", "hours", "spans"),
    [
        ([], None, ["15 09:00 – 17 09:00"]),
        ([2], None, ["16 00:00 – 17 00:00"]),
        ([1, 3], None, ["15 09:00 – 16 00:00", "17 00:00 – 17 09:00"]),
        ([1, 3], (time(22), time(1)), ["15 22:00 – 16 01:00", "17 22:00 – 18 01:00"]),
        ([9], None, []),
    ],
)
def test_days_of_a_door(ctx: Flask, days: list[int], hours: tuple[time, time] | None, spans: list[str]) -> None:
    """An assembly from eleven on the 15th to nine on the 17th."""
    with writing():
        edition = make_edition()
        edition.starts_at, edition.ends_at = NINE + timedelta(hours=2), NINE + timedelta(days=2)
        door = doors(edition)[0]
        door.days, (door.opens, door.closes) = days, hours or (None, None)
    local = [[clock.local(moment, edition.zone) for moment in span] for span in door.spans]
    assert [f"{opens:%d %H:%M} – {closes:%d %H:%M}" for opens, closes in local] == spans
    assert door.span_near(NINE - timedelta(days=1)) == (door.spans[0] if spans else None)
    assert door.span_near(NINE + timedelta(days=3)) is None
    assert door.assembly_days == [date(2031, 6, day) for day in (15, 16, 17)]
