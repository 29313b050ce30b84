"""No transaction keeps others waiting: what is due is found before the lock, and written in small slices."""

from __future__ import annotations

import pytest
from bulk_data import crowd
from factories import draft, make_edition, submission
from flask import Flask
from measuring import USUAL_SUM, a_fixed_sum
from queries_counted import counted
from sqlalchemy import select, update
from turns import recorded_turns

from assembly import clock
from assembly.extensions import db
from assembly.messages import service as messages
from assembly.messages.jobs import post_due
from assembly.models import Edition, Mode, Pool, Registration, State
from assembly.registration import service
from assembly.registration.jobs import keep_moving, keep_sorted
from assembly.registration.service.waiting_list import AT_ONCE
from assembly.transactions import writing

LONGEST = 50
"Milliseconds."


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """An edition without a place left, for which some hundred people wait."""
    with writing():
        edition = make_edition(size=0)
        crowd(edition, 600)
        db.session.execute(update(Registration).where(Registration.state == State.OFFERED).values(state=State.WAITING))
    return edition


def longest_allowed() -> float:
    """More where the machine is slower or busy."""
    return LONGEST * max(1.0, a_fixed_sum() / USUAL_SUM)


def in_state(edition: Edition, state: State) -> int:
    rows = select(Registration.id).where(Registration.edition_id == edition.id, Registration.state == state)
    return len(db.session.scalars(rows.where(Registration.mode == Mode.ON_SITE)).all())


@pytest.mark.sqlite_only
def test_jobs_hold_the_lock_briefly(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing():
        message = messages.write(edition, draft(), "the key of the message")
    with writing():
        messages.send(message, None)
        db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one().size = 45
        db.session.execute(update(Registration).values(protocol_key="0"))
    waiting = in_state(edition, State.WAITING)
    assert waiting > 45
    with recorded_turns(monkeypatch) as turns:
        keep_sorted()
        keep_moving()
        with clock.at(clock.now() + messages.groups.GRACE):
            post_due()
        for number in range(5):
            with writing():
                service.register(edition, submission(number))
    assert len(turns) > 600 // 100 + 45 // AT_ONCE + 5
    assert max(turns) < longest_allowed()
    assert in_state(edition, State.WAITING) == waiting - 45 + 5
    assert "0" not in db.session.scalars(select(Registration.protocol_key)).all()


def test_larger_size_is_offered_in_slices(edition: Edition) -> None:
    """The office gets its page at once; the rest is offered by the job of the next minute, to the first in line."""
    before = in_state(edition, State.WAITING)
    with writing():
        db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one().size = AT_ONCE + 5
    with writing():
        assert service.offer_what_is_free(edition)
    assert in_state(edition, State.WAITING) == before - AT_ONCE
    with writing():
        service.offer_what_is_free(edition)  # and to those who wait for nothing but the other way of taking part
    assert in_state(edition, State.WAITING) == before - AT_ONCE - 5


def test_nobody_is_looked_for_while_nothing_changed(edition: Edition, ctx: Flask) -> None:
    keep_sorted()
    keep_sorted()  # the first has written
    with counted(ctx) as sent:
        keep_sorted()
    assert not [one for one in sent if "protocol_key" in one]
    with writing():
        service.register(edition, submission(1))
    with counted(ctx) as sent:
        keep_sorted()
    assert [one for one in sent if "protocol_key" in one]
