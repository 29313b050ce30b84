"""An edition that is full, whose counts are compared after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import func, select

from assembly.extensions import db
from assembly.models import Edition, Pool, Registration, State
from assembly.registration.service import registering
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Two places, both given; three people wait."""
    with writing():
        edition = make_edition(size=2)
        for number in range(1, 6):
            registering.register(edition, submission(number, function="Conseillère"))
    return edition


@pytest.fixture(autouse=True)
def honest_counts(ctx: Flask) -> Iterator[None]:
    """After each story, every pool has taken exactly what is confirmed or offered of it."""
    yield
    for pool in db.session.scalars(select(Pool)):
        held = select(func.count()).where(
            Registration.pool_id == pool.id, Registration.state.in_([one for one in State if one.holds_place])
        )
        assert db.session.scalar(held) == pool.taken
