"""The programme to subscribe to: it says when to look again, and costs next to nothing while nothing has changed."""

from __future__ import annotations

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from readers import as_thunderbird
from sessions import offer_sessions
from sqlalchemy import select

from assembly.calendar.service import publish_programme
from assembly.editions.service.editions import set_day_and_place
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Session
from assembly.transactions import writing

FEED = "/en/2031/agenda.ics"


@pytest.fixture
def published(app: Flask) -> Flask:
    with app.app_context(), writing():
        offer_sessions(make_edition(), None, None)
    return app


def change_a_title() -> None:
    db.session.scalars(select(Session)).first().title = Bilingual("Debate", "Débat")
    db.session.flush()
    publish_programme(db.session.scalars(select(Edition)).one(), name="2", note=Bilingual())


def change_the_address() -> None:
    edition = db.session.scalars(select(Edition)).one()
    set_day_and_place(edition, seen=edition.version, place={"address": "Place 2"})


def test_feed_says_when_to_look_again(published: Flask, client: InspectingClient) -> None:
    answer = client.get(FEED)
    lines = answer.get_data(as_text=True).split("\r\n")
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "METHOD:PUBLISH"} <= set(lines)
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["ETag"].startswith('"')


@pytest.mark.database
def test_unchanged_feed_costs_two_statements(published: Flask, client: InspectingClient) -> None:
    mark = client.get(FEED).headers["ETag"]
    for told in (mark, f"W/{mark}", f'"another", {mark}', "*"):
        with counted(published) as sent:
            answer = client.get(FEED, headers={"If-None-Match": told})
        assert (answer.status_code, len(sent), answer.data) == (304, 2, b""), (told, sent)
        assert answer.headers["ETag"] == mark
    assert client.get(FEED, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.turns(2)
@pytest.mark.parametrize("change", [change_a_title, change_the_address])
def test_change_is_sent_to_whoever_asks_again(published: Flask, client: InspectingClient, change: object) -> None:
    before = client.get(FEED)
    with published.app_context(), writing():
        change()  # type: ignore[operator]
    after = client.get(FEED, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["ETag"] != before.headers["ETag"]) == (200, True)
    assert as_thunderbird(after.data) != as_thunderbird(before.data)


def test_each_language_has_its_own_mark(published: Flask, client: InspectingClient) -> None:
    english = client.get(FEED).headers["ETag"]
    assert client.get("/fr/2031/agenda.ics", headers={"If-None-Match": english}).status_code == 200


def test_draft_changes_neither_feed_nor_mark(published: Flask, client: InspectingClient) -> None:
    mark = client.get(FEED).headers["ETag"]
    with published.app_context(), writing():
        db.session.scalars(select(Session)).first().title = Bilingual("Not yet", "Pas encore")
    assert client.get(FEED, headers={"If-None-Match": mark}).status_code == 304
    assert b"Not yet" not in client.get(FEED).data


def test_feed_before_the_first_publication_is_empty(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_edition()
    answer = client.get(FEED)
    assert (answer.status_code, as_thunderbird(answer.data)) == (200, [])
    assert b"BEGIN:VTIMEZONE" in answer.data


@pytest.mark.parametrize(
    ("lang", "subscribe", "download"),
    [
        ("en", "Subscribe to the calendar (updates automatically)", "Download the calendar once (no updates)"),
        (
            "fr",
            "S’abonner au programme dans votre agenda (mises à jour automatiques)",
            "Télécharger le fichier d’agenda une seule fois (sans mise à jour)",
        ),
    ],
)
def test_links_say_what_each_does(
    published: Flask, client: InspectingClient, lang: str, subscribe: str, download: str
) -> None:
    links = {one.get_text(" ", strip=True): one["href"] for one in client.page(f"/{lang}/2031/agenda").select("a")}
    assert links[subscribe] == f"webcal://localhost/{lang}/2031/agenda.ics"
    assert links[download] == f"/{lang}/2031/agenda.ics"
