"""A speaker who comes in person is registered exactly once, without a place; who is registered already is joined."""

from __future__ import annotations

import pytest
from asked_speakers import (
    AT,
    MINNA,
    at_the_desk,
    edition,
    furnish,
    invitation,
    invite,
    minna,
    opened,
    parts,
    registrations,
    says,
)
from factories import submission
from flask import Flask
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import AppearanceState, Category, EditionStatus, Mode, Pool, Registration, Representation, State
from assembly.registration.service import leaving, registering
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.jobs import register_speakers
from assembly.speaker_invitations.service.registering import settle
from assembly.transactions import writing


def register(app: Flask, number: int, **changes: object) -> None:
    with app.app_context(), writing():
        registering.register(edition(), submission(number, **changes))


def of(app: Flask, family: str = "Arve") -> list[tuple[str, str, str]]:
    with app.app_context():
        mine = [one for one in registrations() if one.person.family == family]
        return [(one.category.value, one.mode.value, one.state.value) for one in mine]


def taken(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(Pool.taken).where(Pool.mode == Mode.ON_SITE)).one()


@pytest.mark.database
def test_a_full_room_keeps_no_speaker_out(stage: Flask) -> None:
    register(stage, 1)
    register(stage, 2)
    says(stage, opened(stage, invite(stage)), "in_person")
    assert of(stage) == [("speaker", "on_site", "confirmed")]
    assert taken(stage) == 1
    with stage.app_context():
        assert [one.state for one in registrations()] == [State.CONFIRMED, State.WAITING, State.CONFIRMED]
        assert db.session.scalars(select(Representation.registration_id)).all()[-1] == registrations()[-1].id


def test_who_is_registered_is_joined(stage: Flask) -> None:
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku")
    client = opened(stage, invite(stage))
    says(stage, client, "in_person")
    assert of(stage) == [("participant", "on_site", "confirmed")]
    says(stage, client, "declines")
    assert of(stage) == [("participant", "on_site", "confirmed")]


@pytest.mark.database("proof")
def test_who_waits_comes_in_as_a_speaker(stage: Flask) -> None:
    register(stage, 1)
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku")
    client = opened(stage, invite(stage))
    says(stage, client, "in_person")
    assert of(stage) == [("speaker", "on_site", "confirmed")]
    assert taken(stage) == 1
    says(stage, client, "declines")
    assert of(stage) == [("participant", "on_site", "waiting")]


@pytest.mark.proof("test_who_waits_comes_in_as_a_speaker")
def test_who_follows_online_comes_and_goes_back(stage: Flask) -> None:
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku", mode=Mode.ONLINE)
    invite(stage)
    with stage.app_context():
        for state in (AppearanceState.CONFIRMED, AppearanceState.CANCELLED):
            with writing():
                parts()[0].state = state
                settle(invitation(), anew=state is AppearanceState.CONFIRMED)
            is_speaker = state is AppearanceState.CONFIRMED
            expected = ("speaker", "on_site", "confirmed") if is_speaker else ("participant", "online", "confirmed")
            assert of(stage) == [expected]


@pytest.mark.proof("test_what_the_office_cancels_ends_the_registration")
def test_one_session_less_keeps_the_registration(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    says(stage, client, "in_person", "in_person")
    says(stage, client, "declines")
    assert of(stage) == [("speaker", "on_site", "confirmed")]
    says(stage, client, "declines", "declines")
    assert of(stage) == [("speaker", "on_site", "cancelled")]
    says(stage, client, "in_person", "declines")
    assert of(stage) == [("speaker", "on_site", "cancelled"), ("speaker", "on_site", "confirmed")]


@pytest.mark.database("proof")
def test_what_the_office_cancels_ends_the_registration(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage)), "in_person")
    with stage.app_context():
        with writing():
            parts()[0].state = AppearanceState.CANCELLED
        assert queries.unsettled() == [invitation().id]
        register_speakers()
        assert queries.unsettled() == []
    assert of(stage) == [("speaker", "on_site", "cancelled")]


@pytest.mark.proof("test_who_waits_comes_in_as_a_speaker gives back")
@pytest.mark.database
def test_what_the_office_cancels_gives_back(stage: Flask) -> None:
    """Who waited came in as a speaker: the registration was theirs before, under another entry."""
    register(stage, 1)
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku")
    says(stage, opened(stage, invite(stage)), "in_person", "declines")
    assert of(stage) == [("speaker", "on_site", "confirmed")]
    with stage.app_context():
        with writing():
            parts()[0].state = AppearanceState.CANCELLED
        assert queries.unsettled() == [invitation().id]
        register_speakers()
        assert queries.unsettled() == []
    assert of(stage) == [("participant", "on_site", "waiting")]


@pytest.mark.proof("test_who_is_registered_is_joined")
@pytest.mark.database
def test_registered_under_another_entry_is_settled(stage: Flask) -> None:
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku")
    invite(stage)
    with stage.app_context():
        with writing():
            parts()[0].state = AppearanceState.CONFIRMED
        assert queries.unsettled() == []


@pytest.mark.proof("an exception of test_who_is_registered_is_joined")
@pytest.mark.database
def test_a_speaker_the_office_made_stays(stage: Flask) -> None:
    register(stage, 0, given="Minna", family="Arve", email=MINNA, place="Turku")
    invite(stage)
    with stage.app_context():
        with writing():
            registrations()[0].category = Category.SPEAKER
        assert queries.unsettled() == []


@pytest.mark.database("proof")
def test_what_the_office_confirms_is_registered_once(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        with writing():
            parts()[0].state = AppearanceState.CONFIRMED
        register_speakers()
        register_speakers()
    assert of(stage) == [("speaker", "on_site", "confirmed")]


def test_who_cancels_themselves_is_left_alone(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage)), "in_person")
    with stage.app_context():
        with writing():
            leaving.cancel(registrations()[0])
        register_speakers()
    assert of(stage) == [("speaker", "on_site", "cancelled")]
    desk = at_the_desk(stage)
    with stage.app_context():
        page = f"{AT}{minna().code}"
    desk.submit(page, form="form[action$='/register']")
    assert of(stage)[-1] == ("speaker", "on_site", "confirmed")


@pytest.mark.proof("an exception of test_who_is_registered_is_joined")
def test_what_the_office_has_changed_stays(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    says(stage, client, "in_person")
    with stage.app_context(), writing():
        registrations()[0].category = Category.PRESS
    says(stage, client, "declines")
    assert of(stage) == [("press", "on_site", "confirmed")]


@pytest.mark.proof("registration: handing a place over")
def test_a_speaker_hands_over_no_place(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage)), "in_person")
    with stage.app_context():
        made = registrations()[0]
        assert made.can_be_changed
        assert not made.can_be_handed_over


@pytest.mark.proof("test_assembly_not_met_registers_no_speaker")
def test_an_assembly_online_registers_nobody(app: Flask) -> None:
    with app.app_context(), writing():
        made = furnish()
        db.session.delete(next(one for one in made.places if one.mode is Mode.ON_SITE))
        for pool in db.session.scalars(select(Pool)):
            db.session.delete(pool)
    says(app, opened(app, invite(app)), "in_person")
    assert of(app) == []


@pytest.mark.turns(2)
@pytest.mark.parametrize("facts", [{"status": EditionStatus.POSTPONED}, {"is_online": True}])
def test_assembly_not_met_registers_no_speaker(stage: Flask, facts: dict[str, object]) -> None:
    client = opened(stage, invite(stage))
    with stage.app_context(), writing():
        for name, value in facts.items():
            setattr(invitation().edition, name, value)
    says(stage, client, "in_person")
    with stage.app_context():
        register_speakers()
        assert queries.unsettled() == []
    assert of(stage) == []


@pytest.mark.proof("test_what_the_office_confirms_is_registered_once")
def test_settling_again_registers_nobody_again(stage: Flask) -> None:
    with stage.app_context():
        first = db.session.scalars(select(Registration)).all()
    says(stage, opened(stage, invite(stage)), "in_person")
    with stage.app_context(), writing():
        settle(invitation(), anew=True)
        settle(invitation(), anew=True)
    with stage.app_context():
        assert len(registrations()) == len(first) + 1
