"""After a change: how many hold an older version as far as emails tell, and one email to each of them, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from calendar_updates import ENGLISH, FRENCH, change_address, choose, edition, guest, session
from factories import make_edition
from flask import Flask
from mails import text_of
from readers import as_thunderbird
from sessions import come, offer_sessions
from smtp_sink import Sink, smtp_sink
from sqlalchemy import select

from assembly import clock
from assembly.access.service.moving import write_to_all
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import set_hidden
from assembly.calendar.outdated import UPDATE, older
from assembly.calendar.service import email_concerned, publish_programme
from assembly.editions.service.editions import choose_extras
from assembly.extensions import db
from assembly.mail import send_due
from assembly.messages.service import outbox
from assembly.models import Bilingual, Extra, Mail, MailState
from assembly.office.todo.desk import Desk
from assembly.office.todo.emails import older_calendars
from assembly.registration.service import leaving
from assembly.transactions import writing


@pytest.fixture
def sink(ctx: Flask) -> Iterator[Sink]:
    """One guest who reads English and one who reads French, each with the confirmation; two sessions to choose."""
    with smtp_sink(ctx) as handler:
        with writing():
            edition = make_edition()
            offer_sessions(edition, 1, None)
            come(edition, 1, lang="en")
            come(edition, 2, lang="fr")
        send_due()
        handler.received.clear()
        yield handler


def postpone(number: int, minutes: int = 5) -> None:
    with writing():
        one = session(number)
        one.starts_at, one.ends_at = (at + timedelta(minutes=minutes) for at in (one.starts_at, one.ends_at))
        db.session.flush()
        publish_programme(edition(), name="moved", note=Bilingual())


def counts() -> dict[tuple[str, str], int]:
    """How many by entry (`day` or the session's title) and by what is known of the update."""
    titles = {row.session_id: row.title.en for row in latest_rows(edition())}
    found = older(edition(), latest_rows(edition()))
    return dict(Counter((titles.get(one.session_id or 0, "day"), one.delivery.value) for one in found))


def press() -> int:
    with writing():
        return email_concerned(edition())


def entries(mail: EmailMessage) -> list[dict[str, Any]]:
    parts = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    return [event for part in parts for event in as_thunderbird(part.get_content().encode())]


@pytest.mark.database
def test_each_person_emailed_once_in_own_language(sink: Sink) -> None:
    assert counts() == {}
    change_address()
    assert counts() == {("day", "to_email"): 2}
    assert press() == 2
    assert counts() == {("day", "on_its_way"): 2}
    assert press() == 0
    send_due()
    assert counts() == {}
    english, french = sorted(sink.emails(), key=lambda mail: str(mail["To"]))
    assert english["Subject"] == "Updated details for your calendar – Test assembly"
    assert french["Subject"] == "Informations à jour pour votre agenda – Assemblée d’essai"
    for mail, address in ((english, ENGLISH), (french, FRENCH)):
        (event,) = entries(mail)
        assert (mail["To"], event["attendees"]) == (address, [[f"mailto:{address}", "ACCEPTED", "FALSE"]])
        assert (event["method"], event["sequence"], event["place"].endswith("Place 2")) == ("REQUEST", 1, True)
        assert "Place 2" in text_of(mail)
    assert press() == 0


@pytest.mark.proof("who is left out: test_each_person_emailed_once_in_own_language")
def test_only_recipients_of_older_versions_are_listed(sink: Sink) -> None:
    with writing():
        leaving.cancel(guest(FRENCH))
    change_address()
    with writing():
        come(edition(), 3)
        come(edition(), 4)
    sink.unknown.add("mayor4@example.org")
    send_due()
    assert counts() == {("day", "to_email"): 1}
    sink.received.clear()
    press()
    send_due()
    assert [mail["To"] for mail in sink.emails()] == [ENGLISH]


@pytest.mark.proof("the same press twice: test_day_and_sessions_come_in_one_email presses once")
def test_next_change_concerns_them_again(sink: Sink) -> None:
    for address in ("Place 2", "Place 3"):
        change_address(address)
        assert press() == 2
        send_due()
    assert len(sink.received) == 4
    assert [entries(mail)[0]["sequence"] for mail in sink.emails()] == [1, 1, 2, 2]


@pytest.mark.proof("a change before sending, as many more")
def test_change_before_sending_needs_no_second_email(sink: Sink) -> None:
    change_address("Place 2")
    press()
    change_address("Place 3")
    assert counts() == {("day", "on_its_way"): 2}
    assert press() == 0
    send_due()
    assert counts() == {}
    assert {entries(mail)[0]["place"].rpartition(" ")[2] for mail in sink.emails()} == {"3"}


@pytest.mark.proof("another way to the state of test_today_names_them_until_they_are_emailed")
def test_another_email_may_bring_it_first(sink: Sink) -> None:
    change_address()
    with writing():
        write_to_all("registration_changed", guest(ENGLISH), "by hand")
    press()
    send_due()
    assert sorted(mail["To"] for mail in sink.emails()) == [ENGLISH, FRENCH]
    states = db.session.scalars(select(Mail.state).where(Mail.template == UPDATE).order_by(Mail.id))
    assert sorted(states) == [MailState.DROPPED, MailState.SENT]


@pytest.mark.proof("failed emails: tests/messages; the counts: test_day_and_sessions_come_in_one_email")
@pytest.mark.database
def test_failed_email_is_shown_not_repeated(sink: Sink) -> None:
    change_address()
    sink.unknown.add(ENGLISH)
    press()
    send_due()
    assert counts() == {("day", "failed"): 1}
    assert press() == 0
    sink.unknown.clear()
    with writing():
        outbox.send_now(db.session.scalars(select(Mail).where(Mail.state == MailState.FAILED)).one())
    send_due()
    assert counts() == {}


@pytest.mark.database("proof")
def test_assistant_gets_a_copy(ctx: Flask) -> None:
    with smtp_sink(ctx) as sink:
        with writing():
            come(make_edition(), 1, assistant_email="cabinet@example.org")
        send_due()
        sink.received.clear()
        change_address()
        assert press() == 1
        send_due()
        read = {mail["To"]: entries(mail)[0]["attendees"][0][0] for mail in sink.emails()}
        assert read == {one: f"mailto:{one}" for one in (ENGLISH, "cabinet@example.org")}


def test_moved_session_concerns_those_with_a_seat(sink: Sink) -> None:
    choose(ENGLISH, 1)
    choose(FRENCH, 1)
    assert counts() == {}
    postpone(1)
    assert counts() == {("Session 1", "to_email"): 1}
    assert press() == 1
    send_due()
    (mail,) = sink.emails()
    (event,) = entries(mail)
    assert (mail["To"], event["method"]) == (ENGLISH, "REQUEST")
    assert event["uid"].startswith(f"session-{session(1).code}@")
    assert counts() == {}
    choose(FRENCH, 2)
    assert counts() == {}


def test_session_that_goes_is_taken_back(sink: Sink) -> None:
    choose(ENGLISH, 1, 2)
    choose(FRENCH, 2)
    with writing():
        set_hidden(session(1), True)
        publish_programme(edition(), name="gone", note=Bilingual())
    press()
    send_due()
    (mail,) = sink.emails()
    assert [(one["method"], one["status"]) for one in entries(mail)] == [("CANCEL", "CANCELLED")]
    assert "Cancelled" in text_of(mail)


@pytest.mark.database("proof")
def test_day_and_sessions_come_in_one_email(sink: Sink) -> None:
    choose(ENGLISH, 1, 2)
    change_address()
    assert counts() == {("day", "to_email"): 2, ("Session 1", "to_email"): 1, ("Session 2", "to_email"): 1}
    assert press() == 2
    send_due()
    mine = next(mail for mail in sink.emails() if mail["To"] == ENGLISH)
    assert [one["uid"].partition("-")[0] for one in entries(mine)] == ["registration", "session", "session"]
    assert len(sink.received) == 2


@pytest.mark.proof("a change before sending, as many more")
def test_seat_given_up_meanwhile_brings_nothing(sink: Sink) -> None:
    choose(ENGLISH, 2)
    postpone(2)
    press()
    choose(ENGLISH)
    send_due()
    assert sink.received == []


@pytest.mark.turns(2)
@pytest.mark.parametrize("off", ["sign-ups", "over"])
def test_sessions_count_only_while_they_matter(sink: Sink, off: str) -> None:
    choose(ENGLISH, 2)
    postpone(2)
    assert counts() == {("Session 2", "to_email"): 1}
    if off == "sign-ups":
        with writing():
            choose_extras(edition(), [one for one in Extra if one is not Extra.SESSION_SIGN_UP], seen=edition().version)
        assert counts() == {}
    with clock.at(edition().ends_at + timedelta(minutes=1)):
        assert counts() == {}


@pytest.mark.database("proof")
def test_person_without_address_is_promised_nothing(sink: Sink) -> None:
    with writing():
        guest(ENGLISH).person.email = None
    change_address()
    assert counts() == {("day", "to_email"): 1, ("day", "no_address"): 1}
    assert press() == 1


def test_today_names_them_until_they_are_emailed(sink: Sink) -> None:
    assert older_calendars(Desk(edition())) == []
    change_address()
    (todo,) = older_calendars(Desk(edition()))
    assert (todo.words, todo.endpoint) == ("2 people have an out-of-date calendar entry", "calendar_office.listing")
    press()
    assert older_calendars(Desk(edition())) == []
