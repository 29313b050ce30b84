"""Publishing in the office: what was seen is what is published, once; and the last one can be taken back."""

from __future__ import annotations

from itertools import chain

import pytest
from flask import Flask
from inspector import InspectingClient
from office_releases import add, move, releases, rows, send
from queries_counted import counted

from assembly.agenda.service.sessions import add_room, remove_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Entry, Release, Session
from assembly.transactions import writing

PAGE = "/en/manage/2031/programme/publishing"
DRAFT = "/en/manage/2031/programme/"
FORM = 'form[action$="/publish"]'
NOTE = {"note_en": "Lunch is later", "note_fr": "Le déjeuner est plus tard"}


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


@pytest.mark.proof("a second publishing")
def test_what_was_overridden_once_asks_no_more(app: Flask, office: InspectingClient) -> None:
    move(app, -30)
    office.submit(PAGE, form=FORM, reason="Doors open early")
    with app.app_context(), writing():
        add("Debate", "Débat", 30)
    assert "Already in the published version" in office.page(PAGE).get_text()
    office.submit(PAGE, form=FORM)
    assert len(releases(app)) == 2


@pytest.mark.database("proof")
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


def test_a_removed_session_is_cancelled_and_gone(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form=FORM)
    with app.app_context(), writing():
        remove_session(db.session.query(Session).one())
    draft = "/en/manage/2031/programme/"
    assert "Removed sessions that are still public" in office.page(draft).get_text()
    office.submit(PAGE, form=FORM, **NOTE)
    assert rows(app) == [("Opening", "cancelled", 1)]
    assert "Removed sessions that are still public" not in office.page(draft).get_text()


@pytest.mark.proof("words on pages of a hidden assembly")
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
