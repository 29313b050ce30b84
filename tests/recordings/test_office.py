"""Recordings in the office: each noun is added, changed, corrected and removed, and a second press does nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient, hidden
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    Captions,
    Contribution,
    Edition,
    Recording,
    RecordingState,
    Session,
    Speaker,
    Track,
    TrackState,
)
from assembly.recordings import service
from assembly.recordings.form_values import CaptionsFacts
from assembly.transactions import writing

LIST = "/en/manage/2023/recordings/"
SETTINGS = 'form[enctype="multipart/form-data"]'
VIDEO = "https://video.example.org/new.mp4"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def recording(app: Flask, title: str = "Opening and welcome") -> Recording:
    """A recording by the title of its session, with what belongs to it."""
    with app.app_context():
        mine = select(Recording).join(Session).join(Edition, Edition.id == Session.edition_id)
        one = db.session.scalars(mine.where(Session.title_en == title, Edition.slug == "2023")).one()
        _loaded = one.tracks, one.parts, one.captions, one.session
        return one


def path(app: Flask) -> str:
    """The page of the recording these tests change."""
    return LIST + recording(app).code


def test_recording_is_added_once_published_and_removed(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        before = len(db.session.scalars(select(Recording)).all())
    for _press in range(2):
        office.submit(LIST + "add", session="", title_en="All of it", title_fr="Tout")
    with demo_app.app_context():
        *_others, made = db.session.scalars(select(Recording).order_by(Recording.id)).all()
        assert (len(_others), made.state, str(made.title)) == (before, RecordingState.DRAFT, "All of it")
        code = made.code
    assert office.get(f"/en/2023/recordings/{code}").status_code == 404
    office.submit(LIST + code, form=SETTINGS, state="public", length="1:30:00")
    assert "The recording is not online yet." in office.page(f"/en/2023/recordings/{code}").get_text()
    for typed, kept in (
        ("0:30 Debate\n0:00 Welcome", "0:00 Welcome\n0:30 Debate"),
        ("0:00 Opening", "0:00 Opening"),
        ("", ""),
    ):
        office.submit(LIST + code, form=SETTINGS, chapters_en=typed)
        with demo_app.app_context():
            assert db.session.scalars(select(Recording.chapters_en).where(Recording.code == code)).one() == kept
    office.submit(LIST + code, form="#remove-form")
    assert office.get(f"/en/2023/recordings/{code}").status_code == 404
    assert office.post(LIST + code + "/remove", data=hidden(office.page(LIST + "add"))).status_code == 303


def test_a_session_has_one_recording(demo_app: Flask, office: InspectingClient) -> None:
    session = recording(demo_app).session
    with demo_app.app_context():
        code = db.session.get_one(Session, session.id).code if session else ""
    answer = office.submit(LIST + "add", status=422, session=code)
    assert "already has a recording" in answer.get_data(as_text=True)
    assert office.submit(LIST + "add", status=422, session="nothing").status_code == 422


def test_second_editor_of_recording_sees_both(demo_app: Flask, office: InspectingClient) -> None:
    page = office.page(path(demo_app))
    seen = page.select_one(f"{SETTINGS} [name=seen]")["value"]
    office.submit(path(demo_app), form=SETTINGS, length="20:00")
    mine = {"seen": seen, "state": "public", "length": "21:00", **hidden(page)}
    answer = office.post(path(demo_app), data=mine)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "Saved version" in text, 'value="21:00"' in text) == (409, True, True)
    assert recording(demo_app).length_s == 1200


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    "bad", [{"length": "noon"}, {"chapters_fr": "Accueil"}, {"chapters_en": "0:00 a\n0:00 b"}, {"state": "x"}]
)
def test_bad_settings_change_and_lose_nothing(demo_app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    before = recording(demo_app)
    answer = office.submit(path(demo_app), form=SETTINGS, status=422, **bad)
    ((name, typed),) = bad.items()
    assert name == "state" or typed in answer.get_data(as_text=True)
    after = recording(demo_app)
    assert (after.length_s, after.chapters, after.state) == (before.length_s, before.chapters, before.state)


def test_a_language_is_added_changed_and_removed(demo_app: Flask, office: InspectingClient) -> None:
    here = path(demo_app)
    for _press in range(2):
        office.submit(here + "/languages/add", lang="ca", kind="original", address="https://youtu.be/dQw4w9WgXcQ")
    page = office.page(here)
    assert "Source: YouTube. It plays on our page." in page.get_text()
    assert "Original (català)" in page.get_text()
    again = office.submit(here + "/languages/add", status=422, lang="ca", kind="original", address=VIDEO)
    assert "already has this language" in again.get_data(as_text=True)
    office.submit(here + "/languages/ca", address="", expected_on="2031-05-01")
    ca = recording(demo_app).track("ca")
    assert ca is not None
    assert (ca.state, ca.online_on, str(ca.expected_on)) == (TrackState.EXPECTED, None, "2031-05-01")
    assert "expected by 1 May 2031" in office.page(here).get_text().replace("\u00a0", " ")
    public = f"/en/2023/recordings/{recording(demo_app).code}"
    with clock.at(datetime(2031, 5, 2, tzinfo=UTC)):
        said = office.get(public).text.replace("\u00a0", " ")
    assert "It was expected by 1 May 2031 and is late." in said
    office.submit(here, form='form[action$="/languages/ca/remove"]')
    assert recording(demo_app).track("ca") is None


@pytest.mark.proof("test_second_editor_of_recording_sees_both")
def test_second_editor_of_language_is_told(demo_app: Flask, office: InspectingClient) -> None:
    here = path(demo_app) + "/languages/fr"
    page = office.page(here)
    stale = {one["name"]: one["value"] for one in page.select("main form input[name]")}
    stale |= {"lang": "fr", "kind": "interpretation", "medium": "video", "address": VIDEO + "?mine"}
    office.submit(here, address=VIDEO)
    answer = office.post(here, data=stale)
    assert (answer.status_code, VIDEO + "?mine" in answer.get_data(as_text=True)) == (409, True)
    assert recording(demo_app).track("fr").address == VIDEO


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    "bad",
    [
        *({"address": one} for one in ("javascript:alert(1)", "http://a.example/x", "https://a.example/" + "x" * 500)),
        *({"expected_on": "tomorrow"}, {"lang": "xx"}, {"kind": "dubbed"}),
    ],
)
def test_bad_input_changes_no_language(demo_app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    before = recording(demo_app).track("fr")
    office.submit(path(demo_app) + "/languages/fr", status=422, **bad)
    after = recording(demo_app).track("fr")
    assert (after.address, after.expected_on, after.kind) == (before.address, before.expected_on, before.kind)


def test_speech_is_added_once_corrected_and_removed(demo_app: Flask, office: InspectingClient) -> None:
    here = path(demo_app)
    person = office.page(here + "/parts/add").select("select[name=person] option")[1]["value"]
    for _press in range(2):
        office.submit(here + "/parts/add", person=person, start="12:34", end="13:00")
    mine = [one for one in recording(demo_app).parts if one.start_s == 754]
    assert len(mine) == 1
    office.submit(f"{here}/parts/{mine[0].code}", start="12:40")
    with demo_app.app_context():
        assert db.session.get_one(Contribution, mine[0].id).start_s == 760
    office.submit(here, form=f'form[action$="{mine[0].code}/remove"]')
    with demo_app.app_context():
        assert db.session.get(Contribution, mine[0].id) is None


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    "bad", [{"start": "x"}, {"start": ""}, {"end": "0:01"}, {"end": "59:00"}, {"person": "nobody"}]
)
def test_a_speech_lies_inside_its_recording(demo_app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    first = recording(demo_app).parts[0]
    office.submit(f"{path(demo_app)}/parts/{first.code}", status=422, **bad)
    assert recording(demo_app).parts[0].end_s == first.end_s


@pytest.mark.proof("test_second_editor_of_recording_sees_both")
def test_second_editor_of_speech_is_told(demo_app: Flask, office: InspectingClient) -> None:
    here = f"{path(demo_app)}/parts/{recording(demo_app).parts[0].code}"
    page = office.page(here)
    stale = {one["name"]: one["value"] for one in page.select("main form input[name]")}
    stale["person"] = page.select_one("option[selected]")["value"]
    office.submit(here, end="4:00")
    assert office.post(here, data=stale | {"end": "3:00"}).status_code == 409
    assert recording(demo_app).parts[0].end_s == 240


def test_captions_are_added_replaced_and_removed(demo_app: Flask, office: InspectingClient) -> None:
    here = path(demo_app)

    def send(place: str, content: str, status: int = 303, **answers: str) -> None:
        page = office.page(here + place)
        form = hidden(page) | {"seen": page.select_one("[name=seen]")["value"], "lang": "fr", **answers}
        data = form | ({"file": (BytesIO(content.encode()), "x.vtt")} if content else {})
        assert office.post(here + place, data=data).status_code == status

    first = "WEBVTT\n\n00:20.000 --> 00:22.000\nBonjour <b>à toutes</b>"
    send("/captions/add", first, automatic="y")
    send("/captions/fr", "")
    with demo_app.app_context():
        one = db.session.scalars(select(Captions).join(Recording).where(Recording.length_s == 900)).one()
        assert (one.cues, one.automatic) == ([[20000, 22000, "Bonjour à toutes"]], False)
    send("/captions/fr", "nothing", 422)
    send("/captions/add", "", 422)
    send("/captions/fr", first.replace("Bonjour", "Bonsoir"))
    assert recording(demo_app).captions[0].cues[0][2] == "Bonsoir à toutes"
    office.submit(here, form='form[action$="/captions/fr/remove"]')
    assert recording(demo_app).captions == []


@pytest.mark.proof("test_second_editor_of_recording_sees_both")
def test_second_editor_of_captions_is_told(demo_app: Flask, office: InspectingClient) -> None:
    here = path(demo_app)

    def sent(place: str, said: str, seen: str) -> tuple[int, str]:
        file = (BytesIO(f"WEBVTT\n\n00:20.000 --> 00:22.000\n{said}".encode()), "x.vtt")
        answer = office.post(here + place, data=hidden(office.page(here)) | {"lang": "fr", "seen": seen, "file": file})
        return answer.status_code, answer.get_data(as_text=True)

    assert sent("/captions/add", "Bonjour", "")[0] == 303
    seen = office.page(here + "/captions/fr").select_one("[name=seen]")["value"]
    assert sent("/captions/fr", "Bonsoir", seen)[0] == 303
    for place, mark in (("/captions/fr", seen), ("/captions/add", "")):
        status, page = sent(place, "Salut", mark)
        assert (status, "Saved version" in page) == (409, True)
    stale = hidden(office.page(here)) | {"lang": "fr", "seen": seen, "automatic": "y"}
    assert office.post(here + "/captions/fr", data=stale).status_code == 409
    assert recording(demo_app).captions[0].cues == [[20000, 22000, "Bonsoir"]]


@pytest.mark.proof("test_consent: withheld before speeches")
def test_somebody_who_disagreed_withholds_the_recording(demo_app: Flask, office: InspectingClient) -> None:
    part = recording(demo_app).parts[0]
    with demo_app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        found = select(Speaker).where(Speaker.edition_id == edition.id, Speaker.person_id == part.person_id)
        speaker = db.session.scalars(found).one_or_none() or Speaker(edition=edition, person_id=part.person_id)
        speaker.agreed = False
        db.session.add(speaker)
    page = office.page(path(demo_app)).get_text()
    assert "did not agree to be recorded" in page
    assert "Not shown to the public" in page
    shown = office.page(f"/fr/2023/recordings/{recording(demo_app).code}")
    assert "n’est pas diffusée" in shown.get_text()
    assert shown.select(".watch, .moments, video, iframe") == []
    assert "video.example.org" not in str(shown)


@pytest.mark.turns(2)
@pytest.mark.parametrize("place", ["", "/languages/de", "/parts/unknown", "/captions/de"])
def test_what_is_not_there(demo_app: Flask, office: InspectingClient, place: str) -> None:
    there = path(demo_app) + place if place else LIST + "unknown"
    assert office.get(there).status_code == 404


def test_board_says_what_is_missing(demo_app: Flask, office: InspectingClient) -> None:
    code = recording(demo_app).code
    with demo_app.app_context(), writing():
        one = db.session.scalars(select(Recording).where(Recording.code == code)).one()
        service.put_captions(one, CaptionsFacts("fr", True, [[0, 1000, "Bonjour."]]))
        db.session.delete(
            db.session.scalars(select(Track).join(Recording).where(Recording.code == code, Track.lang == "en")).one()
        )
    page = office.page(LIST + "missing")
    row = next(one for one in page.select("tbody tr") if "Opening and welcome" in one.th.get_text())
    links = [
        (link.get_text(" ", strip=True).partition(" :")[0], link["href"].removeprefix(LIST)) for link in row.select("a")
    ]
    assert ("Add audio or video", f"{code}/languages/add") in [
        (words.partition(":")[0].strip(), at) for words, at in links
    ]
    assert any(at == f"{code}/captions/fr" for _words, at in links)
