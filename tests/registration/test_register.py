"""Registering: one submission, one registration."""

from __future__ import annotations

from collections import Counter

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import func, select

from assembly.errors import SentBefore
from assembly.extensions import db
from assembly.models import Badge, CommunityKind, Mail, MailState, Mode, Pool, Registration, Represents, State
from assembly.registration.service import creating, leaving, registering
from assembly.registration.service.submission import OnlineOnly
from assembly.transactions import writing


def count(noun: type) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


def test_a_registration_with_places_is_confirmed(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        first = registering.register(edition, submission(1))
        second = registering.register(edition, submission(2))
    assert (first.state, second.state, second.waiting_number) == (State.CONFIRMED, State.WAITING, 1)
    assert db.session.scalars(select(Pool.taken)).one() == 1


def test_the_same_form_twice_is_one_registration(ctx: Flask) -> None:
    sent = submission(1)
    with writing():
        edition = make_edition()
        first = registering.register(edition, sent)
    with writing():
        second = registering.register(edition, sent)
    assert first == second
    assert (count(Registration), count(Mail), count(Badge)) == (1, 1, 1)


def test_a_key_with_other_words_is_refused(ctx: Flask) -> None:
    sent = submission(1)
    with writing():
        edition = make_edition()
        registering.register(edition, sent)
    with pytest.raises(SentBefore), writing():
        registering.register(edition, submission(1, key=sent.key, function="Adjointe au maire"))
    assert db.session.scalars(select(Registration.function)).one() == "Maire"


def test_a_registered_person_is_told_by_email(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        first = registering.register(edition, submission(1))
        again = registering.register(edition, submission(1, given="zaneta"))
    assert again == first
    assert count(Registration) == 1
    assert db.session.scalars(select(Mail.template).order_by(Mail.id)).all() == [
        "registration_received",
        "already_registered",
    ]


def test_a_repeated_registration_looks_like_any(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        registering.register(edition, submission(1))
    for known, kept in ((1, "known"), (2, "unknown")):  # who is registered, and who is not
        sent = submission(known, key=f"the-key-of-the-{kept}")
        answered = []
        for _copy in range(2):
            with writing():
                answered.append(registering.register(edition, sent))
        assert answered[0] == answered[1], kept
        assert (answered[0].state, answered[0].waiting_number) == (State.WAITING, 1), kept
        for changes in ({"function": "Adjointe"}, {"email": "else@example.org", "family": "Else"}):
            with pytest.raises(SentBefore), writing():
                registering.register(edition, submission(known, key=sent.key, **changes))
    assert Counter(db.session.scalars(select(Mail.template))) == {"registration_received": 2, "already_registered": 1}


def test_an_address_is_told_five_times_hourly(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        first = registering.register(edition, submission(1))
    for number in range(7):
        sent = submission(1, key=f"once-more-key-{number}")
        with writing():
            assert registering.register(edition, sent) == first
        with pytest.raises(SentBefore), writing():
            registering.register(edition, submission(1, key=sent.key, function="Adjointe"))
    told = select(Mail.state).where(Mail.template == "already_registered")
    assert Counter(db.session.scalars(told)) == {MailState.QUEUED: 5, MailState.DROPPED: 2}


def test_an_organisation_gets_no_place(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
    with pytest.raises(OnlineOnly), writing():
        registering.register(edition, submission(1, represents=Represents.ORGANISATION))
    with writing():
        outcome = registering.register(edition, submission(1, represents=Represents.ORGANISATION, mode=Mode.ONLINE))
    assert outcome.state is State.CONFIRMED


def test_cancelling_frees_the_place_once(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        registering.register(edition, submission(1))
    registration = db.session.scalars(select(Registration)).one()
    for _click in range(2):
        with writing():
            leaving.cancel(registration)
    assert db.session.scalars(select(Pool.taken)).one() == 0
    assert [move.to_state for move in registration.moves] == [State.CONFIRMED, State.CANCELLED]
    with writing():
        assert registering.register(edition, submission(1)).state is State.CONFIRMED


def test_a_free_place_goes_to_the_waiting(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=1)
        registering.register(edition, submission(1))
        registering.register(edition, submission(2))
        leaving.cancel(db.session.scalars(select(Registration).where(Registration.seq == 1)).one())
        outcome = registering.register(edition, submission(3))
    assert (outcome.state, outcome.waiting_number) == (State.WAITING, 1)
    second = db.session.scalars(select(Registration).where(Registration.seq == 2)).one()
    assert second.state is State.OFFERED


def test_spoken_references_never_repeat() -> None:
    references = [creating.spoken_reference(number) for number in range(40_000)]
    assert len(set(references)) == 40_000
    assert references[0] == "A2-00"


@pytest.mark.turns(4)
@pytest.mark.parametrize("kind", [kind for kind in CommunityKind if not kind.may_sign])
def test_a_known_company_follows_online(ctx: Flask, kind: CommunityKind) -> None:
    with writing():
        edition = make_edition()
        make("acme", "Acme", kind=kind)
    for represents in (Represents.COMMUNITY, Represents.PUBLIC_BODY):
        with pytest.raises(OnlineOnly), writing():
            registering.register(edition, submission(1, place="ACME", represents=represents))
    assert count(Registration) == 0
    with writing():
        outcome = registering.register(edition, submission(1, place="ACME", mode=Mode.ONLINE))
    assert outcome.state is State.CONFIRMED


@pytest.mark.turns(5)
@pytest.mark.parametrize("kind", [kind for kind in CommunityKind if kind.may_sign])
def test_whoever_may_sign_may_come(ctx: Flask, kind: CommunityKind) -> None:
    with writing():
        edition = make_edition()
        make("acme", "Acme", kind=kind)
        assert registering.register(edition, submission(1, place="ACME")).state is State.CONFIRMED
