"""“What I missed”: the sessions somebody chose on days they were not there, and what nobody measured is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from sessions import add_one, come, let_in, link_path, offer_sessions
from sqlalchemy import select

from assembly import clock
from assembly.agenda.service.selection import add_to_selection
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Medium, Mode, OnlineAttendance, RecordingState, Registration, TrackKind
from assembly.recordings import service
from assembly.recordings.form_values import TrackFacts
from assembly.recordings.queries.missed import Attended, missed_by
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing


def registration(number: int) -> Registration:
    return db.session.scalars(select(Registration).order_by(Registration.id).offset(number)).first()


def days(number: int, *, with_selection: bool = True) -> list[tuple[int, Attended, list[str]]]:
    """What somebody is told: which day, whether they were there, and the sessions they chose."""
    one = registration(number)
    found = missed_by(one, with_selection=with_selection).days
    return [
        ((each.day - one.edition.day).days, each.attended, [row.title.en for row, _one in each.sessions])
        for each in found
    ]


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Three days with a session each; one guest came on the first day, one never, one is online."""
    with writing():
        made = make_edition()
        made.ends_at += timedelta(days=2)
        sessions = offer_sessions(made, None, None, publish=False)
        sessions.append(add_one(made, 2, at=2 * 48))
        sessions[1].starts_at += timedelta(days=1)
        sessions[1].ends_at += timedelta(days=1)
        publish_programme(made, name="Programme", note=Bilingual())
        for number, mode in enumerate((Mode.ON_SITE, Mode.ON_SITE, Mode.ONLINE)):
            guest = come(made, number, mode=mode)
            if mode is Mode.ON_SITE:
                sign_ups.choose(guest, [sessions[0].code, sessions[1].code])
            add_to_selection(guest, [sessions[2].code])
        recording = service.add_recording(made, sessions[0], state=RecordingState.PUBLIC)
        for lang, kind in (("en", TrackKind.ORIGINAL), ("fr", TrackKind.INTERPRETATION)):
            address = f"https://video.example.org/{lang}.mp4"
            service.add_track(recording, TrackFacts(lang, kind, Medium.VIDEO, address, None))
    return made


def test_days_are_told_as_they_were_counted(edition: Edition, client: InspectingClient) -> None:
    first, second = ["Session 1"], ["Session 2"]
    with clock.at(edition.starts_at + timedelta(days=2)):
        assert days(0) == [(0, Attended.UNKNOWN, first), (1, Attended.UNKNOWN, second)]
    with clock.at(edition.ends_at + timedelta(days=1)):
        with writing():
            let_in(registration(0), 0)
            let_in(registration(0), 2)
            db.session.add(OnlineAttendance(registration_id=3, day=edition.day, first_at=clock.now()))
        third = ["Session 3"]
        assert days(0) == [(0, Attended.YES, first), (1, Attended.UNKNOWN, second), (2, Attended.YES, third)]
        assert days(1) == [(0, Attended.NO, first), (1, Attended.UNKNOWN, second), (2, Attended.NO, third)]
        assert days(1, with_selection=False) == days(1)[:2]
        assert days(2) == [(2, Attended.UNKNOWN, third)]
        client.submit(link_path(registration(1)).replace("/en/", "/fr/"))
        page, own = client.page("/fr/my/missed"), client.page("/fr/my/")
    with clock.at(edition.ends_at + timedelta(days=edition.contacts_kept_days + 2)):
        later = missed_by(registration(2), with_selection=True)
        assert (later.days, later.with_selection, later.is_deleted) == ([], False, True)
    said = " ".join(page.select_one("main").get_text(" ").split())
    assert "Votre passage à l’entrée n’a pas été relevé ce jour-là." in said
    assert "Aucun passage à l’entrée n’a été relevé ce jour-là" in said
    first_line = page.select_one(".moments li")
    assert [one["href"].split("?")[-1] for one in first_line.select("a")] == ["audio=fr", "audio=fr", "audio=en"]
    assert "Nous n’avons connaissance d’aucune vidéo de cette séance." in said
    assert own.select_one('.ways a[href="/fr/my/missed"]')
    assert "L’assemblée est terminée." in own.select_one(".state.ok").get_text()
