"""Prepares and publishes a programme in the office."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from flask import Flask
from inspector import InspectingClient, filled
from werkzeug.test import TestResponse

from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_room, add_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Release, Session, SessionKind
from assembly.transactions import writing


def add(english: str, french: str, minutes: int = 0, room: bool = False) -> None:
    here = db.session.query(Edition).one()
    starts_at = here.starts_at + timedelta(minutes=minutes)
    add_session(
        here,
        kind=SessionKind.PANEL,
        title=Bilingual(english, french),
        abstract=Bilingual(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        room=add_room(here.venue, Bilingual("Hall", "Salle")) if room else None,
    )


def move(app: Flask, minutes: int = 5) -> None:
    with app.app_context(), writing():
        session = db.session.query(Session).order_by(Session.id).first()
        assert session is not None
        session.starts_at += timedelta(minutes=minutes)


def send(office: InspectingClient, page: BeautifulSoup, form: str, status: int, **answers: str) -> TestResponse:
    """Press the button of a page opened before."""
    found = page.select_one(form)
    assert found is not None
    answer = office.post(str(found["action"]), data=filled(found, answers))
    assert answer.status_code == status
    return answer


def releases(app: Flask) -> list[str]:
    with app.app_context():
        return [one.note.fr for one in db.session.query(Release).order_by(Release.number)]


def rows(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        edition = db.session.query(Edition).one()
        return [(row.title.en, row.status.value, row.ics_sequence) for row in latest_rows(edition)]
