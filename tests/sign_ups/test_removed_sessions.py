"""Seats of a session that is hidden or removed: they stay, and nobody is given one."""

from __future__ import annotations

import pytest
from factories import make_edition
from flask import Flask
from sessions import come, offer_sessions

from assembly.agenda.service.sessions import bring_back, remove_session, set_hidden
from assembly.extensions import db
from assembly.models import Mail, Session, SignUp
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.queries import sessions_to_choose, sessions_where_seats_wait
from assembly.transactions import writing


@pytest.mark.turns(2)
@pytest.mark.parametrize("gone", [remove_session, lambda one: set_hidden(one, True)])
def test_removed_session_gives_no_seat(ctx: Flask, gone: object) -> None:
    with writing():
        edition = make_edition()
        (session,) = offer_sessions(edition, 1)
        guests = [come(edition, number) for number in range(2)]
        for guest in guests:
            sign_ups.choose(guest, [session.code])
        gone(session)  # type: ignore[operator]
    with writing():
        sign_ups.free(guests[0])
    assert sessions_where_seats_wait() == []
    assert sessions_to_choose(edition) == {}
    assert db.session.query(Mail).filter_by(template="seat_free").count() == 0


def test_a_session_brought_back_has_its_seats(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        (session,) = offer_sessions(edition, 1)
        sign_ups.choose(come(edition, 1), [session.code])
        remove_session(session)
    with writing():
        bring_back(db.session.get_one(Session, session.id))
    assert [one.state.value for one in db.session.query(SignUp)] == ["confirmed"]
    assert sessions_to_choose(edition).keys() == {session.code}
