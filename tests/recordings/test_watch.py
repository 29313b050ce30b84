"""Recordings: honest states, nothing sent to another site before play, a feed others can read."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Recording, Track, TrackKind, TrackState
from assembly.recordings import service
from assembly.transactions import writing
from assembly.web import CSP

ATOM = "{http://www.w3.org/2005/Atom}"


def first_recording(client: InspectingClient, lang: str) -> str:
    page = client.page(f"/{lang}/2023/recordings")
    return str(page.select(".programme a")[0]["href"]).partition("#")[0]


def test_each_session_can_be_watched_in_english_and_french(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2023/recordings")
    offered = [[link.get_text() for link in item.select("p a")] for item in page.select(".programme li")]
    assert offered == [["Regarder en anglais", "Regarder en français"]] * 4


def test_no_player_before_play_and_only_its_site_after(demo_client: InspectingClient) -> None:
    address = first_recording(demo_client, "en")
    before = demo_client.get(address)
    assert before.get_data(as_text=True).count("<iframe") == 0
    assert before.headers["Content-Security-Policy"] == CSP
    after = demo_client.get(address + "?play=fr", policy=f"{CSP}; frame-src https://video.example.org")
    assert after.get_data(as_text=True).count('<iframe class="player" src="https://video.example.org/') == 1
    assert demo_client.get(address + "?play=xx").get_data(as_text=True).count("<iframe") == 0


def test_the_feed_is_atom_in_the_language_of_its_address(demo_client: InspectingClient) -> None:
    feed = ET.fromstring(demo_client.get("/fr/2023/recordings.atom").data)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert len(titles) == 8
    assert "Ouverture et mots de bienvenue (français)" in titles
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 8
    other = ET.fromstring(demo_client.get("/en/2023/recordings.atom").data)
    assert {entry.findtext(f"{ATOM}id") for entry in other.iter(f"{ATOM}entry")} == set(ids)


def test_what_is_not_online_yet_says_so(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        recording = db.session.scalars(select(Recording)).first()
        recording.tracks[1].state, recording.tracks[1].online_on = TrackState.EXPECTED, None
        recording.tracks[1].expected_on = date(2023, 7, 10)
        path = f"/en/2023/recordings/{recording.code}"
    words = "The recording is not online yet. The recording is expected by 10\u00a0July 2023."
    assert words in demo_client.page(path).get_text(" ", strip=True)
    assert len(ET.fromstring(demo_client.get("/en/2023/recordings.atom").data).findall(f"{ATOM}entry")) == 7


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://x.example", "https://", "https://evil@video.example.org/"]
)
def test_a_link_that_is_no_address_is_refused(demo_app: Flask, address: str) -> None:
    with demo_app.app_context():
        recording = db.session.scalars(select(Recording)).first()
        with pytest.raises(service.NotAnAddress), writing():
            service.add_track(
                recording, "de", TrackKind.INTERPRETATION, address=address, online_on=None, expected_on=None
            )
        assert db.session.scalars(select(Track).where(Track.lang == "de")).all() == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_edition_without_recordings_says_so(demo_client: InspectingClient, lang: str) -> None:
    for year in ("2025", "2027"):
        assert demo_client.page(f"/{lang}/{year}/recordings").select_one(".lead") is not None


@pytest.mark.parametrize(("lang", "words"), [("fr", "Regarder en français"), ("en", "Watch in English")])
def test_the_home_of_a_past_assembly_leads_to_its_recordings(
    demo_client: InspectingClient, lang: str, words: str
) -> None:
    page = demo_client.page(f"/{lang}/2023/")
    link = next(a for a in page.select(".hero a.sun"))
    assert (link.get_text(), link["href"]) == (words, f"/{lang}/2023/recordings")
