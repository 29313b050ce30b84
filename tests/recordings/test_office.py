"""Recordings in the office: the honest state of each language, and its address."""

from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Recording, Track, TrackState

LIST = "/fr/manage/2023/recordings/"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def track(app: Flask) -> tuple[str, Track]:
    """The French of the first recording, and the page where it is changed."""
    with app.app_context():
        one = db.session.scalars(select(Track).join(Recording).where(Track.lang == "fr").order_by(Track.id)).first()
        assert one is not None
        return f"{LIST}{one.recording.code}/{one.kind.value}/fr", one


def test_a_video_taken_away_is_awaited_and_comes_back(demo_app: Flask, office: InspectingClient) -> None:
    path, _one = track(demo_app)
    assert office.page(LIST).select_one(f'a[href="{path}"]')
    office.submit(path, address="", expected_on="2031-05-01")
    _path, one = track(demo_app)
    assert (one.state, one.online_on, str(one.expected_on)) == (TrackState.EXPECTED, None, "2031-05-01")
    assert "attendue pour le 1er" in office.page(LIST).get_text()
    office.submit(path, address="https://video.example.org/new", expected_on="")
    assert track(demo_app)[1].state is TrackState.ONLINE


@pytest.mark.parametrize(
    "bad",
    [
        {"address": "javascript:alert(1)"},
        {"address": "nowhere"},
        {"address": "https://user@evil.example/"},
        {"address": "https://a.example/" + "x" * 500},
        {"expected_on": "tomorrow"},
        {"expected_on": "2031-02-30"},
    ],
)
def test_bad_input_changes_nothing_and_loses_nothing(
    demo_app: Flask, office: InspectingClient, bad: dict[str, str]
) -> None:
    path, before = track(demo_app)
    answer = office.submit(path, status=422, **bad)
    (typed,) = bad.values()
    assert f'value="{typed}"' in answer.get_data(as_text=True)
    _path, after = track(demo_app)
    assert (after.address, after.expected_on) == (before.address, before.expected_on)


@pytest.mark.parametrize("path", ["unknown/original/fr", "{code}/original/de", "{code}/nonsense/fr"])
def test_what_is_not_there(demo_app: Flask, office: InspectingClient, path: str) -> None:
    code = track(demo_app)[0].split("/")[-3]
    assert office.get(LIST + path.format(code=code)).status_code == 404
