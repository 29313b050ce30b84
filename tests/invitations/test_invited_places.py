"""An invitation that is answered otherwise keeps its place: nobody who waits is offered it in between."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from invitees import invitee
from sqlalchemy import select

from assembly.access import queries as access_queries
from assembly.communities.service.networks import add_network
from assembly.delegations import queries as delegation_queries
from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.invitations.queries.listing import by_network, invitations, standings
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service.answering import Answer
from assembly.models import Bilingual, Edition, Invitation, Mail, Mode, Registration, Reply, Representation, State
from assembly.registration.service import handing_over, leaving, registering
from assembly.registration.service.handing_over import Successor
from assembly.transactions import writing

ANNA = {"given": "Anna", "family": "Gość 000", "email": "guest0@example.org"}


def deputy(name: str) -> Answer:
    return Answer(Reply.REPRESENTED, given=name, family="Nowak", function="Deputy mayor", email=f"{name}@example.org")


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """One place; a mayor is invited."""
    with writing():
        make("rzeszow", "Rzeszów")
        add_network(code="eurocities", short_name="Eurocities", name="Eurocities network", role=Bilingual())
        edition = make_edition(size=1)
        inviting.invite(edition, invitee())
    return edition


def say(said: Answer) -> None:
    with writing():
        invitation_answering.answer(db.session.scalars(select(Invitation)).one(), said)


def waits(edition: Edition, number: int = 5, **changes: Any) -> Registration:
    with writing():
        outcome = registering.register(edition, submission(number, place="Porto", **changes))
    return access_queries.by_code(outcome.reference)  # type: ignore[return-value]


def everybody() -> dict[str, str]:
    rows = db.session.scalars(select(Registration).order_by(Registration.id))
    return {one.badge_name: one.state.value for one in rows}


@pytest.mark.proof("test_a_named_colleague_follows_directly")
def test_a_represented_mayors_place_passes_on(edition: Edition) -> None:
    say(Answer(Reply.COMES))
    other = waits(edition)
    say(deputy("ewa"))
    say(deputy("jan"))
    assert everybody() == {
        "Anna Gość 000": "cancelled",
        "Żaneta Łukaszewicz 5": "waiting",
        "ewa Nowak": "cancelled",
        "jan Nowak": "confirmed",
    }
    say(Answer(Reply.COMES))
    rows = db.session.scalars(select(Registration).where(Registration.state == State.CONFIRMED)).all()
    assert [(one.badge_name, one.seq) for one in rows] == [("Anna Gość 000", 1)]
    assert (pool_of(edition, Mode.ON_SITE).taken, other.state) == (1, State.WAITING)  # type: ignore[union-attr]
    assert "place_offered" not in {one.template for one in db.session.scalars(select(Mail))}
    assert [
        (one.registration.badge_name, one.for_person_id is not None) for one in delegation_queries.chain(rows[0])
    ] == [
        ("Anna Gość 000", False),
        ("ewa Nowak", True),
        ("jan Nowak", True),
        ("Anna Gość 000", False),
    ]


@pytest.mark.proof("test_a_named_colleague_follows_directly, while waiting")
def test_a_turn_of_waiting_passes_on(edition: Edition) -> None:
    first = waits(edition, 4)
    say(Answer(Reply.COMES))
    behind = waits(edition, 5)
    say(deputy("ewa"))
    assert everybody()["ewa Nowak"] == "waiting"
    with writing():
        leaving.cancel(first)
    assert everybody()["ewa Nowak"] == "offered"
    assert behind.state is State.WAITING
    say(Answer(Reply.COMES))  # to say so takes the place that was offered
    assert everybody()["ewa Nowak"] == "cancelled"
    assert db.session.scalars(select(Invitation)).one().registration.state is State.CONFIRMED  # type: ignore[union-attr]


@pytest.mark.proof("registered people keep theirs: test_invitation_neither_reveals_nor_cancels_registered")
def test_a_registered_deputy_keeps_their_own(edition: Edition) -> None:
    say(Answer(Reply.COMES))
    ewa = waits(edition, given="ewa", family="Nowak", email="ewa@example.org")
    say(deputy("ewa"))
    assert ewa.state is State.OFFERED
    say(Answer(Reply.DECLINES))
    assert ewa.state is State.OFFERED


def test_a_place_handed_over_stays_the_invitations(edition: Edition) -> None:
    say(Answer(Reply.COMES))
    waits(edition)
    invitation = db.session.scalars(select(Invitation)).one()
    with writing():
        heir = handing_over.hand_over(
            invitation.registration, Successor("Ewa", "Nowak", "Deputy", "ewa@example.org", "en")
        )
    assert (invitation.reply, invitation.registration) == (Reply.REPRESENTED, heir)
    say(Answer(Reply.COMES))
    assert (everybody()["Ewa Nowak"], invitation.registration.state) == ("cancelled", State.CONFIRMED)
    with writing():
        heir = handing_over.hand_over(
            invitation.registration, Successor("Jan", "Nowak", "Deputy", "jan@example.org", "en")
        )
    say(Answer(Reply.DECLINES))
    assert heir.state is State.CANCELLED


@pytest.mark.proof("test_a_place_handed_over_stays_the_invitations, and back")
def test_handed_back_to_the_invited_they_come(edition: Edition) -> None:
    say(deputy("ewa"))
    invitation = db.session.scalars(select(Invitation)).one()
    with writing():
        handing_over.hand_over(invitation.registration, Successor(**ANNA, function="Mayor", lang="en"))
    assert invitation.reply is Reply.COMES


@pytest.mark.turns(3)
@pytest.mark.parametrize("said", [Answer(Reply.COMES), deputy("ewa"), Answer(Reply.ONLINE)])
def test_who_cancels_is_not_counted_as_coming(edition: Edition, said: Answer) -> None:
    say(said)
    invitation = db.session.scalars(select(Invitation)).one()
    assert [(one.answered, one.coming) for one in by_network(edition)] == [(1, 1)]
    with writing():
        leaving.cancel(invitation.registration)
    assert [(one.answered, one.coming) for one in by_network(edition)] == [(1, 0)]
    found = {one.value: count for one, count in standings(edition).items() if count}
    assert found == {"declines": 1}
    assert invitations(edition, "", 1, standing=next(iter(s for s, n in standings(edition).items() if n))).total == 1
    assert invitation.outcome is Reply.DECLINES


def standing() -> list[tuple[str, str, bool]]:
    """The chain of the invited mayor's city: who, for whom, and whether they stand still."""
    rows = db.session.scalars(select(Representation).order_by(Representation.id))
    return [
        (one.registration.badge_name, one.for_person.family if one.for_person else "", one.until_at is None)
        for one in rows
    ]


@pytest.mark.proof("delegations/test_representing")
def test_an_earlier_deputy_returns_when_she_declines(ctx: Flask) -> None:
    with writing():
        make("rzeszow", "Rzeszów")
        add_network(code="eurocities", short_name="Eurocities", name="Eurocities network", role=Bilingual())
        edition = make_edition()
        inviting.invite(edition, invitee())
    with writing():
        registering.register(edition, submission(7, function="Adjointe"))
    for said in (deputy("claire"), Answer(Reply.COMES), Answer(Reply.DECLINES)):
        say(said)
    seventh = "Żaneta Łukaszewicz 7"
    assert standing() == [
        (seventh, "", False),
        ("claire Nowak", "Gość 000", False),
        ("Anna Gość 000", "", False),
        (seventh, "", True),
    ]


def test_a_named_colleague_follows_directly(ctx: Flask) -> None:
    with writing():
        make("rzeszow", "Rzeszów")
        add_network(code="eurocities", short_name="Eurocities", name="Eurocities network", role=Bilingual())
        edition = make_edition()
        inviting.invite(edition, invitee())
    say(Answer(Reply.COMES))
    for number, given in ((7, "jan"), (8, "ewa")):
        with writing():
            registering.register(
                edition,
                submission(number, given=given, family="Nowak", email=f"{given}@example.org", function="Adjoint"),
            )
    say(deputy("ewa"))
    assert standing() == [("Anna Gość 000", "", False), ("ewa Nowak", "Gość 000", True)]
