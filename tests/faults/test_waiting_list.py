"""Places freed at the same moment go to the first in line, each once, while other workers look for offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import make_edition, submission
from flask import Flask
from load import together
from sqlalchemy import func, select

from assembly import create_app
from assembly.extensions import db
from assembly.models import Mail, Mode, Pool, Registration, State
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving as registration_leaving
from assembly.registration.service import registering
from assembly.transactions import writing
from config import Config

WORKERS = 4


def in_a_process_of_its_own(config: Config, act: Callable[[], None]) -> None:
    """Connections of the parent must not be shared."""
    app = create_app(config)
    with app.app_context():
        act()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.bites_on("postgresql")
def test_freed_places_go_out_once(ctx: Flask, empty: Config, full_scale: bool) -> None:
    size = 100 if full_scale else 10
    with writing():
        edition = make_edition(size=size)
        for number in range(3 * size):
            registering.register(edition, submission(number))
    leaving = list(db.session.scalars(select(Registration.id).where(Registration.state == State.CONFIRMED)))
    db.session.remove()
    db.engine.dispose()

    def cancel_some(worker: int) -> None:
        for registration_id in leaving[worker::WORKERS]:
            with writing():
                registration_leaving.cancel(db.session.get_one(Registration, registration_id))

    def look_for_offers() -> None:
        for _round in range(20):
            keep_moving()

    def visit(number: int) -> None:
        in_a_process_of_its_own(empty, (lambda: cancel_some(number)) if number < WORKERS else look_for_offers)

    together(2 * WORKERS, visit)
    rows = db.session.execute(
        select(Registration.seq, Registration.state).where(Registration.mode == Mode.ON_SITE).order_by(Registration.seq)
    ).all()
    assert [state for _seq, state in rows] == (
        [State.CANCELLED] * size + [State.OFFERED] * size + [State.WAITING] * size
    )
    assert db.session.scalars(select(Pool.taken)).one() == size
    assert db.session.scalar(select(func.count()).where(Mail.template == "place_offered")) == size
