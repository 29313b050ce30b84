"""Emails, calendars, offers, sessions and doors follow each change of plan, and come back with the assembly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from changed_plans import told
from factories import draft, submission
from flask import Flask
from icalendar import Calendar
from plans import COMES, FOLLOWS, OFFERED, WAITS, change, changed, furnish, here, registration_of, scan
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.messages.queries.series import due_steps, steps
from assembly.messages.service.groups import send, write
from assembly.models import Admission, GroupMessage, MessageState, Mode, Pool, State, Told
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving, registering, waiting_list
from assembly.registration.service.submission import NotHeld
from assembly.registration.service.waiting_list import OfferOver
from assembly.transactions import writing


def entry_in(mail: Any) -> dict[str, str]:
    (part,) = (one for one in mail.walk() if one.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    return {name: str(event.get(name)) for name in ("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION")} | {
        "METHOD": part.get_param("method"),
        "DTSTART": event.decoded("DTSTART").isoformat(),
    }


def states() -> dict[str, tuple[Mode, State]]:
    return {who: (registration_of(who).mode, registration_of(who).state) for who in (COMES, OFFERED, WAITS, FOLLOWS)}


BEFORE = {
    COMES: (Mode.ON_SITE, State.CONFIRMED),
    OFFERED: (Mode.ON_SITE, State.OFFERED),
    WAITS: (Mode.ON_SITE, State.WAITING),
    FOLLOWS: (Mode.ONLINE, State.CONFIRMED),
}


@pytest.mark.turns(2)
@pytest.mark.parametrize(("kind", "word"), [("cancelled", "Annulée"), ("postponed", "Reportée")])
def test_email_cancels_the_calendar_entry(app: Flask, kind: str, word: str) -> None:
    changed(app, kind)
    entry = entry_in(told(app)[COMES])

    assert (entry["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert word in entry["SUMMARY"]


def test_calendar_entry_comes_back_with_date(app: Flask) -> None:
    changed(app, "postponed")
    before = entry_in(told(app)[COMES])
    with app.app_context():
        with writing():
            change("rescheduled", days=40)
        starts_at = here().starts_at
    after = entry_in(told(app)[COMES])

    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["STATUS"] == "CONFIRMED"
    assert clock.local(starts_at, "Europe/Brussels").isoformat() == after["DTSTART"]


@pytest.mark.turns(2)
@pytest.mark.parametrize("kind", ["cancelled", "postponed"])
@pytest.mark.database("proof")
def test_offers_are_frozen_and_renewed(app: Flask, kind: str) -> None:
    changed(app, kind)
    with app.app_context():
        with writing(), pytest.raises(OfferOver):
            waiting_list.accept_offer(registration_of(OFFERED))
        with writing():
            registration_of(OFFERED).offered_until = clock.now() - timedelta(days=1)
        keep_moving()
        assert states() == BEFORE
        with writing():
            change("reinstated")
        assert registration_of(OFFERED).offer_is_open
        with writing():
            waiting_list.accept_offer(registration_of(OFFERED))
        assert registration_of(OFFERED).state is State.CONFIRMED


def test_nobody_is_added_to_a_cancelled_assembly(app: Flask) -> None:
    changed(app, "cancelled")
    with app.app_context(), pytest.raises(NotHeld), writing():
        registering.add_by_hand(here(), submission(8))


@pytest.mark.database
def test_moving_online_and_back_restores_everything(app: Flask) -> None:
    changed(app)
    with app.app_context():
        before = {who: registration_of(who).seq for who in (COMES, WAITS)}
        taken = db.session.scalars(select(Pool.taken)).one()
        with writing():
            change("online")
        assert set(states().values()) == {(Mode.ONLINE, State.CONFIRMED)}
        assert db.session.scalars(select(Pool.taken)).one() == 0
        with writing():
            change("in_person")
        assert states() == BEFORE
        assert {who: registration_of(who).seq for who in (COMES, WAITS)} == before
        assert db.session.scalars(select(Pool.taken)).one() == taken


@pytest.mark.proof("an exception of test_moving_online_and_back_restores_everything")
def test_who_left_online_does_not_come_back(app: Flask) -> None:
    changed(app, "online")
    with app.app_context():
        with writing():
            leaving.cancel(registration_of(COMES))
        with writing():
            change("in_person")

        assert registration_of(COMES).state is State.CANCELLED
        assert states()[WAITS] == (Mode.ON_SITE, State.OFFERED), "the place that is free goes to the next"


@pytest.mark.proof("test_moving_online_and_back_restores_everything")
def test_reinstating_goes_back_step_by_step(app: Flask) -> None:
    changed(app, "postponed", "cancelled", "reinstated")
    with app.app_context():
        assert here().status == "postponed"
        with writing():
            change("reinstated")
        assert here().status == "scheduled"
        assert states() == BEFORE


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("cancelled", Told.NOT_HELD), ("postponed", Told.NOT_HELD), ("online", Told.REGISTERED_ONLINE)],
)
def test_door_lets_nobody_in(app: Flask, kind: str, verdict: Told) -> None:
    changed(app, kind)
    with app.app_context():
        with writing():
            found = scan(here(), here().starts_at)
        assert (found.told, found.is_rehearsal) == (verdict, True)
        assert not db.session.query(Admission).count()


@pytest.mark.proof("test_door_lets_nobody_in")
def test_door_counts_on_the_new_day_alone(app: Flask) -> None:
    changed(app)
    with app.app_context():
        old = here().starts_at
        with writing():
            change("rescheduled", days=40)
        with writing():
            assert scan(here(), old, "1").is_rehearsal
        with writing():
            assert not scan(here(), here().starts_at, "2").is_rehearsal


def test_reminders_wait_and_follow_the_new_date(app: Flask) -> None:
    changed(app)
    with app.app_context():
        leaves = steps(here())[0].leaves_at
        for kind in ("postponed", "cancelled"):
            with writing():
                change(kind)
            with clock.at(leaves):
                assert not due_steps(), kind
        with writing():
            change("rescheduled", days=40)
        with clock.at(leaves):
            assert not due_steps()
        with clock.at(leaves + timedelta(days=40)):
            assert due_steps()


@pytest.mark.proof("test_reminders_wait_and_follow_the_new_date")
def test_scheduled_messages_become_drafts(app: Flask) -> None:
    with app.app_context():
        with writing():
            message = write(furnish(), draft(), "key-0000000000000001")
            db.session.flush()
            send(message, clock.now() + timedelta(days=2))
        with writing():
            change("postponed")

        assert db.session.scalars(select(GroupMessage.state)).one() is MessageState.DRAFT


@pytest.mark.database("proof")
def test_data_wait_for_the_new_date(app: Flask) -> None:
    changed(app)
    with app.app_context():
        before = here().contacts_end_on
        with writing():
            change("postponed")
        assert here().contacts_end_on == before + timedelta(days=365)
