"""The outbox: leases, retries, final refusals, a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from mails import deliver, html_of, text_of
from smtp_sink import Sink, smtp_sink
from sqlalchemy import select

from assembly import clock, mail
from assembly.access.service import sending_again
from assembly.extensions import db
from assembly.mail import BACK_OFF, send_due, sending
from assembly.mail.transport import Outgoing
from assembly.models import BadAddress, Edition, Mail, MailState, Registration
from assembly.people.service import answering
from assembly.registration.service import leaving, registering, waiting_list
from assembly.transactions import writing


@pytest.fixture
def sink(ctx: Flask) -> Iterator[Sink]:
    with smtp_sink(ctx) as handler:
        yield handler


@pytest.fixture
def one_mail(ctx: Flask) -> Mail:
    with writing():
        registering.register(make_edition(), submission(1))
    return db.session.scalars(select(Mail)).one()


def test_a_mail_reaches_a_real_server(sink: Sink, one_mail: Mail) -> None:
    send_due()
    (envelope,) = sink.received
    assert envelope.rcpt_tos == ["mayor1@example.org"]
    assert f"Message-ID: {one_mail.message_id}".encode() in envelope.content
    assert (one_mail.state, one_mail.attempts) == (MailState.SENT, 1)


def test_a_mail_is_sent_once(sink: Sink, one_mail: Mail) -> None:
    send_due()
    send_due()
    assert len(sink.received) == 1


def test_a_final_refusal_is_not_repeated(sink: Sink, one_mail: Mail) -> None:
    sink.reply = "550 no such mailbox"
    send_due()
    assert (one_mail.state, one_mail.attempts) == (MailState.FAILED, 1)
    assert one_mail.error == "SMTPDataError 550"


def test_a_temporary_refusal_waits_then_fails(sink: Sink, one_mail: Mail) -> None:
    sink.reply = "421 come back later"
    at, waits = clock.now(), []
    for _try in range(len(BACK_OFF) + 1):
        with clock.at(at):
            send_due()
        waits.append(one_mail.next_at - at)
        at = max(one_mail.next_at, at)
    assert waits[:-1] == list(BACK_OFF)
    assert sum(BACK_OFF, timedelta()) >= timedelta(hours=4) - timedelta(minutes=10)
    assert one_mail.state is MailState.FAILED


def test_a_dead_worker_is_followed(sink: Sink, one_mail: Mail) -> None:
    with writing():
        one_mail.state, one_mail.lease_until = MailState.SENDING, clock.now() + mail.LEASE
    send_due()
    assert sink.received == []
    with clock.at(clock.now() + mail.LEASE + timedelta(seconds=1)):
        send_due()
    assert len(sink.received) == 1


def test_a_broken_email_holds_up_no_other(sink: Sink, one_mail: Mail) -> None:
    with writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2))
        one_mail.facts = {"registration": "gone", "assistant": False}
    send_due()
    assert (one_mail.state, one_mail.error) == (MailState.FAILED, "LookupError")
    assert [envelope.rcpt_tos for envelope in sink.received] == [["mayor2@example.org"]]


def test_withheld_mails_stay_on_hold(sink: Sink, ctx: Flask) -> None:
    with mail.withheld(), writing():
        registering.register(make_edition(), submission(1))
    send_due()
    assert db.session.scalars(select(Mail.state)).all() == [MailState.ON_HOLD]
    assert sink.received == []


def test_a_server_that_is_down_loses_nothing(sink: Sink, one_mail: Mail, ctx: Flask) -> None:
    ctx.config["ASSEMBLY"] = replace(ctx.config["ASSEMBLY"], mail_server="smtp://127.0.0.1:1")
    send_due()
    assert one_mail.state is MailState.QUEUED
    assert one_mail.error.startswith("ConnectionRefusedError")


def register_more(count: int) -> list[Mail]:
    for number in range(2, 2 + count):
        with writing():
            registering.register(db.session.scalars(select(Edition)).one(), submission(number))
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_a_refused_recipient_is_marked(sink: Sink, one_mail: Mail) -> None:
    mails = register_more(3)
    sink.unknown = {"mayor2@example.org"}
    send_due()
    assert [mail.state.value for mail in mails] == ["sent", "failed", "sent", "sent"]
    assert (mails[1].error, mails[1].attempts) == ("SMTPRecipientsRefused 550", 1)
    assert db.session.scalars(select(BadAddress.email_key)).all() == ["mayor2@example.org"]


@pytest.mark.proof("a second way to wait")
def test_a_slow_server_gets_it_later(sink: Sink, one_mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.mail.transport.PATIENCE", 0.3)
    sink.pause = 1.0
    send_due()
    assert (one_mail.state, one_mail.error) == (MailState.QUEUED, "SMTPServerDisconnected")
    assert one_mail.standing == "Will be retried"
    assert not db.session.scalars(select(BadAddress)).all()


def test_a_slow_server_doubles_nothing(sink: Sink, one_mail: Mail, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mail takes half a lease, so that the batch outlives it: leases are renewed, and what another worker took
    meanwhile is left to it."""
    ids = [mail.id for mail in register_more(3)]
    monkeypatch.setattr(sending, "LEASE", sending.LEASE / 100)
    sink.pause, leases = 0.3, []

    def meanwhile() -> None:
        with ctx.app_context(), writing():
            db.session.get_one(Mail, ids[-1]).lease_owner = "another"
            leases.append(db.session.get_one(Mail, ids[2]).lease_until)

    sink.before = meanwhile
    with Outgoing() as outgoing:
        sending._send(sending._claim(), outgoing)
    db.session.expire_all()
    assert len(sink.received) == 3
    assert db.session.get_one(Mail, ids[-1]).state is MailState.SENDING
    assert leases[2] > leases[0]


@pytest.mark.proof("how the worker ends")
def test_an_asked_thread_goes_on_working(sink: Sink, one_mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow mail server holds up one thread; whoever sends looks once more for what came meanwhile."""
    real, looks = sending._send_for_a_while, []

    def slow() -> None:
        looks.append(1)
        if len(looks) == 1:
            send_due()  # as another thread would: it returns at once
        real()

    monkeypatch.setattr(sending, "_send_for_a_while", slow)
    send_due()
    assert len(looks) == 2
    assert len(sink.received) == 1


@pytest.mark.proof("a line of every email")
def test_every_registration_email_has_its_reference(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        for number in (1, 2):
            registering.register(edition, submission(number, assistant_email=f"office{number}@example.org"))
        registering.register(edition, submission(2, lang="en"))
        first, second = db.session.scalars(select(Registration).order_by(Registration.id)).all()
        leaving.cancel(first)
        waiting_list.decline_offer(second)
        answering.decline(second, "Full")
        sending_again.send_links_again(edition, "mayor2@example.org", "en")
    letters = deliver(ctx)
    kinds = set(db.session.scalars(select(Mail.template).where(Mail.state == MailState.SENT)))
    assert kinds >= {"registration_received", "registration_cancelled", "registration_declined", "own_links"}
    for letter in letters:
        spoken = first.spoken_ref if "1@" in str(letter["To"]) else second.spoken_ref
        assert spoken in text_of(letter), letter["Subject"]
        assert spoken in html_of(letter), letter["Subject"]


def test_replies_go_to_the_edition_contact(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        edition.contact_email = "questions@example.org"
        registering.register(edition, submission(1))
    (letter,) = deliver(ctx)
    assert letter["Reply-To"] == "questions@example.org"
    assert "questions@example.org" in text_of(letter)
