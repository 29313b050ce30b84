"""Session sign-up: seats in order, one mail for a seat that becomes free, nobody in two rooms, nothing while off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from factories import make_edition
from flask import Flask
from queries_counted import counted
from seats import guest
from sessions import add_one, come, offer_sessions
from sqlalchemy import func, select

from assembly import clock
from assembly.agenda.service.releases import release
from assembly.calendar.service import publish_programme
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Entry, Mail, Mode, Registration, Session, SessionKind, SignUp, State
from assembly.people.service import answering
from assembly.registration.service import leaving
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.jobs import give_free_seats
from assembly.transactions import writing


@pytest.fixture
def house(ctx: Flask) -> Edition:
    """Three people, and two sessions one after the other: one seat in the first, no limit in the second."""
    with writing():
        edition = make_edition()
        offer_sessions(edition, 1, None)
        for number in range(3):
            come(edition, number)
    return edition


def session(number: int) -> Session:
    return next(one for one in db.session.scalars(select(Session)) if one.title.en == f"Session {number}")


def choose(number: int, *sessions: int, **options: Any) -> None:
    with writing():
        sign_ups.choose(guest(number), [session(one).code for one in sessions], **options)


def standing(number: int = 1) -> list[tuple[int, str, int]]:
    """Who stands how in a session, by their numbers in it."""
    rows = db.session.scalars(select(SignUp).where(SignUp.session == session(number)).order_by(SignUp.seq))
    return [(int(row.registration.badge_name.split()[-1]), row.state.value, row.seq) for row in rows]


def mails() -> int:
    return db.session.scalar(select(func.count()).where(Mail.template == "seat_free")) or 0


def test_seats_are_given_then_people_wait(house: Edition) -> None:
    for number in (2, 0, 1):
        choose(number, 1, 2)
    assert standing(1) == [(2, "confirmed", 1), (0, "waiting", 2), (1, "waiting", 3)]
    assert [state for _who, state, _seq in standing(2)] == ["confirmed"] * 3


def test_a_freed_seat_goes_on_with_email(house: Edition) -> None:
    for number in range(3):
        choose(number, 1)
    choose(0)
    assert standing() == [(0, "cancelled", 1), (1, "confirmed", 2), (2, "waiting", 3)]
    assert mails() == 1
    choose(0, 1)  # who comes back stands at the end
    assert standing() == [(1, "confirmed", 2), (2, "waiting", 3), (0, "waiting", 4)]


def test_a_second_click_changes_nothing(house: Edition) -> None:
    choose(0, 1, 2, seen=[])
    before = standing(), db.session.scalar(select(func.count(Entry.n)))
    choose(0, 1, 2, seen=[])
    assert (standing(), db.session.scalar(select(func.count(Entry.n)))) == before


def leave_by_cancelling(registration: Registration) -> None:
    leaving.cancel(registration)


def leave_by_being_declined(registration: Registration) -> None:
    answering.decline(registration, "A mistake of ours")


@pytest.mark.turns(2)
@pytest.mark.parametrize("leave", [leave_by_cancelling, leave_by_being_declined])
def test_whoever_does_not_come_frees_their_seats(house: Edition, leave: Callable[[Registration], None]) -> None:
    for number in range(3):
        choose(number, 1, 2)
    with writing():
        leave(guest(1))  # who only waits gives nobody a seat
    assert mails() == 0
    with writing():
        leave(guest(0))
    assert standing(1) == [(0, "cancelled", 1), (1, "cancelled", 2), (2, "confirmed", 3)]
    assert [state for _who, state, _seq in standing(2)] == ["cancelled", "cancelled", "confirmed"]
    assert mails() == 1


def test_nobody_is_in_two_sessions_at_once(house: Edition) -> None:
    with writing():
        add_one(house, 2, at=1)  # while session 2 runs
        publish_programme(house, name="More options", note=Bilingual())
    choose(0, 1)
    with pytest.raises(sign_ups.TwoAtOnce) as refused:
        choose(0, 2, 3)
    assert "“Session 2” and “Session 3”" in str(refused.value)
    assert [who for who, state, _seq in standing(1) if state == "confirmed"] == [0]  # nothing of the wish is done
    assert standing(2) == standing(3) == []


def test_one_session_may_follow_another(house: Edition) -> None:
    choose(0, 1, 2)
    assert len(standing(2)) == 1


def hide(house: Edition) -> str:
    session(1).hidden = True
    return session(1).code


def withdraw(house: Edition) -> str:
    session(1).hidden = True
    db.session.flush()
    release(house, name="Less", note=Bilingual())
    session(1).hidden = False
    return session(1).code


def draft_only(house: Edition) -> str:
    return add_one(house, 5).code


def a_break(house: Edition) -> str:
    session(1).kind = SessionKind.BREAK
    db.session.flush()
    release(house, name="A break", note=Bilingual())
    return session(1).code


def of_another_edition(house: Edition) -> str:
    return offer_sessions(make_edition("2032"), 5)[0].code


def never_heard_of(house: Edition) -> str:
    return "\x00' OR 1=1"


@pytest.mark.turns(2)
@pytest.mark.parametrize("which", [hide, withdraw, draft_only, a_break, of_another_edition, never_heard_of])
def test_only_published_sessions_can_be_chosen(house: Edition, which: Callable[[Edition], str]) -> None:
    with writing():
        code = which(house)
    with pytest.raises(sign_ups.SessionNotOpen), writing():
        sign_ups.choose(guest(0), [code, session(2).code])
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == 0


@pytest.mark.proof("an exception of test_a_freed_seat_goes_on_with_email")
def test_begun_sessions_keep_their_seats(house: Edition) -> None:
    for number in range(2):
        choose(number, 1)
    with clock.at(session(1).starts_at):
        choose(0, 2)
        assert standing(1)[0] == (0, "confirmed", 1)
        with pytest.raises(sign_ups.SessionNotOpen):
            choose(2, 1)
        with writing():
            leaving.cancel(guest(0))
    assert standing(1) == [(0, "cancelled", 1), (1, "waiting", 2)]
    assert mails() == 0


@pytest.mark.turns(3)
@pytest.mark.parametrize("state", [one for one in State if one is not State.CONFIRMED])
def test_only_who_is_confirmed_has_a_seat(house: Edition, state: State) -> None:
    with writing():
        guest(0).state = state
    with pytest.raises(sign_ups.NoSeatNeeded):
        choose(0, 2)


def test_who_follows_online_needs_no_seat(house: Edition) -> None:
    with writing():
        come(house, 7, mode=Mode.ONLINE)
    with pytest.raises(sign_ups.NoSeatNeeded):
        choose(7, 2)


def test_an_older_page_undoes_nothing(house: Edition) -> None:
    choose(0, 1, seen=[])
    with pytest.raises(ChangedMeanwhile):
        choose(0, 2, seen=[])
    assert standing(2) == []


@pytest.mark.proof("test_a_freed_seat_goes_on_with_email")
def test_more_seats_go_to_the_waiting(house: Edition) -> None:
    for number in range(3):
        choose(number, 1)
    surplus = []
    for capacity in (2, 1, None):
        with writing():
            surplus.append(sign_ups.set_capacity(session(1), capacity))
        if capacity:
            assert [state for _who, state, _seq in standing()] == ["confirmed", "confirmed", "waiting"]
    assert surplus == [0, 1, 0]
    assert [state for _who, state, _seq in standing()] == ["confirmed"] * 3
    assert mails() == 2


@pytest.mark.proof("test_a_freed_seat_goes_on_with_email")
def test_a_seat_left_is_given_soon(house: Edition) -> None:
    """Two registrations that become one, or somebody who follows online from now on."""
    for number in range(3):
        choose(number, 1, 2)
    with writing():
        guest(0).mode = Mode.ONLINE
    give_free_seats()
    assert standing() == [(0, "cancelled", 1), (1, "confirmed", 2), (2, "waiting", 3)]
    with writing():
        db.session.delete(db.session.get_one(SignUp, (session(1).id, guest(1).id)))
    give_free_seats()
    assert standing() == [(0, "cancelled", 1), (2, "confirmed", 3)]
    assert mails() == 2
    entries = db.session.scalar(select(func.count(Entry.n)))
    give_free_seats()
    assert db.session.scalar(select(func.count(Entry.n))) == entries


def test_a_choice_costs_the_same_among_many(ctx: Flask, house: Edition, full_scale: bool) -> None:
    many = range(10, 30 if full_scale else 16)
    with writing():
        for number in many:
            come(house, number)
    costs = []
    for number in many:
        with counted(ctx) as sent:
            choose(number, 1, 2)
        costs.append(len(sent))
    assert len(set(costs)) == 1, costs
