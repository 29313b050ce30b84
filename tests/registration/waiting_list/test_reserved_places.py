"""Reserved places come before the queue, and are for those they are kept for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import select
from waiting import by_number, states

from assembly import clock
from assembly.extensions import db
from assembly.models import Edition, Mode, Office, Pool, Represents, Reserve, State
from assembly.people.service import answering
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving, registering
from assembly.transactions import writing


@pytest.fixture
def reserved(ctx: Flask) -> Edition:
    """One place for everybody, two kept for mayors for ten days."""
    with writing():
        edition = make_edition(size=1)
        until = clock.now() + timedelta(days=10)
        db.session.add(
            Pool(edition_id=edition.id, mode=Mode.ON_SITE, reserve=Reserve.MAYORS, size=2, taken=0, released_at=until)
        )
    return edition


@pytest.mark.database
def test_reserved_places_come_before_the_queue(reserved: Edition) -> None:
    with writing():
        for number, function in enumerate(["Conseillère", "Conseillère", "Maire", "Mayor", "Burgemeester"], 1):
            registering.register(reserved, submission(number, function=function))
    assert list(states().values()) == ["confirmed", "waiting", "confirmed", "confirmed", "waiting"]


@pytest.mark.database("proof")
def test_a_mayors_place_is_for_mayors(reserved: Edition) -> None:
    test_reserved_places_come_before_the_queue(reserved)
    with writing():
        leaving.cancel(by_number(3))
    assert states() == {1: "confirmed", 2: "waiting", 3: "cancelled", 4: "confirmed", 5: "offered"}


@pytest.mark.database("proof")
def test_released_places_are_offered_in_order(reserved: Edition) -> None:
    with writing():
        for number in range(1, 5):
            registering.register(reserved, submission(number, function="Conseillère"))
    assert list(states().values()) == ["confirmed"] + ["waiting"] * 3
    keep_moving()
    assert "offered" not in states().values()
    with clock.at(clock.now() + timedelta(days=11)):
        keep_moving()
        with writing():
            late = registering.register(reserved, submission(9, function="Maire"))
    assert list(states().values())[:4] == ["confirmed", "offered", "offered", "waiting"]
    assert late.state is State.WAITING


def test_mayors_places_need_cities_and_regions(reserved: Edition) -> None:
    with writing():
        registering.register(reserved, submission(1))
        registering.register(reserved, submission(2, function="President", represents=Represents.PUBLIC_BODY))
    assert db.session.scalars(select(Pool.taken).order_by(Pool.id)).all() == [1, 1]


@pytest.mark.proof("after a correction")
def test_a_corrected_office_opens_reserved_places(reserved: Edition) -> None:
    with writing():
        for number in (1, 2):
            registering.register(reserved, submission(number, function="Première magistrate"))
    assert states() == {1: "confirmed", 2: "waiting"}
    with writing():
        answering.set_office(by_number(2), Office.HEAD)
    keep_moving()
    assert states() == {1: "confirmed", 2: "offered"}
