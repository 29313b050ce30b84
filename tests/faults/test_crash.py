"""What was confirmed on screen survives any crash."""

from __future__ import annotations

import itertools
import os
import signal
import time
from dataclasses import asdict
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from load import RECEIVED, REGISTER, Crowd, Visitor, fork, insist
from server import Server, start
from sqlalchemy import func, select

from assembly import history
from assembly.extensions import db
from assembly.models import Mail, Person, Registration
from assembly.transactions import writing
from config import Config

CLIENTS = 8


def crash(server: Server, config: Config, crowd: Crowd, acknowledged: Any, *, kill_after: int, whole_at: int) -> None:
    """After each `kill_after` acknowledgements kill a random process that answers, every `whole_at`th time all of them;
    on PostgreSQL once the database. A server that is gone is started again on its port, which is systemd's work
    elsewhere.
    """
    kills = 0
    while crowd.is_busy:
        if server.process.poll() is not None:
            server.process = start(config, server.port, alone=True).process
        elif acknowledged.value >= (kills + 1) * kill_after:
            kills += 1
            if kills == whole_at + 2 and not config.is_sqlite:
                crash_database()
            else:
                server.kill(whole=kills % whole_at == 0)
        time.sleep(0.05)


def crash_database() -> None:
    """Kill one process of PostgreSQL: it ends all others at once and recovers from its log, as after -m immediate."""
    with db.engine.connect() as connection:
        backend = connection.scalars(select(func.pg_backend_pid())).one()
    os.kill(backend, signal.SIGKILL)


@pytest.mark.bites_on("sqlite")
def test_nothing_acknowledged_is_lost(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """The negative control counts first tries without an answer: who does not repeat, as our clients do, is lost."""
    registrations, kill_after, whole_at = (1_000, 40, 5) if full_scale else (100, 25, 3)
    with writing():
        make_edition()
    forms = [asdict(submission(number)) for number in range(registrations)]
    acknowledged = fork.Value("i")
    server = start(empty, alone=True)

    def visit(client: int) -> list[tuple[str, int]]:
        visitor = Visitor(server.port)
        insist(lambda: visitor.get(REGISTER))
        told = []
        for form in forms[client::CLIENTS]:
            tries = insist(lambda form=form: visitor.post(REGISTER, form)).tries
            told.append((insist(lambda: visitor.get(RECEIVED)).address, tries))
            with acknowledged.get_lock():
                acknowledged.value += 1
        return told

    crowd = Crowd(CLIENTS, visit)
    try:
        crash(server, empty, crowd, acknowledged, kill_after=kill_after, whole_at=whole_at)
    finally:
        server.stop()
    told = list(itertools.chain.from_iterable(crowd.results()))
    addresses, tries = zip(*told, strict=True)
    assert sum(number > 1 for number in tries) > 0
    assert sorted(addresses) == sorted(db.session.scalars(select(Person.email).join(Registration)))
    assert len(set(addresses)) == registrations
    assert len(set(db.session.scalars(select(Mail.dedupe_key)))) == registrations
    assert history.first_broken_entry() is None
    if empty.is_sqlite:
        assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert db.session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
