"""The day view of the draft: what lacks, what has changed, how many statements it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted

from assembly.agenda.service import sessions
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Session, SessionKind
from assembly.transactions import writing

DRAFT = "/en/manage/2031/programme/"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        add(edition, "Opening", "Ouverture")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def add(edition: Edition, english: str, french: str, minutes: int = 0, **facts: object) -> Session:
    starts_at = edition.starts_at + timedelta(minutes=minutes)
    said: dict[str, object] = {"kind": SessionKind.PANEL, "abstract": Bilingual(), "room": None}
    return add_session(
        edition,
        title=Bilingual(english, french),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        **(said | facts),  # type: ignore[arg-type]
    )


def edition() -> Edition:
    return db.session.query(Edition).one()


def tags(office: InspectingClient) -> list[str]:
    return [one.get_text() for one in office.page(DRAFT).select(".plan .tag")]


def test_empty_programme_offers_a_session(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        sessions.remove_session(db.session.query(Session).one())
    page = office.page(DRAFT)
    assert "There are no sessions yet." in page.get_text()
    assert page.select_one(".empty a")["href"] == "/en/manage/2031/programme/add"


def test_changes_since_are_counted_and_marked(app: Flask, office: InspectingClient) -> None:
    assert tags(office) == ["Not published"]
    with app.app_context(), writing():
        publish_programme(edition(), name="1", note=Bilingual())
    assert tags(office) == ["Published"]
    with app.app_context(), writing():
        db.session.query(Session).one().starts_at += timedelta(minutes=5)
    assert "1 session has changed since the programme was published." in office.page(DRAFT).get_text()
    assert tags(office) == ["Changed since publication"]


@pytest.mark.parametrize(
    ("title", "abstract", "said"),
    [
        (("Debate", ""), Bilingual(), "Missing: French"),
        (("", "Débat"), Bilingual(), "Missing: English"),
        (("Debate", "Débat"), Bilingual("", "Oui"), "Missing: English"),
    ],
)
def test_a_missing_language_is_marked(
    app: Flask, office: InspectingClient, title: tuple[str, str], abstract: Bilingual, said: str
) -> None:
    with app.app_context(), writing():
        add(edition(), *title, 30, abstract=abstract)
    assert tags(office) == ["Not published", "Not published", said]


def test_a_look_makes_both_languages_equal(app: Flask, office: InspectingClient) -> None:
    dates = {"en": "2026-01-02T00:00:00+00:00", "fr": "2026-01-01T00:00:00+00:00"}
    with app.app_context(), writing():
        one = db.session.query(Session).one()
        one.words_changed = one.words_changed | {"title": dates}
        code = one.code
    assert tags(office) == ["Not published", "Check the translation"]
    office.submit(DRAFT + code, form='form[action$="/still-right"]')
    assert tags(office) == ["Not published"]


def test_rooms_are_columns_days_are_tables(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        here = edition()
        here.ends_at += timedelta(days=1)
        for name in ("Hall", "Annex"):
            room = sessions.add_room(here.venue, Bilingual(name, name))
            add(here, name, name, 30, room=room, spoken=["fr", "ca"] if name == "Hall" else [])
        add(here, "Next day", "Le lendemain", 24 * 60)
    page = office.page(DRAFT)
    heads = [[one.get_text(strip=True) for one in table.select("thead th")] for table in page.select(".plan table")]
    assert heads == [["Time", "Hall", "Annex"], ["Time", "No room assigned"]]
    assert len(page.select("h2")) == 2
    spoken = [
        one.parent.get_text().partition("Languages spoken:")[2].split() for one in page.select("td .visually-hidden")
    ]
    assert spoken == [["Catalan", "and", "French"]]


def test_500_sessions_cost_no_more_statements(app: Flask, office: InspectingClient, full_scale: bool) -> None:
    def statements() -> int:
        with counted(app) as sent:
            office.get(DRAFT)
        return len(sent)

    with app.app_context(), writing():
        publish_programme(edition(), name="1", note=Bilingual())
    few = statements()
    with app.app_context(), writing():
        rooms = [sessions.add_room(edition().venue, Bilingual(f"R{n}", f"S{n}")) for n in range(10)]
        for number in range(499 if full_scale else 49):
            add(edition(), f"Session {number}", f"Séance {number}", 30 * (number // 10), room=rooms[number % 10])
        publish_programme(edition(), name="2", note=Bilingual())
    assert statements() <= few + 2
