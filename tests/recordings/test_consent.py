"""Nobody is shown who did not agree to be recorded, whatever has been entered; names are those of the programme."""

from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceState,
    Contribution,
    Edition,
    Medium,
    Person,
    Recording,
    RecordingState,
    ReleasedSession,
    Session,
    Speaker,
    Track,
    TrackKind,
)
from assembly.recordings import queries, service
from assembly.recordings.form_values import PartFacts, TrackFacts
from assembly.transactions import writing

pytestmark = pytest.mark.database
VIDEO = TrackFacts("en", TrackKind.ORIGINAL, Medium.VIDEO, "https://video.example.org/all.mp4", None)
COMING = TrackFacts("en", TrackKind.ORIGINAL, Medium.VIDEO, "", None)


def edition_of(slug: str) -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def disagrees(edition: Edition, family: str) -> Person:
    """Somebody says that they do not want to be recorded at this assembly."""
    person = db.session.scalars(select(Person).where(Person.family.startswith(family))).one()
    found = select(Speaker).where(Speaker.edition_id == edition.id, Speaker.person_id == person.id)
    speaker = db.session.scalars(found).one_or_none() or Speaker(edition=edition, person=person)
    speaker.agreed = False
    db.session.add(speaker)
    return person


def shown(edition: Edition) -> dict[str, bool]:
    """Whether the public can watch each recording it knows of, by its title."""
    return {str(one.title): bool(one.online) for one in queries.watchable(edition)}


@pytest.mark.database("proof")
def test_a_confirmed_speaker_withholds_before_speeches(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        edition = edition_of("2023")
        with writing():
            service.add_track(service.add_recording(edition, None, state=RecordingState.PUBLIC), VIDEO)
        assert list(shown(edition).values()) == [True] * 5
        with writing():
            for part in db.session.scalars(select(Contribution)):
                db.session.delete(part)
            person = disagrees(edition, "Moret")
        whole = str(edition.name)
        assert [title for title, is_shown in shown(edition).items() if not is_shown] == [whole, "Opening and welcome"]
        code = next(one.recording.code for one in queries.watchable(edition) if one.session is None)
    assert demo_client.page(f"/fr/2023/recordings/{code}").select(".watch, video, .moments") == []
    sign_in(demo_client)
    assert "did not agree to be recorded" in demo_client.page(f"/en/manage/2023/recordings/{code}").get_text()
    with demo_app.app_context():
        with writing():
            for one in db.session.scalars(select(Appearance).where(Appearance.person_id == person.id)):
                one.state = AppearanceState.CANCELLED
        assert list(shown(edition_of("2023")).values()) == [True] * 5


@pytest.mark.database("proof")
def test_withheld_recording_is_not_counted_or_linked(demo_app: Flask) -> None:
    with demo_app.app_context():
        past, coming = edition_of("2023"), edition_of("2027")
        assert (queries.others_with_recordings(coming), len(queries.awaited(coming))) == ([past], 2)
        with writing():
            for one in db.session.scalars(select(Recording).where(Recording.edition_id == past.id)).all():
                if one.session.title.en != "Opening and welcome":
                    service.remove_recording(one)
            disagrees(past, "Moret")
            disagrees(coming, "Holmgaard")
        assert (queries.others_with_recordings(coming), queries.awaited(coming)) == ([], [])


@pytest.mark.database("proof")
def test_unpublished_session_awaits_no_recording(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = edition_of("2027")
        with writing():
            for track in queries.awaited(edition):
                db.session.delete(track)
            published = select(ReleasedSession.session_id)
            mine = select(Session).where(Session.edition_id == edition.id, Session.id.not_in(published))
            session = db.session.scalars(mine).first() or pytest.fail("the demonstration has a session in draft")
            service.add_track(service.add_recording(edition, session, state=RecordingState.PUBLIC), COMING)
        assert db.session.scalars(select(Track).join(Recording).where(Recording.session_id == session.id)).one()
        assert queries.awaited(edition) == []


@pytest.mark.database("proof")
def test_speech_of_unlisted_person_is_not_shown(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        edition = edition_of("2023")
        mine = select(Recording).join(Session).where(Session.title_en == "Keynote speech")
        recording = db.session.scalars(mine.where(Recording.edition_id == edition.id)).one()
        person = db.session.scalars(select(Person).where(Person.family.startswith("Moret"))).one()
        service.add_part(recording, PartFacts(person.id, 10, 20))
        code = recording.code
    page = demo_client.page(f"/en/2023/recordings/{code}")
    assert (page.select("[data-until]"), "Moret" in page.get_text()) == ([], False)
    found = demo_client.page("/en/2023/search", query_string={"q": "moret"}).select(".results a")
    assert [link["href"] for link in found if code in link["href"]] == []
    sign_in(demo_client)
    office = demo_client.page(f"/en/manage/2023/recordings/{code}").get_text()
    assert "Not shown to the public: the published programme of this session does not list this person." in office
