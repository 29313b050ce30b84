"""People who choose several sessions at once never wait for each other in a circle, and no session is too full."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from factories import make_edition, submission
from flask import Flask
from load import Visitor, together
from server import running
from sessions import SESSIONS, offer_sessions
from sqlalchemy import func, select, text

from assembly.extensions import db
from assembly.models import AccessLink, Registration, SignUp, State
from assembly.registration.service import registering
from assembly.sealed import SealedSessions
from assembly.transactions import writing
from config import Config

CLIENTS = 16
SESSION_COUNT = 6
EACH = 3


def rush(app: Flask, config: Config, people: int, seats: int, **environment: str) -> Counter[int]:
    """So many people, their links opened before, choose three of six sessions, each in an order of their own: the
    statuses answered."""
    with writing():
        edition = make_edition(size=None)
        codes = [one.code for one in offer_sessions(edition, *[seats] * SESSION_COUNT)]
        for number in range(people):
            registering.register(edition, submission(number))
    links, name = db.session.scalars(select(AccessLink.token_hash)).all(), app.config["SESSION_COOKIE_NAME"]
    cookies = [
        SealedSessions(app.config["ASSEMBLY"]).get_signing_serializer(app).dumps({"own_link": one}) for one in links
    ]
    db.session.remove()
    db.engine.dispose()

    def visit(number: int) -> list[int]:
        dice, statuses = random.Random(number), []
        for cookie in cookies[number::CLIENTS]:
            visitor = Visitor(server.port, {name: str(cookie)})
            statuses.append(visitor.get(SESSIONS).status)
            wish = dice.sample(codes, EACH)
            statuses.append(visitor.post(SESSIONS, {"session": wish, "seen": ""}).status)
            visitor.close()
        return statuses

    with running(config, alone=True, **environment) as server:
        return Counter(status for statuses in together(CLIENTS, visit) for status in statuses)


def seats() -> dict[int, list[tuple[int, State]]]:
    """Each session's numbers in order, with what each got."""
    found: dict[int, list[tuple[int, State]]] = {}
    for row in db.session.scalars(select(SignUp).order_by(SignUp.session_id, SignUp.seq)):
        found.setdefault(row.session_id, []).append((row.seq, row.state))
    return found


def deadlocks(config: Config) -> int:
    """How often this database had to break a circle, in all the tests that have used it."""
    if config.is_sqlite:
        return 0  # there is one lock, so there are no circles
    counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(db.session.execute(counted).scalar_one())


@pytest.mark.bites_on("postgresql")
def test_four_hundred_choose_three_sessions(ctx: Flask, empty: Config, full_scale: bool) -> None:
    people, size = (400, 20) if full_scale else (40, 6)
    before = deadlocks(empty)
    assert rush(ctx, empty, people, size) == {200: people, 303: people}
    assert deadlocks(empty) == before
    given = seats()
    assert len(given) == SESSION_COUNT
    assert sum(map(len, given.values())) == EACH * people
    for rows in given.values():
        assert [seq for seq, _state in rows] == list(range(1, len(rows) + 1))
        assert [state for _seq, state in rows] == [State.CONFIRMED] * size + [State.WAITING] * (len(rows) - size)


@pytest.mark.bites_on("postgresql")
def test_without_locks_the_same_rush_goes_wrong(ctx: Flask, empty: Config) -> None:
    statuses = rush(ctx, empty, 80, 20, TEST_WITHOUT_LOCKS="1")
    faults = sum(count for status, count in statuses.items() if status >= 500)
    taken = select(func.count()).where(SignUp.state == State.CONFIRMED).group_by(SignUp.session_id)
    assert faults or max(db.session.scalars(taken), default=0) > 20
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 80
