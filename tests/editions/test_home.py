"""The home of an edition by phase, the navigation, and the standing pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sessions import come, link_path
from sqlalchemy import select

from assembly import clock
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.clock import from_local
from assembly.editions.header import public_header
from assembly.editions.service.practical import say_practical
from assembly.extensions import db
from assembly.live.service import StreamFacts, add_stream
from assembly.models import Bilingual, Edition, SessionKind, Topic
from assembly.transactions import writing

NAVIGATION = {
    "en": ["Programme", "Practical information", "Watch", "Cities and regions", "Outcomes", "My registration"],
    "fr": ["Programme", "Infos pratiques", "Voir et revoir", "Villes et régions", "Résultats", "Mon inscription"],
}


def on(wall: str) -> datetime:
    return from_local(datetime.fromisoformat(wall), "Europe/Brussels")


def buttons(client: InspectingClient, path: str, at: str) -> list[str]:
    with clock.at(on(at)):
        return [one.get_text() for one in client.page(path).select(".hero .button")]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-08-01T10:00", []),
        ("2026-12-01T10:00", ["Register"]),
        ("2027-04-10T10:00", ["My registration", "Follow online"]),
        ("2027-04-15T08:55", ["Watch live"]),
        ("2027-04-16T10:00", ["See the programme"]),
    ],
)
def test_one_button_for_each_phase(demo_client: InspectingClient, at: str, expected: list[str]) -> None:
    assert buttons(demo_client, "/en/2027/", at) == expected


def test_pages_below_mark_their_entry(demo_app: Flask) -> None:
    below = {
        "Programme": ("2023/agenda/x", "2023/speakers", "2023/speakers/x"),
        "Watch": ("2023/recordings/x", "2023/search", "2023/live"),
        "Cities and regions": ("communities", "communities/join/form", "declaration"),
        "Outcomes": ("2023/report", "2023/full-report", "2023/report/press"),
        "My registration": ("my/details", "my/missed"),
        None: ("2023/", "2023/register", "2023/participants", "about"),
    }
    for label, paths in below.items():
        for path in paths:
            with demo_app.test_request_context(f"/en/{path}"):
                edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
                marked = [one.label for one in public_header(edition).entries if one.is_here]
                assert marked == ([label] if label else []), path


def test_opened_link_leads_to_own_registration(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition(days_ahead=1)
        add_stream(edition, StreamFacts("", "https://video.example.org/"))
        path, begins = link_path(come(edition, 1)), edition.starts_at
    assert [one.get_text() for one in client.page("/en/2031/").select(".hero .button")] == ["Register"]
    client.submit(path)
    page = client.page("/en/2031/")
    assert [one.get_text() for one in page.select(".hero .button")] == ["My registration"]
    assert not page.select('a[href="/en/2031/register"]')
    with clock.at(begins):
        page = client.page("/en/2031/")
    assert [one.get_text() for one in page.select(".hero .button")] == ["Watch live", "My registration"]


def test_before_it_opens_the_home_says_when(demo_client: InspectingClient) -> None:
    with clock.at(on("2026-08-01T10:00")):
        text = demo_client.page("/fr/2027/").select_one(".hero .act").get_text(" ", strip=True)
    assert text == "Les inscriptions ouvrent le 1er\u00a0septembre 2026 à 9\u00a0h\u00a000, heure de Bruxelles."


def test_once_closed_it_says_the_way_there(demo_client: InspectingClient) -> None:
    with clock.at(on("2027-04-10T10:00")):
        page = demo_client.page("/en/2027/")
    assert "Brussels Central station" in page.get_text()
    assert [h2.get_text() for h2 in page.select("h2")][:2] == ["Getting there", "Programme"]


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("at", "titles", "running"),
    [
        ("2027-04-15T08:55", ["Opening by the co-chairs"], 0),
        ("2027-04-15T09:05", ["Opening by the co-chairs", "Leading by example"], 1),
        ("2027-04-15T09:20", ["Leading by example"], 0),
        ("2027-04-15T11:50", ["Signing ceremony and family picture", "Conclusions of the co-chairs"], 1),
        ("2027-04-15T12:30", ["Networking lunch"], 1),
    ],
)
def test_on_its_day_it_says_now(demo_client: InspectingClient, at: str, titles: list[str], running: int) -> None:
    with clock.at(on(at)):
        page, live = demo_client.page("/en/2027/"), demo_client.page("/en/2027/live")
    assert [one.get_text() for one in page.select("ol.programme h3")] == titles
    assert [one.get_text() for one in page.select(".now .tag")] == ["Now"] * running
    assert [one.get_text() for one in live.select("ol.programme h3")] == titles
    text = page.get_text()
    assert "Phone number on the day. +32 2 555 01 23" in text
    assert "Reception desk. The reception desk opens at 08:15." in text


def test_on_the_day_a_notice_stands_first(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition(days_ahead=0)
        say_practical(edition, Topic.ENTRANCE, Bilingual("Side door", "Porte latérale"))
        starts_at = edition.starts_at
        add_session(
            edition,
            kind=SessionKind.PANEL,
            title=Bilingual("Debate", "Débat"),
            abstract=Bilingual(),
            starts_at=starts_at + timedelta(hours=1),
            ends_at=starts_at + timedelta(hours=2),
            room=None,
            spoken=["en"],
            into=[],
        )
        publish_programme(edition, name="11:40", note=Bilingual("Lunch at 12:30", "Déjeuner à 12 h 30"))
    with clock.at(starts_at + timedelta(minutes=5)):
        card = client.page("/fr/2031/").select_one(".hero .now")
    assert card.select_one(":first-child").get_text(" ", strip=True) == "Avis. Déjeuner à 12 h 30"


def test_before_it_shows_people_and_networks(demo_client: InspectingClient) -> None:
    page = demo_client.page("/en/2027/")
    assert page.h1.get_text() == "The voice of cities in Europe’s digital transformation"
    assert [h2.get_text() for h2 in page.select("h2")] == ["Co-chairs", "Programme", "Networks behind the movement"]
    assert len(page.select(".faces img.portrait")) == 2
    assert [one.get_text() for one in page.select(".faces p")] == ["Mayor of Nørrevig", "Mayor of Vallserena"]
    assert "Rosaria Bellavigna-Costa" in page.select(".programme li")[1].get_text()
    assert len(page.select(".names li")) == 5
    where = page.select_one(".hero .where").get_text()
    assert "Every session in English and French, spoken or interpreted; some also interpreted into German, " in where


def test_afterwards_it_shows_what_came_out(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2023/")
    assert [one.get_text() for one in page.select(".hero .button")] == ["Regarder en français", "Watch in English"]
    online = page.select_one(".hero small").get_text()
    assert online == "Vidéos en ligne\u00a0: 4 sur 4 en anglais · 4 sur 4 en français"
    assert page.select_one("figure.picture img")["alt"].startswith("Photo de famille")
    assert [dd.get_text() for dd in page.select("dl.figures dd")] == ["138", "91", "30"]
    assert page.find("a", string="Signer la déclaration")["href"] == "/fr/communities/join"
    assert page.select('a[href="/fr/2023/report"]')


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_navigation_is_whole(demo_client: InspectingClient, lang: str) -> None:
    assert [a.get_text() for a in demo_client.page(f"/{lang}/2023/").select("header .strip a")] == NAVIGATION[lang]
    coming = [a.get_text() for a in demo_client.page(f"/{lang}/2027/").select("header .strip a")]
    assert coming == [*NAVIGATION[lang][:4], NAVIGATION[lang][-1]]
    foot = [urlsplit(a["href"]).path for a in demo_client.page(f"/{lang}/").select(".foot a")]
    standing = ["about", "about", "2027/contact", "2027/privacy", "accessibility", "legal", "open-data"]
    assert foot[:7] == [f"/{lang}/{path}" for path in standing]


@pytest.mark.turns(5)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", ["2027/practical", "2023/practical", "2025/practical", "2027/contact", "2027/live"])
def test_the_pages_of_an_edition(demo_client: InspectingClient, lang: str, path: str) -> None:
    assert demo_client.page(f"/{lang}/{path}").select_one("h1")


@pytest.mark.turns(4)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", ["open-data", "accessibility", "legal", "privacy", "about"])
def test_the_standing_pages(demo_client: InspectingClient, lang: str, path: str) -> None:
    assert demo_client.page(f"/{lang}/{path}").select_one("h1")


def test_everything_offered_as_open_data_is_there(demo_client: InspectingClient, full_scale: bool) -> None:
    offered = [a["href"] for a in demo_client.page("/fr/open-data").select("main a")]
    assert len(offered) == 33
    assert {demo_client.get(path).status_code for path in offered[:: 1 if full_scale else 3]} == {200}


def test_a_picture_is_kept_for_a_day(
    demo_client: InspectingClient,
) -> None:
    address = demo_client.page("/en/2023/").select_one("figure.picture img")["src"]
    with demo_client.get(address) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert demo_client.get("/pictures/unknown").status_code == 404


def test_the_home_stays_cheap_in_every_phase(demo_app: Flask) -> None:
    client: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    for at in ("2026-12-01T10:00", "2027-04-10T10:00", "2027-04-15T09:05", "2027-04-20T10:00"):
        with clock.at(on(at)), counted(demo_app) as sent:
            client.page("/en/2027/")
        assert len(sent) <= 16, (at, sent)


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_current_home_has_one_canonical_address(demo_client: InspectingClient, lang: str) -> None:
    for path in (f"/{lang}/", f"/{lang}/2027/"):
        page = demo_client.page(path)
        assert [link["href"] for link in page.select("link[rel=canonical]")] == [f"http://localhost/{lang}/2027/"]
        assert page.title.get_text().count("2027") == 1


def test_titles_name_the_edition(demo_client: InspectingClient) -> None:
    for path in ("register", "participants"):
        title = demo_client.page(f"/en/2027/{path}").title.get_text()
        assert title.endswith(" – Mayors’ Digital Assembly 2027")
        assert title.count("2027") == 1
