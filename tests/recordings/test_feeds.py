"""Feeds of recordings, read by the library that feed readers are built on (decision 0041)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Bilingual, RecordingState, Track
from assembly.transactions import writing

FILE = "/2023/opening-{}.mp4"


def read(client: InspectingClient, address: str) -> Any:
    """What the library makes of a feed; it has nothing to complain of."""
    answer = client.get(address)
    read = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not read.bozo, read.get("bozo_exception")
    return read


def opening(lang: str) -> Track:
    """One language of the opening of 2023."""
    return db.session.scalars(select(Track).where(Track.address.endswith(FILE.format(lang)))).one()


@pytest.mark.turns(2)
@pytest.mark.parametrize(("lang", "title"), [("fr", "Ouverture et mots de bienvenue"), ("en", "Opening and welcome")])
def test_podcast_is_read_as_meant(demo_app: Flask, demo_client: InspectingClient, lang: str, title: str) -> None:
    podcast = read(demo_client, f"/{lang}/2023/recordings.podcast")
    assert (podcast.version, podcast.feed.language) == ("rss20", lang)
    assert "/img/app.png" in podcast.feed.image.href
    items = {item.title: item for item in podcast.entries}
    assert len(items) == 4
    for item in items.values():  # the audio in the language of the feed, and no other
        assert (item.link.endswith(f"?audio={lang}"), item.id[-3:]) == (True, f"-{lang}")
        (file,) = item.enclosures
        assert (file.href.partition(f"-{lang}.")[2], file.length) == (file.type.removeprefix("video/"), "0")
    first = items[title]
    assert (first.enclosures[0].href, first.itunes_duration) == (
        f"https://video.example.org{FILE.format(lang)}",
        "900",
    )
    assert "Seppo Määttä" in first.author
    with demo_app.app_context():
        day = opening(lang).online_on
    assert parsedate_to_datetime(first.published) == datetime(day.year, day.month, day.day, tzinfo=UTC)


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_feed_keeps_ids_and_drops_withdrawn(demo_app: Flask, demo_client: InspectingClient, lang: str) -> None:
    feed = read(demo_client, f"/{lang}/2023/recordings.atom")
    assert (feed.version, feed.feed.title_detail.language, len(feed.entries)) == ("atom10", lang, 8)
    assert all(datetime.fromisoformat(entry.updated).tzinfo for entry in feed.entries)
    for entry in feed.entries:
        (link,) = entry.links
        assert link.hreflang == entry.id[-2:]
        chosen = demo_client.page(link.href.removeprefix("http://localhost")).select_one(".audio [aria-current] [lang]")
        assert chosen["lang"] == link.hreflang
    other = read(demo_client, f"/{'en' if lang == 'fr' else 'fr'}/2023/recordings.atom")
    assert {entry.id for entry in other.entries} == {entry.id for entry in feed.entries}

    with demo_app.app_context(), writing():
        track = opening(lang)
        track.address, track.recording.title = "https://video.example.org/moved.mp4", Bilingual("New", "Autre")
    podcast = read(demo_client, f"/{lang}/2023/recordings.podcast")
    (moved,) = [item for item in podcast.entries if item.enclosures[0].href.endswith("/moved.mp4")]
    assert moved.id in {entry.id for entry in feed.entries}
    with demo_app.app_context(), writing():
        db.session.scalars(
            select(Track).where(Track.address.endswith("/moved.mp4"))
        ).one().recording.state = RecordingState.WITHHELD
    for kind, left in (("podcast", 3), ("atom", 6)):
        entries = read(demo_client, f"/{lang}/2023/recordings.{kind}").entries
        assert (len(entries), moved.id in {entry.id for entry in entries}) == (left, False)
