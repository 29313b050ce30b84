"""A session copied, hidden, removed and brought back."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from office_sessions import DRAFT, one, path

from assembly.accounts.service.people import add_person
from assembly.agenda.queries import draft, latest_rows
from assembly.agenda.service.sessions import (
    change_session,
    duplicate,
    facts_of,
    remove_session,
    set_hidden,
    still_right,
)
from assembly.calendar.service import publish_programme
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Appearance, AppearanceRole, Bilingual, Edition, Presence, Session
from assembly.recordings.service import add_recording
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing


def one_of(number: int) -> Session:
    return db.session.query(Session).order_by(Session.id).all()[number]


def test_a_copy_is_hidden_and_made_once(app: Flask, office: InspectingClient) -> None:
    address = path(app)
    token = {"csrf_token": office.page(address).select_one("[name=csrf_token]")["value"]}
    copies = {office.post(f"{address}/duplicate", data=token).location for _press in range(2)}
    assert len(copies) == 1
    with app.app_context():
        edition = db.session.query(Edition).one()
        assert [(each.title.fr, each.hidden) for each in draft(edition)] == [("Ouverture", False), ("Ouverture", True)]


def test_a_hidden_session_has_another_as_copy(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        set_hidden(one(), True)
        copies = {duplicate(one_of(0)).id for _press in range(2)}
        assert copies == {one_of(1).id}


def test_a_second_press_keeps_the_copys_seats(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        one().capacity = 5
        copy = duplicate(one())
        assert copy.capacity == 5
        copy.capacity = 9
        assert duplicate(one_of(0)).capacity == 9


def test_hidden_and_shown_again(app: Flask, office: InspectingClient) -> None:
    office.submit(path(app), form='form[action$="/hide"]')
    assert "Hidden" in office.page(DRAFT).get_text()
    office.submit(path(app), form='form[action$="/show"]')
    assert "Hidden" not in office.page(DRAFT).get_text()


def test_unpublished_session_is_deleted_with_people(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        person = add_person(given="Ada", family="L", name_lang="en", grammatical_form=None, mail_lang="en")
        add_appearance(one(), person, AppearanceRole.SPEAKER, presence=Presence.REMOTE, mandate=None)
    office.submit(path(app), form="#remove form")
    with app.app_context():
        assert db.session.query(Session).count() == db.session.query(Appearance).count() == 0


def test_a_removed_published_session_comes_back(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        publish_programme(one().edition, name="1", note=Bilingual())
    address = path(app)
    office.submit(address, form="#remove form")
    assert office.get(address).status_code == 404
    with app.app_context():
        assert len(latest_rows(db.session.query(Edition).one())) == 1
    office.submit(DRAFT, form='form[action$="/bring-back"]')
    assert office.get(address).status_code == 200


def test_a_recorded_session_stays(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        add_recording(one().edition, one())
    answer = office.submit(path(app), form="#remove form", status=409)
    assert "There is a recording of this session" in answer.get_data(as_text=True)
    with app.app_context():
        assert one().removed_at is None


def test_a_removed_session_is_not_changed(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            publish_programme(one().edition, name="1", note=Bilingual())
            remove_session(one())
        facts = facts_of(one())
        acts = (
            lambda: change_session(one(), facts, seen=facts.mark),
            lambda: set_hidden(one(), True),
            lambda: still_right(one()),
        )
        for act in acts:
            with pytest.raises(ChangedMeanwhile), writing():
                act()
        assert one().hidden is False


def test_removing_twice_is_removing_once(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        publish_programme(one().edition, name="1", note=Bilingual())
        session = one()
        remove_session(session)
        first = session.removed_at
        remove_session(session)
        assert session.removed_at == first
