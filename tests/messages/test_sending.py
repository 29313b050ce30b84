"""Many emails leave fast: on one connection, marked together, and a killed worker's are not given away again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from queries_counted import counted
from smtp_sink import Sink, smtp_sink
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.mail import LEASE, handed_over, send_due, sending, transport
from assembly.models import Mail, MailState, SentMail
from assembly.registration.service import registering
from assembly.transactions import writing

MAILS = 5


@pytest.fixture
def sink(ctx: Flask) -> Iterator[Sink]:
    """A server for five emails that wait."""
    with writing():
        edition = make_edition()
        for number in range(MAILS):
            registering.register(edition, submission(number))
    with smtp_sink(ctx) as handler:
        yield handler


def states() -> list[MailState]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail.state)))


@pytest.mark.database
def test_one_connection_takes_them_all(sink: Sink, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_UNMARKED", 60)
    with counted(ctx) as sent:
        send_due()
    assert len(sink.received) == MAILS
    assert len(sink.sessions) == 1
    assert states() == [MailState.SENT] * MAILS
    assert len(db.session.scalars(select(SentMail)).all()) == MAILS
    assert sum(one.startswith("UPDATE mail ") for one in sent) == 2  # leased together, marked together
    assert not list((ctx.config["ASSEMBLY"].data / "sending").iterdir())


@pytest.mark.proof("a number of the server")
def test_new_connection_after_so_many(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_ON_ONE_CONNECTION", 2)
    send_due()
    assert (len(sink.received), len(sink.sessions)) == (MAILS, 3)


def test_server_that_hung_up_is_called_again(sink: Sink) -> None:
    with transport.Outgoing() as outgoing:
        batch = sending._claim()
        first = sending._try(batch.mails[0], batch, outgoing)
        assert outgoing._connection is not None
        outgoing._connection.sock.shutdown(socket.SHUT_RDWR)
        second = sending._try(batch.mails[1], batch, outgoing)
    assert (first.refusal, second.refusal) == (None, None)
    assert (len(sink.received), len(sink.sessions)) == (2, 2)


@pytest.mark.database("proof")
def test_killed_workers_mails_are_not_sent_again(sink: Sink, ctx: Flask) -> None:
    """Three had been given away; the worker after it was killed before it could mark them, too."""
    with transport.Outgoing() as outgoing:
        batch = sending._claim()
        for mail_id in batch.mails[:3]:
            sending._try(mail_id, batch, outgoing)
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        again = sending._claim()
        assert again.taken == frozenset(batch.mails[:3])
        for mail_id in again.taken:
            handed_over.note(again.owner, mail_id)
    with clock.at(clock.now() + 2 * LEASE + timedelta(seconds=2)):
        send_due()
        send_due()
    assert len({bytes(one.content) for one in sink.received}) == len(sink.received) == MAILS
    assert states() == [MailState.SENT] * MAILS
    assert len(db.session.scalars(select(SentMail)).all()) == MAILS
    assert not list((ctx.config["ASSEMBLY"].data / "sending").iterdir())


@pytest.mark.proof("the pace of marking")
def test_slow_server_keeps_nothing_unmarked(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_UNMARKED", 0)
    marked: list[int] = []
    real = sending._mark
    monkeypatch.setattr(sending, "_mark", lambda tried: (marked.append(len(tried)), real(tried)))
    send_due()
    assert [one for one in marked if one] == [1] * MAILS
