"""Publishing in the office: what was seen is what is published, once; and the last one can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from queries_counted import counted
from werkzeug.test import TestResponse

from assembly.accounts.service.people import add_person
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_room, add_session, remove_session, set_hidden
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Entry,
    Person,
    Presence,
    Release,
    Session,
    SessionKind,
)
from assembly.speakers.queries import published_appearances
from assembly.speakers.service.appearances import add_appearance, remove_appearance
from assembly.transactions import writing

PAGE = "/en/manage/2031/programme/publishing"
DRAFT = "/en/manage/2031/programme/"
FORM = 'form[action$="/publish"]'
UNDO = 'form[action$="/undo"]'
NOTE = {"note_en": "Lunch is later", "note_fr": "Le déjeuner est plus tard"}


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        add("Opening", "Ouverture")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def add(english: str, french: str, minutes: int = 0, room: bool = False) -> None:
    here = db.session.query(Edition).one()
    starts_at = here.starts_at + timedelta(minutes=minutes)
    add_session(
        here,
        kind=SessionKind.PANEL,
        title=Bilingual(english, french),
        abstract=Bilingual(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        room=add_room(here.venue, Bilingual("Hall", "Salle")) if room else None,
    )


def move(app: Flask, minutes: int = 5) -> None:
    with app.app_context(), writing():
        session = db.session.query(Session).order_by(Session.id).first()
        assert session is not None
        session.starts_at += timedelta(minutes=minutes)


def send(office: InspectingClient, page: BeautifulSoup, form: str, status: int, **answers: str) -> TestResponse:
    """Press the button of a page opened before."""
    found = page.select_one(form)
    assert found is not None
    answer = office.post(str(found["action"]), data=filled(found, answers))
    assert answer.status_code == status
    return answer


def releases(app: Flask) -> list[str]:
    with app.app_context():
        return [one.note.fr for one in db.session.query(Release).order_by(Release.number)]


def rows(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        edition = db.session.query(Edition).one()
        return [(row.title.en, row.status.value, row.ics_sequence) for row in latest_rows(edition)]


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
def test_second_press_publishes_nothing(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    assert [one.get_text() for one in page.select(".programme .tag")] == ["New"]
    data = {one["name"]: one["value"] for one in page.select(f"{FORM} input[type=hidden]")} | NOTE
    answers = [office.post(PAGE.replace("publishing", "publish"), data=data).status_code for _press in range(2)]
    assert answers == [303, 303]
    assert releases(app) == ["Le déjeuner est plus tard"]
    assert office.page(PAGE).select_one(FORM) is None
    assert "Ouverture" in office.page("/fr/2031/agenda").get_text()


def test_what_was_not_seen_is_not_published(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    move(app)
    answer = send(office, page, FORM, 409, **NOTE)
    assert "The programme has changed since you opened this page." in answer.get_data(as_text=True)
    assert NOTE["note_en"] in answer.get_data(as_text=True)
    assert releases(app) == []


def test_published_change_requires_a_note(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    move(app)
    with app.app_context(), writing():
        session = db.session.query(Session).order_by(Session.id).first()
        assert session is not None
        session.room = add_room(session.edition.venue, Bilingual("Hall", "Salle"))
    page = office.page(PAGE)
    pairs = ["09:00 – 09:30", "09:05 – 09:30"], ["–", "Hall"], ["–", "Salle"]  # each language beside its own
    assert [one.get_text() for one in page.select(".programme")[0].select("del, ins")] == [*chain(*pairs)]
    assert "Enter it in both languages." in page.get_text()
    answer = office.submit(PAGE, form=FORM, status=422)
    assert "The public has already seen a different version." in answer.get_data(as_text=True)
    office.submit(PAGE, form=FORM, **NOTE)
    assert releases(app) == ["", "Le déjeuner est plus tard"]


def test_note_needs_both_languages(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(PAGE.replace("/en/", "/fr/"), form=FORM, status=422, note_en="Only English")
    assert "Le texte français manque." in answer.get_data(as_text=True).replace("\u202f", " ")
    assert "Only English" in answer.get_data(as_text=True)
    assert releases(app) == []


def test_a_missing_language_cannot_be_overridden(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    with app.app_context(), writing():
        add("Debate", "", 30)
    assert office.page(PAGE).select_one(FORM) is None
    assert "Text missing: French." in office.page(PAGE).get_text()
    send(office, page, FORM, 409)
    assert releases(app) == []


def test_a_check_is_overridden_with_a_reason(app: Flask, office: InspectingClient) -> None:
    move(app, -30)
    answer = office.submit(PAGE, form=FORM, status=422)
    assert "The session is outside the assembly’s hours (09:00 to 13:00)." in answer.get_data(as_text=True)
    assert "say why you are publishing anyway" in answer.get_data(as_text=True)
    office.submit(PAGE, form=FORM, reason="Doors open early")
    assert "Doors open early" in office.page(PAGE).get_text()
    with app.app_context():
        made, session = db.session.query(Release).one(), db.session.query(Session).one()
        assert made.overridden == [f"outside:{session.code}"]
        assert db.session.query(Entry).filter_by(noun="release", verb="published").count() == 1


def test_what_was_overridden_once_asks_no_more(app: Flask, office: InspectingClient) -> None:
    move(app, -30)
    office.submit(PAGE, form=FORM, reason="Doors open early")
    with app.app_context(), writing():
        add("Debate", "Débat", 30)
    assert "Already in the published version" in office.page(PAGE).get_text()
    office.submit(PAGE, form=FORM)
    assert len(releases(app)) == 2


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


def test_a_cancellation_makes_nobody_public(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    speak(app, "Secret")
    with app.app_context(), writing():
        set_hidden(db.session.query(Session).one(), True)
    office.submit(PAGE, form=FORM, **NOTE)
    assert public(app) == []


@pytest.mark.database
def test_twenty_changes_cost_no_more_statements(app: Flask, office: InspectingClient) -> None:
    def statements() -> int:
        with counted(app) as sent:
            office.page(PAGE)
        return len(sent)

    office.submit(PAGE, form=FORM)
    move(app)
    few = statements()
    with app.app_context(), writing():
        for number in range(20):
            add(f"Session {number}", f"Séance {number}", 30)
    assert statements() == few


def test_an_undo_sees_another_publication(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    page = office.page(PAGE)
    move(app)
    office.submit(PAGE, form=FORM, **NOTE)
    send(office, page, UNDO, 409)
    assert len(releases(app)) == 2


def test_a_removed_session_is_cancelled_and_gone(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    with app.app_context(), writing():
        remove_session(db.session.query(Session).one())
    draft = "/en/manage/2031/programme/"
    assert "Removed sessions that are still public" in office.page(draft).get_text()
    office.submit(PAGE, form=FORM, **NOTE)
    assert rows(app) == [("Opening", "cancelled", 1)]
    assert "Removed sessions that are still public" not in office.page(draft).get_text()


def test_a_hidden_assembly_is_said_everywhere(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    assert "The public sees what you see here." in office.page(DRAFT).get_text()
    with app.app_context(), writing():
        db.session.query(Edition).one().is_announced = False
        add("Debate", "Débat", minutes=30)
    pages = [office.page(one).select_one("main") for one in (DRAFT, PAGE)]
    for page in pages:
        assert page is not None
        text = page.get_text()
        assert "The assembly is not public yet" in text
        assert not any(
            said in text for said in ("public sees what you see", "Everyone sees", "See the public programme")
        )
