"""A full event is never overbooked; the waiting list is fair."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import pytest
from factories import make_edition, submission
from flask import Flask
from load import REGISTER, Visitor, together
from server import running
from sqlalchemy import func, select

from assembly.extensions import db
from assembly.models import Mail, Pool, Registration, State
from assembly.transactions import writing
from config import Config

CLIENTS = 16


def rush(config: Config, submissions: int, size: int, **environment: str) -> Counter[int]:
    """So many different people send the real form at once to an edition of `size` places: the statuses answered."""
    with writing():
        make_edition(size=size)
    forms = [asdict(submission(number)) for number in range(submissions)]

    def visit(number: int) -> list[int]:
        visitor = Visitor(server.port)
        statuses = [visitor.get(REGISTER).status]
        return statuses + [visitor.post(REGISTER, form).status for form in forms[number::CLIENTS]]

    with running(config, alone=True, **environment) as server:
        return Counter(status for statuses in together(CLIENTS, visit) for status in statuses)


@pytest.mark.bites_on("postgresql")
def test_a_thousand_people_for_a_hundred_places(ctx: Flask, empty: Config, full_scale: bool) -> None:
    people, size = (1_000, 100) if full_scale else (100, 10)
    assert rush(empty, people, size) == {200: CLIENTS, 303: people}
    rows = db.session.execute(select(Registration.seq, Registration.state).order_by(Registration.seq)).all()
    assert [seq for seq, _state in rows] == list(range(1, people + 1))
    assert [state for _seq, state in rows] == [State.CONFIRMED] * size + [State.WAITING] * (people - size)
    assert db.session.scalars(select(Pool.taken)).one() == size
    assert db.session.scalar(select(func.count()).select_from(Mail)) == people


@pytest.mark.bites_on("postgresql")
def test_without_locks_the_same_rush_goes_wrong(ctx: Flask, empty: Config) -> None:
    statuses = rush(empty, 160, 100, TEST_WITHOUT_LOCKS="1")
    confirmed = db.session.scalar(select(func.count()).where(Registration.state == State.CONFIRMED)) or 0
    faults = sum(count for status, count in statuses.items() if status >= 500)
    assert faults or confirmed > 100 or db.session.scalars(select(Pool.taken)).one() != confirmed
