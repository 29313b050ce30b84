"""The last release is undone: what comes back, and who does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from inspector import InspectingClient
from office_releases import add, move, releases, rows, send

from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import remove_session, set_hidden
from assembly.extensions import db
from assembly.models import Appearance, AppearanceRole, AppearanceState, Edition, Person, Presence, Session
from assembly.speakers.queries import published_appearances
from assembly.speakers.service.appearances import add_appearance, remove_appearance
from assembly.transactions import writing

PAGE = "/en/manage/2031/programme/publishing"
FORM = 'form[action$="/publish"]'
NOTE = {"note_en": "Lunch is later", "note_fr": "Le déjeuner est plus tard"}

UNDO = 'form[action$="/undo"]'


def speak(app: Flask, *families: str) -> None:
    """Speakers of the only session who have said yes."""
    with app.app_context(), writing():
        session = db.session.query(Session).one()
        for family in families:
            person = add_person(given="Ada", family=family, name_lang="", grammatical_form=None, mail_lang="en")
            state = AppearanceState.CONFIRMED
            add_appearance(session, person, AppearanceRole.SPEAKER, presence=Presence.REMOTE, mandate=None, state=state)


def part(family: str) -> Appearance:
    return db.session.query(Appearance).join(Person).filter(Person.family == family).one()


def public(app: Flask) -> list[str]:
    with app.app_context():
        published = published_appearances(db.session.query(Edition).one())
        return [one.name for rows in published.values() for one in rows]


def foreseen(office: InspectingClient) -> str:
    """What the page says an undo would do, without what it would take away."""
    found = office.page(PAGE).select_one(f"details:has({UNDO})")
    assert found is not None
    for gone in found.select("del"):
        gone.decompose()
    return found.get_text()


@pytest.mark.database
def test_the_last_release_is_undone_once(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    move(app)
    with app.app_context(), writing():
        add("Debate", "Débat", 30)
    office.submit(PAGE, form=FORM, **NOTE)
    page = office.page(PAGE)
    for _press in range(2):
        send(office, page, UNDO, 303)
    assert rows(app) == [("Opening", "scheduled", 2), ("Debate", "cancelled", 1)]
    assert len(releases(app)) == 3
    page = office.page(PAGE)
    assert page.select_one(UNDO) is None
    assert [one.get_text() for one in page.select("main > section .programme .tag")] == [
        "Changed",
        "Reinstated",
    ]
    assert "9\u00a0h\u00a000" in office.page("/fr/2031/agenda").get_text()


def test_an_undo_brings_back_nobody_who_declined(app: Flask, office: InspectingClient) -> None:
    speak(app, "Stays", "Declines")
    office.submit(PAGE, form=FORM)
    with app.app_context(), writing():
        decline(part("Declines"))
    office.submit(PAGE, form=FORM, **NOTE)
    office.submit(PAGE, form=UNDO)
    assert public(app) == ["Ada Stays"]


def decline(part: Appearance) -> None:
    part.state = AppearanceState.DECLINED


def decline_and_go(part: Appearance) -> None:
    decline(part)
    remove_session(part.session)


def moderate(part: Appearance) -> None:
    part.role = AppearanceRole.MODERATOR


@pytest.mark.turns(3)
@pytest.mark.parametrize("leave", [decline_and_go, remove_appearance, moderate])
def test_undo_restores_no_declined_part(
    app: Flask, office: InspectingClient, leave: Callable[[Appearance], None]
) -> None:
    speak(app, "Leaves")
    office.submit(PAGE, form=FORM)
    with app.app_context(), writing():
        leave(part("Leaves"))
    office.submit(PAGE, form=FORM, **NOTE)
    assert "(Speech" not in foreseen(office)
    office.submit(PAGE, form=UNDO)
    assert public(app) == []


@pytest.mark.proof("the people of a session that is back")
@pytest.mark.database
def test_undo_restores_people_of_removed_session(app: Flask, office: InspectingClient) -> None:
    speak(app, "Stays")
    office.submit(PAGE, form=FORM)
    with app.app_context(), writing():
        remove_session(db.session.query(Session).one())
    office.submit(PAGE, form=FORM, **NOTE)
    assert "Ada Stays (Speech" in foreseen(office)
    office.submit(PAGE, form=UNDO)
    assert public(app) == ["Ada Stays"]


@pytest.mark.proof("a rare order of events")
def test_a_cancellation_makes_nobody_public(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    speak(app, "Secret")
    with app.app_context(), writing():
        set_hidden(db.session.query(Session).one(), True)
    office.submit(PAGE, form=FORM, **NOTE)
    assert public(app) == []


def test_an_undo_sees_another_publication(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    page = office.page(PAGE)
    move(app)
    office.submit(PAGE, form=FORM, **NOTE)
    send(office, page, UNDO, 409)
    assert len(releases(app)) == 2
