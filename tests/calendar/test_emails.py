"""Entries in emails: a request to the recipient alone, a cancellation to whoever withdraws, one entry a file; nothing
a person could be let in by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from icalendar import Calendar
from readers import as_thunderbird
from sessions import come, offer_sessions
from smtp_sink import Sink, smtp_sink
from sqlalchemy import select

from assembly.calendar import days
from assembly.extensions import db
from assembly.mail import send_due
from assembly.models import Edition, Mail, Mode, Registration
from assembly.people.duplicates.service.merging import Wanted, merge
from assembly.registration.service import changing, leaving, registering
from assembly.registration.service.changing import Change
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing

ORGANIZER, OFFICE = "mailto:assembly@example.org", "cabinet@example.org"
PERSONAL = re.compile(r"/(?:r|b|i|my|c|confirm|invited-by|new-address)/")


@pytest.fixture
def sink(ctx: Flask) -> Iterator[Sink]:
    with smtp_sink(ctx) as handler:
        yield handler


def files(mail: EmailMessage) -> list[Any]:
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def events(mail: EmailMessage) -> list[dict[str, Any]]:
    """The one event of each file."""
    return [event for part in files(mail) for event in as_thunderbird(part.get_content().encode())]


def first() -> Registration:
    return db.session.scalars(select(Registration).order_by(Registration.id).limit(1)).one()


def register(**changes: Any) -> Registration:
    with writing():
        come(make_edition(), 1, **changes)
    return first()


def test_confirmation_asks_its_recipient_alone(sink: Sink) -> None:
    register(assistant_email=OFFICE)
    send_due()
    asked = []
    for envelope, mail in zip(sink.received, sink.emails(), strict=True):
        ((to,), (event,)) = (envelope.rcpt_tos, events(mail))
        assert event["attendees"] == [[f"mailto:{to}", "ACCEPTED", "FALSE"]]
        assert (event["method"], event["organizer"]) == ("REQUEST", ORGANIZER)
        (part,) = files(mail)
        assert (part.get_param("method"), part.get_content_disposition()) == ("REQUEST", "attachment")
        assert not PERSONAL.search(part.get_content())
        asked.append(to)
    assert sorted(asked) == [OFFICE, "mayor1@example.org"]


@pytest.mark.proof("test_confirmation_asks_its_recipient_alone reads the attendee")
def test_name_of_the_attendee_is_the_persons(sink: Sink) -> None:
    register(assistant_email=OFFICE)
    send_due()
    names = {}
    for mail in sink.emails():
        (event,) = Calendar.from_ical(files(mail)[0].get_content()).walk("VEVENT")
        names[mail["To"]] = event["ATTENDEE"].params.get("CN")
    assert names == {"mayor1@example.org": "Żaneta Łukaszewicz 1", OFFICE: None}


@pytest.mark.proof("test_the_invitation_follows_the_registration withdraws")
def test_withdrawing_takes_the_entry_back(sink: Sink) -> None:
    one = register()
    send_due()
    with writing():
        leaving.cancel(one)
    send_due()
    before, after = (events(mail)[0] for mail in sink.emails())
    assert (after["uid"], after["organizer"]) == (before["uid"], before["organizer"])
    assert (after["method"], after["status"]) == ("CANCEL", "CANCELLED")
    assert after["attendees"] == [["mailto:mayor1@example.org", "DECLINED", "FALSE"]]
    assert after["sequence"] > before["sequence"]
    assert after["alarms"] == []


def test_lost_place_is_a_tentative_request(sink: Sink) -> None:
    with writing():
        edition = make_edition(size=1)
        for number, mode in enumerate((Mode.ONLINE, Mode.ON_SITE)):
            registering.register(edition, submission(number, mode=mode))
    one = first()
    with writing():
        change = Change(one.version, one.badge_name, one.function, "Rzeszów", Mode.ON_SITE, True)
        changing.change(one, change)
    send_due()
    (event,) = events([mail for mail in sink.emails() if mail["To"] == "mayor0@example.org"][-1])
    assert (event["method"], event["status"], event["attendees"][0][1]) == ("REQUEST", "TENTATIVE", "TENTATIVE")


@pytest.mark.proof("test_email_without_address_has_published_file")
def test_organiser_as_guest_gets_a_published_file(sink: Sink) -> None:
    register(email="Assembly@example.org")
    send_due()
    (event,) = events(sink.emails()[0])
    assert (event["method"], event["attendees"]) == ("PUBLISH", [])


@pytest.mark.proof("the address of the entry is read by test_states")
def test_entries_of_two_registrations_are_two_files(sink: Sink) -> None:
    stays = register()
    with writing():
        gone = come(stays.edition, 2)
        merge(stays.edition, stays.person, gone.person, Wanted(versions=(stays.version, gone.version)))
    parts = days.attached(Mail(person=stays.person), first())
    read = [as_thunderbird(part.content) for part in parts]
    assert [(one["method"], one["status"]) for (one,) in read] == [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")]
    assert [part.method for part in parts] == ["REQUEST", "CANCEL"]


def test_free_seat_comes_with_its_session(sink: Sink) -> None:
    with writing():
        edition = make_edition()
        (session,) = offer_sessions(edition, 1)
        has, waits = come(edition, 1), come(edition, 2)
    for one in (has, waits):
        with writing():
            sign_ups.choose(one, [session.code])
    with writing():
        sign_ups.choose(has, [])
    send_due()
    (mail,) = [one for one in sink.emails() if "Séance 1" in one["Subject"]]
    (event,) = events(mail)
    assert (event["uid"], event["method"]) == (f"session-{session.code}@localhost", "REQUEST")
    assert event["attendees"] == [["mailto:mayor2@example.org", "ACCEPTED", "FALSE"]]
    assert event["alarms"] == [["DISPLAY", "-PT15M", "Séance 1"]]


def test_address_with_signs_reads_back(ctx: Flask) -> None:
    one = register(email="x+a%b?c@example.org")
    (part,) = days.attached(Mail(person=one.person), one)
    (event,) = as_thunderbird(part.content)
    assert event["attendees"][0][0] == "mailto:x+a%25b%3Fc@example.org"


def test_email_without_address_has_published_file(ctx: Flask) -> None:
    edition = register().edition
    (part,) = days.attached(Mail(), first())
    assert (edition.contact_email, part.method) == ("assembly@example.org", "PUBLISH")
    assert b"ATTENDEE" not in part.content


def test_no_download_names_anybody(app: Flask, opens: Any) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        offer_sessions(edition, None)
        come(edition, 1)
    client = opens("mayor1@example.org")
    paths = ["/en/my/invite.ics", "/en/2031/day.ics", "/en/2031/agenda.ics"]
    with app.app_context():
        code = (
            db.session.scalars(select(Edition)).one()
            and as_thunderbird(client.get(paths[2]).data)[0]["uid"][8:].partition("@")[0]
        )
    for path in (*paths, f"/en/2031/agenda/{code}.ics"):
        (event,) = as_thunderbird(client.get(path).data)
        assert (event["method"], event["organizer"], event["attendees"]) == ("PUBLISH", ORGANIZER, []), path
