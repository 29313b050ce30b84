"""The waiting list: a free place is offered at once, in order, and goes on; reserved places; what is done by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from queries_counted import counted
from sqlalchemy import func, select
from waiting import by_number, states

from assembly import clock
from assembly.access.service import moving
from assembly.access.service.moving import ReasonMissing
from assembly.extensions import db
from assembly.models import MOVES, Edition, Mail, Mode, Pool, Registration, Reserve, State
from assembly.people.service import answering
from assembly.quotas import queries as quota_queries
from assembly.quotas.service import Rules
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving, registering, waiting_list
from assembly.registration.service.attendance import NotFree
from assembly.registration.service.waiting_list import OfferOver
from assembly.transactions import writing


def mails(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(Mail.template == kind)) or 0


@pytest.mark.database
def test_a_free_place_goes_to_the_first(edition: Edition) -> None:
    with writing():
        leaving.cancel(by_number(1))
    assert states() == {1: "cancelled", 2: "confirmed", 3: "offered", 4: "waiting", 5: "waiting"}
    assert mails("place_offered") == 1


@pytest.mark.database
def test_first_waiting_person_is_found_and_moves(ctx: Flask, edition: Edition) -> None:
    edition_id = edition.id
    db.session.rollback()
    db.session.expunge_all()
    edition = db.session.get_one(Edition, edition_id)
    with counted(ctx) as sent:
        found = quota_queries.first_waiting(edition, Mode.ON_SITE, Reserve.EVERYBODY, None)
        assert [one.person.email for one in found] == [f"mayor{number}@example.org" for number in (3, 4, 5)]
        assert [one.moves[-1].to_state for one in found] == [State.WAITING] * 3
    assert len(sent) == 2


@pytest.mark.database("proof")
def test_an_offer_is_taken_once(edition: Edition) -> None:
    with writing():
        leaving.cancel(by_number(1))
    for _click in range(2):
        with writing():
            waiting_list.accept_offer(by_number(3))
    assert states()[3] == "confirmed"
    assert [move.to_state for move in by_number(3).moves] == [State.WAITING, State.OFFERED, State.CONFIRMED]


def test_a_refused_offer_goes_to_the_next(edition: Edition) -> None:
    with writing():
        leaving.cancel(by_number(1))
    for _click in range(2):
        with writing():
            waiting_list.decline_offer(by_number(3))
    assert states() == {1: "cancelled", 2: "confirmed", 3: "waiting", 4: "offered", 5: "waiting"}
    assert by_number(3).seq > by_number(5).seq
    assert mails("offer_over") == 1


@pytest.mark.database("proof")
def test_an_offer_unanswered_goes_on_by_itself(edition: Edition) -> None:
    with writing():
        leaving.cancel(by_number(1))
    until = by_number(3).offered_until
    assert until is not None
    with clock.at(until):
        keep_moving()
        assert states()[3] == "offered"
    with clock.at(until + timedelta(seconds=1)):
        with pytest.raises(OfferOver), writing():
            waiting_list.accept_offer(by_number(3))
        keep_moving()
        keep_moving()
    assert states() == {1: "cancelled", 2: "confirmed", 3: "waiting", 4: "offered", 5: "waiting"}


def test_a_refused_offer_rests_a_while(ctx: Flask) -> None:
    """The only one who waits lets it go: it is free for somebody new, and they are asked again two days later."""
    with writing():
        edition = make_edition(size=1)
        for number in (1, 2):
            registering.register(edition, submission(number))
        leaving.cancel(by_number(1))
        waiting_list.decline_offer(by_number(2))
    keep_moving()
    assert states() == {1: "cancelled", 2: "waiting"}
    assert mails("place_offered") == 1
    with clock.at(clock.now() + timedelta(days=3)):
        keep_moving()
    assert states()[2] == "offered"
    with writing():
        waiting_list.decline_offer(by_number(2))
        assert registering.register(edition, submission(3)).state is State.CONFIRMED


@pytest.mark.proof("generated in test_life_cycle, too")
def test_a_missed_offer_comes_back_in_turn(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        for number in (1, 2):
            registering.register(edition, submission(number))
        leaving.cancel(by_number(1))
    until = by_number(2).offered_until
    assert until is not None
    with clock.at(until + timedelta(minutes=1)):
        keep_moving()
        assert states() == {1: "cancelled", 2: "offered"}
        assert by_number(2).offer_is_open
        assert mails("place_offered") == 2
        with writing():
            assert registering.register(edition, submission(3)).state is State.WAITING


def set_size(edition: Edition, size: int) -> None:
    count = next(one for one in edition.places if one.mode is Mode.ON_SITE)
    rules = Rules(count.opens_at, count.closes_at, count.is_reviewed, size)
    with writing():
        waiting_list.set_rules(edition, Mode.ON_SITE, rules)


@pytest.mark.turns(2)
@pytest.mark.parametrize("said", [False, True])
def test_more_places_first_go_to_the_waiting(edition: Edition, said: bool) -> None:
    """The walk: an offer is over, or answered “not now”; the place went on; then there are thirty places."""
    with writing():
        leaving.cancel(by_number(1))
    until = by_number(3).offered_until
    assert until is not None
    with clock.at(until + timedelta(minutes=1)):
        if said:
            with clock.at(until), writing():
                waiting_list.decline_offer(by_number(3))
        keep_moving()
        for number in (4, 5):
            with writing():
                leaving.cancel(by_number(number))
        keep_moving()
        set_size(edition, 30)
        assert states()[3] == "offered"
        with writing():
            assert registering.register(edition, submission(6)).state is State.CONFIRMED


@pytest.mark.proof("a rule saved while one rests")
def test_saved_rules_ask_nobody_resting(edition: Edition) -> None:
    with writing():
        for number in (1, 4, 5):
            leaving.cancel(by_number(number))
        waiting_list.decline_offer(by_number(3))
    set_size(edition, 2)
    keep_moving()
    assert states()[3] == "waiting"
    with writing():
        leaving.cancel(by_number(2))  # another place than the one let go
    assert states()[3] == "offered"


@pytest.mark.proof("nobody with an address waits")
def test_who_cannot_be_asked_has_the_place(ctx: Flask) -> None:
    """Somebody the office added without an address: no offer they could not answer, no mail to nobody."""
    with writing():
        edition = make_edition(size=1)
        registering.register(edition, submission(1))
        registering.add_by_hand(edition, submission(2, email="", origin="office"))
        leaving.cancel(by_number(1))
    assert states() == {1: "cancelled", 2: "confirmed"}
    with writing():
        answering.decline(by_number(2), "Another goes")
    assert {mail.person.email for mail in db.session.scalars(select(Mail)) if mail.person} == {"mayor1@example.org"}


def test_nothing_is_offered_after_the_beginning(edition: Edition) -> None:
    with clock.at(edition.starts_at), writing():
        leaving.cancel(by_number(1))
    assert "offered" not in states().values()


@pytest.mark.database("proof")
def test_more_places_are_offered_within_a_minute(edition: Edition) -> None:
    with writing():
        db.session.scalars(select(Pool)).one().size = 4
    keep_moving()
    assert list(states().values()) == ["confirmed"] * 2 + ["offered"] * 2 + ["waiting"]


def test_a_smaller_size_throws_nobody_out(edition: Edition) -> None:
    with writing():
        db.session.scalars(select(Pool)).one().size = 1
        leaving.cancel(by_number(1))
    assert states() == {1: "cancelled", 2: "confirmed", 3: "waiting", 4: "waiting", 5: "waiting"}


def test_by_hand_needs_reason_and_place(edition: Edition) -> None:
    with pytest.raises(ReasonMissing), writing():
        answering.give_place(by_number(5), "")
    with pytest.raises(NotFree), writing():
        answering.give_place(by_number(5), "She speaks at the opening")
    with writing():
        db.session.scalars(select(Pool)).one().size = 3
        answering.give_place(by_number(5), "She speaks at the opening")
    assert by_number(5).moves[-1].reason == "She speaks at the opening"
    assert states()[5] == "confirmed"


@pytest.mark.proof("review and free place together")
def test_with_review_nothing_comes_unasked(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        next(one for one in edition.places if one.mode is Mode.ON_SITE).is_reviewed = True
        outcomes = [registering.register(edition, submission(number)) for number in (1, 2, 3)]
    assert [(one.state, one.waiting_number) for one in outcomes] == [(State.SUBMITTED, None)] * 3
    with writing():
        answering.look_at(by_number(1))
        answering.approve(by_number(1))
        answering.approve(by_number(2))
        answering.decline(by_number(3), "One person for each city")
    assert states() == {1: "confirmed", 2: "waiting", 3: "declined"}
    assert mails("registration_declined") == 1


def test_a_declined_person_is_reviewed_again(edition: Edition) -> None:
    with writing():
        answering.decline(by_number(1), "Registered twice")
    assert states()[3] == "offered"
    with pytest.raises(ReasonMissing), writing():
        answering.look_at(by_number(1))
    with writing():
        answering.look_at(by_number(1), "It was another person")
        answering.approve(by_number(1))
    assert states()[1] == "waiting"


@pytest.mark.proof("after a decline alone")
def test_a_new_registration_ends_the_review(edition: Edition) -> None:
    with writing():
        answering.decline(by_number(1), "By mistake")
        registering.register(edition, submission(1, function="Conseillère"))
    first = db.session.scalars(select(Registration).where(Registration.state == State.DECLINED)).one()
    with pytest.raises(moving.NotPossible), writing():
        answering.look_at(first, "It was a mistake")


@pytest.mark.turns(2)
@pytest.mark.parametrize("state", State)
@pytest.mark.database("proof")
def test_only_legal_moves_exist(ctx: Flask, state: State) -> None:
    from assembly.access.service.moving import NotPossible, move  # noqa: PLC0415 -- not for other rooms

    with writing():
        registering.register(make_edition(), submission(1))
    for goal in State:
        with writing():
            registration = by_number(1)
            registration.state = state
            db.session.flush()
        legal = goal in MOVES[state]
        try:
            with writing():
                move(by_number(1), goal)
            assert legal
        except NotPossible:
            assert not legal
    with writing():
        by_number(1).state = State.CONFIRMED
