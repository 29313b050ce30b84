"""What has changed since: marks at the sessions, and all releases with what each of them did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from programmes import add, publish, room, speak, two_rooms
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.agenda import queries
from assembly.agenda.published.marks import Mark, marks
from assembly.agenda.service.sessions import remove_session
from assembly.calendar.service import undo_last
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Session
from assembly.transactions import writing

CHANGES = "/2031/agenda/changes"


def marked(edition: Edition) -> dict[str, list[Mark]]:
    found = marks(queries.all_rows(edition))
    return {row.title.en: found[row.session_id] for row in queries.latest_rows(edition) if row.session_id in found}


def publish_twice() -> Edition:
    """A programme in which one session has moved, one has another room, one was cancelled, and one is new."""
    with writing():
        edition = make_edition()
        sessions = two_rooms(edition)
    with writing():
        sessions["left"].starts_at += timedelta(minutes=10)
        sessions["right"].room = room(edition, "Attic")
        speak(sessions["opening"], "Grace Hopper")
        remove_session(sessions["closing"])
        add(edition, "New", 130, 150)
        publish(edition, "Sorry")
    return edition


@pytest.fixture
def changed(ctx: Flask) -> Edition:
    """That programme, for queries and services."""
    return publish_twice()


@pytest.fixture
def visitor(app: Flask) -> InspectingClient:
    """Somebody who reads that programme."""
    with app.app_context():
        publish_twice()
    return app.test_client()  # type: ignore[return-value]


@pytest.mark.database
def test_marks_name_what_differs(changed: Edition) -> None:
    found = {title: [mark.kind for mark in some] for title, some in marked(changed).items()}
    assert found == {"Left": ["moved"], "Right": ["other_room"], "Closing": ["cancelled"], "New": ["new"]}
    (moved,) = marked(changed)["Left"]
    assert moved.times == (changed.starts_at + timedelta(minutes=30), changed.starts_at + timedelta(minutes=90))


def test_a_mark_outlives_a_corrected_word(changed: Edition) -> None:
    with writing():
        db.session.scalars(select(Session).where(Session.title_en == "Left")).one().title = Bilingual("Left!", "G !")
        publish(changed)
    assert [mark.kind for mark in marked(changed)["Left!"]] == ["moved"]
    assert "New" not in marked(changed)  # it was new in the release before


def test_the_first_release_marks_nothing(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        two_rooms(edition)
    assert marked(edition) == {}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Time changed on", "Room changed on", "Previously: Small room", "New since"]),
        ("fr", ["Horaire modifié le", "Salle modifiée le", "Auparavant : Small room (fr)", "Ajoutée le"]),
    ],
)
def test_the_timetable_shows_marks(visitor: InspectingClient, lang: str, words: list[str]) -> None:
    text = " ".join(visitor.page(f"/{lang}/2031/agenda").get_text().split())
    assert [one for one in words if one not in text] == []


def test_marks_end_with_the_assembly(changed: Edition, client: InspectingClient) -> None:
    with clock.at(changed.ends_at + timedelta(days=2)):
        assert "Time changed on" not in client.page("/en/2031/agenda").get_text()


def test_releases_say_what_they_did(visitor: InspectingClient) -> None:
    page = visitor.page(f"/en{CHANGES}")
    assert [one.get_text() for one in page.select(".programme .tag")] == [
        "Changed",
        "Changed",
        "Changed",
        "Cancelled",
        "New",
    ]
    text = page.get_text(" ")
    assert "First published, with 4 sessions." in text
    assert "Grace Hopper" in text
    assert "Sorry" in text
    assert {"09:30 – 10:30", "Small room"} < {one.get_text(strip=True) for one in page.select("del")}
    french = visitor.page(f"/fr{CHANGES}")
    assert "Première publication, avec 4 séances." in french.get_text(" ")


@pytest.mark.proof("a second kind of release")
def test_a_release_taken_back_is_a_change(changed: Edition, client: InspectingClient) -> None:
    with writing():
        undo_last(changed, number=2, name="3")
    page = client.page(f"/en{CHANGES}")
    latest = page.select_one(".programme")
    assert latest is not None
    said = {one.h3.get_text(): one.select_one(".tag").get_text() for one in latest.select("li")}
    assert said == {
        "Opening": "Changed",
        "Left": "Changed",
        "Right": "Changed",
        "Closing": "Reinstated",
        "New": "Cancelled",
    }


def test_only_new_words_say_so(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        session = two_rooms(edition)["left"]
    with writing():
        session.abstract = Bilingual("All about it", "Tout savoir")
        publish(edition, "Words")
    text = client.page(f"/en{CHANGES}").get_text()
    assert "The description has been updated." in text
    assert "All about it" not in text


def test_before_the_first_release_nothing_is_told(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        add(make_edition(), "Draft", 0, 30)
    page = client.page(f"/fr{CHANGES}")
    assert page.select_one(".empty a")["href"] == "/fr/2031/"  # type: ignore[index]
    assert "Draft" not in page.get_text()


def test_many_releases_cost_the_same(changed: Edition, app: Flask, client: InspectingClient) -> None:
    costs = []
    for number in range(2):
        with writing():
            add(changed, f"Later {number}", 160 + number, 161 + number)
            publish(changed, "More")
        with counted(app) as sent:
            client.get(f"/en{CHANGES}")
        costs.append(len(sent))
    assert costs[0] == costs[1]
