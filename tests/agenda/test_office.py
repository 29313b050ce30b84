"""The programme in the office: what lacks, what has changed, one button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.agenda.service import add_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Release, Session, SessionKind
from assembly.transactions import writing

DRAFT = "/en/manage/2031/programme/"
PUBLISH = 'form[action$="/publish"]'


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        add(edition, "Opening", "Ouverture")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def add(edition: Edition, english: str, french: str, abstract: Bilingual = Bilingual()) -> None:  # noqa: B008
    add_session(
        edition,
        kind=SessionKind.DEBATE,
        title=Bilingual(english, french),
        abstract=abstract,
        starts_at=edition.starts_at,
        ends_at=edition.starts_at + timedelta(minutes=30),
    )


def releases(app: Flask) -> list[str]:
    with app.app_context():
        return [one.note.fr for one in db.session.query(Release).order_by(Release.number)]


def test_one_press_publishes_with_its_note_and_a_second_nothing(app: Flask, office: InspectingClient) -> None:
    page = office.page(DRAFT)
    assert "Not published yet." in page.get_text()
    data = {"csrf_token": page.select_one(f"{PUBLISH} [name=csrf_token]")["value"]}
    data |= {"note_en": "All sessions", "note_fr": "Toutes les séances"}
    assert [office.post(DRAFT + "publish", data=data).status_code for _press in range(2)] == [303, 303]
    assert releases(app) == ["Toutes les séances"]
    page = office.page(DRAFT)
    assert "The public programme matches this one." in page.get_text()
    assert page.select_one(PUBLISH) is None
    assert "Ouverture" in office.page("/fr/2031/agenda").get_text()


def test_what_has_changed_since_is_counted_and_marked(app: Flask, office: InspectingClient) -> None:
    office.submit(DRAFT, form=PUBLISH)
    with app.app_context(), writing():
        db.session.query(Session).one().starts_at += timedelta(minutes=5)
    page = office.page(DRAFT)
    assert "1 session has changed since." in page.get_text()
    assert [one.get_text() for one in page.select(".tag")] == ["Changed since publication"]


@pytest.mark.parametrize(
    ("title", "abstract", "said"),
    [
        (("Debate", ""), Bilingual(), "French title missing"),
        (("", "Débat"), Bilingual(), "English title missing"),
        (("Debate", "Débat"), Bilingual("", "Oui"), "English description missing"),
    ],
)
def test_a_missing_language_is_named_and_nothing_is_published(
    app: Flask, office: InspectingClient, title: tuple[str, str], abstract: Bilingual, said: str
) -> None:
    with app.app_context(), writing():
        add(db.session.query(Edition).one(), *title, abstract)
    answer = office.submit(DRAFT, form=PUBLISH, status=422)
    assert said in answer.get_data(as_text=True)
    assert "one of the sessions below is missing a language" in answer.get_data(as_text=True)
    assert releases(app) == []


def test_a_note_in_one_language_is_no_note(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(DRAFT.replace("/en/", "/fr/"), form=PUBLISH, status=422, note_en="Only English")
    assert "Le texte français manque." in answer.get_data(as_text=True).replace("\u202f", " ")
    assert "Only English" in answer.get_data(as_text=True)
    assert releases(app) == []


def test_both_languages_say_the_same_once_somebody_has_looked(app: Flask, office: InspectingClient) -> None:
    dates = {"en": "2026-01-02T00:00:00+00:00", "fr": "2026-01-01T00:00:00+00:00"}
    with app.app_context(), writing():
        one = db.session.query(Session).one()
        one.words_changed = one.words_changed | {"title": dates}
    assert "One language was updated after" in office.page(DRAFT).get_text()
    office.submit(DRAFT, form='form[action$="/still-right"]')
    assert "One language was updated after" not in office.page(DRAFT).get_text()
