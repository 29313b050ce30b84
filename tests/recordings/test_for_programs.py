"""Recordings as data for programs."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Recording, Track, TrackState


def test_search_engines_read_of_chapters_and_captions(demo_client: InspectingClient, page: str) -> None:
    described = json.loads(demo_client.page(page).select_one('script[type="application/ld+json"]').string)
    assert (described["@type"], described["inLanguage"], described["duration"]) == ("VideoObject", "fr", "PT900S")
    assert described["contentUrl"] == "https://video.example.org/2023/opening-fr.mp4"
    starts = [(clip["startOffset"], clip["endOffset"]) for clip in described["hasPart"]]
    assert starts == [(0, 255), (255, 900)]
    assert described["hasPart"][1]["url"].endswith("?audio=fr#t=255")


@pytest.mark.proof("test_search_engines_read_of_chapters_and_captions")
def test_recordings_without_chapters_are_described(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        codes = db.session.scalars(select(Recording.code).join(Track).where(Track.state == TrackState.ONLINE)).all()
    for code in set(codes):
        assert demo_client.page(f"/fr/2023/recordings/{code}").select_one('script[type="application/ld+json"]')


def test_recordings_are_plain_data_for_programs(demo_client: InspectingClient, page: str) -> None:
    data = demo_client.get("/fr/2023/recordings.json")
    first = data.json["recordings"][0]
    assert (data.json["format"], len(data.json["recordings"])) == (1, 4)
    assert first["url"] == {"en": f"http://localhost{page.replace('/fr/', '/en/')}", "fr": f"http://localhost{page}"}
    assert [(one["language"], one["kind"], one["state"]) for one in first["languages"]] == [
        ("en", "original", "online"),
        ("fr", "interpretation", "online"),
    ]
    assert [one["start_s"] for one in first["chapters"]["fr"]] == [0, 255]
    assert first["speeches"][1]["url"]["fr"] == f"http://localhost{page}#t=255"
    captions = [one["url"] for item in data.json["recordings"] for one in item["captions"]]
    assert (len(captions), all(demo_client.get(one).status_code == 200 for one in captions)) == (6, True)
    assert demo_client.get("/en/2023/recordings.json").data == data.data
    assert demo_client.get("/fr/2027/recordings.json").json["recordings"][-1]["languages"] == []


def test_linking_site_is_told_the_title(demo_client: InspectingClient, page: str) -> None:
    link = demo_client.page(page).select_one('link[type="application/json+oembed"]')["href"]
    told = demo_client.get(link.removeprefix("http://localhost")).json
    assert (told["type"], told["version"], told["title"]) == ("link", "1.0", "Ouverture et mots de bienvenue")
    assert ("Moret" in told["author_name"], "html" in told) == (True, False)
    for url, status in (
        (f"http://localhost{page}%23t=255", 200),
        (f"https://example.org{page}", 404),
        ("", 404),
        (f"http://localhost{page}&format=xml", 501),
    ):
        assert demo_client.get(f"/fr/2023/recordings.oembed?url={url}").status_code == status
    lists = demo_client.get("/sitemap.xml").text
    assert f'hreflang="fr" href="http://localhost{page}"' in lists
    assert "Sitemap: http://localhost/sitemap.xml" in demo_client.get("/robots.txt").text
