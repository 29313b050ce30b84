"""The office moves somebody to another way of taking part."""

from __future__ import annotations

import pytest
from edited_people import fault, one, page_of
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient

from assembly.access import queries as access_queries
from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.models import (
    Category,
    Edition,
    Mode,
    Registration,
    State,
)
from assembly.registration.service import attendance
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.transactions import writing


def test_going_online_frees_the_place(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#another-way", mode="online", why="Cannot travel")
    with app.app_context():
        first, second = one(0), one(1)
        assert (first.mode, first.state, first.seq, first.pool_id) == (Mode.ONLINE, State.CONFIRMED, 1, None)
        assert second.state is State.OFFERED
        assert (first.moves[-1].reason, pool_of(first.edition, Mode.ON_SITE).taken) == ("Cannot travel", 1)  # type: ignore[union-attr]
    assert "Cannot travel" in office.page(page_of(app)).get_text()


def test_waiting_people_are_confirmed_online(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, 1, "/edit"), form="#another-way", mode="online", why="Asked for it")
    with app.app_context():
        assert (one(1).mode, one(1).state) == (Mode.ONLINE, State.CONFIRMED)


def test_nobody_goes_into_a_full_room(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(db.session.query(Edition).one(), submission(2, mode=Mode.ONLINE))
    path = page_of(app, 2, "/edit")
    answer = office.submit(path, form="#another-way", mode="on_site", why="Wants to come", status=409)
    assert "There are no places left" in fault(answer)
    assert "Wants to come" in answer.get_data(as_text=True)
    with app.app_context():
        assert (one(2).mode, one(2).state, one(2).seq) == (Mode.ONLINE, State.CONFIRMED, 1)
    assert office.submit(path, form="#another-way", mode="on_site", why="", status=422)


@pytest.mark.proof("test_press_passes_doors_and_counts_nowhere takes no place")
def test_press_needs_no_place(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#facts", category="press")
    with app.app_context():
        assert (one(0).category, one(0).pool_id, one(1).state) == (Category.PRESS, None, State.OFFERED)
    answer = office.submit(page_of(app, part="/edit"), form="#facts", category="participant", status=409)
    assert "There are no places left" in fault(answer)
    with app.app_context():
        assert one(0).category is Category.PRESS


def test_a_second_click_moves_nobody_twice(ctx: Flask) -> None:
    with writing():
        first = register(make_edition(size=2), submission(0))
    registration = access_queries.by_code(first.reference)
    assert registration is not None
    for _click in range(2):
        with writing():
            attendance.change_mode(db.session.get_one(Registration, registration.id), Mode.ONLINE, "why")
    db.session.refresh(registration)
    assert (registration.seq, len(registration.moves)) == (1, 2)


def test_people_not_coming_change_no_mode(ctx: Flask) -> None:
    with writing():
        outcome = register(make_edition(), submission(0))
        cancel(access_queries.by_code(outcome.reference))  # type: ignore[arg-type]
    with pytest.raises(attendance.NotPossible), writing():
        attendance.change_mode(access_queries.by_code(outcome.reference), Mode.ONLINE, "why")  # type: ignore[arg-type]
