"""The programme, its documents and its speakers move with the day."""

from __future__ import annotations

from datetime import timedelta

import pdf_samples
import pytest
from directory import make
from flask import Flask
from icalendar import Calendar
from inspector import InspectingClient
from people import appear
from plans import change, changed, furnish, here
from sqlalchemy import select

from assembly import clock
from assembly.agenda.documents.content import checked
from assembly.agenda.documents.facts import DocumentFacts
from assembly.agenda.documents.service import add_document
from assembly.agenda.queries import latest_rows
from assembly.calendar.queries import undoing
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Session, SessionDocument
from assembly.transactions import writing


def entries(client: InspectingClient, path: str) -> list[dict[str, str]]:
    events = Calendar.from_ical(client.get(path).data).walk("VEVENT")
    return [{name: str(one.get(name)) for name in ("SEQUENCE", "STATUS", "SUMMARY", "LOCATION")} for one in events]


@pytest.mark.database("proof")
def test_feeds_follow_each_change(app: Flask, client: InspectingClient) -> None:
    changed(app)
    paths = ("/en/2031/day.ics", "/en/2031/agenda.ics")
    before = {path: entries(client, path) for path in paths}
    for kind, status, where in (
        ("cancelled", "CANCELLED", ""),
        ("reinstated", "CONFIRMED", ""),
        ("online", "CONFIRMED", "Online"),
    ):
        with app.app_context(), writing():
            change(kind)
        for path in paths:
            now = entries(client, path)
            assert {one["STATUS"] for one in now} == {status}, (kind, path)
            assert all(int(new["SEQUENCE"]) > int(old["SEQUENCE"]) for new, old in zip(now, before[path], strict=True))
            assert not where or {one["LOCATION"] for one in now} == {where}
            before[path] = now


@pytest.mark.database
def test_sessions_and_dates_move_with_the_day(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            here().lead_up_from_on = here().day - timedelta(days=10)
        edition = here()
        old = [one.starts_at - edition.starts_at for one in latest_rows(edition)]
        lead_up = edition.day - edition.lead_up_from_on
        closes = {one.mode: edition.day - clock.local_day(one.closes_at, edition.zone) for one in edition.places}
        with writing():
            db.session.scalars(select(Session)).first().title = Bilingual("Secret", "Secret")
        with writing():
            change("rescheduled", days=40, hours=1)
        edition, rows = here(), latest_rows(here())

        assert [clock.local(one.starts_at, edition.zone).hour for one in rows] == [10, 10]
        assert [one.starts_at - edition.starts_at for one in rows] == old
        assert edition.day - edition.lead_up_from_on == lead_up
        assert "Secret" not in [one.title.en for one in rows], "what was not published stays unpublished"
        stored = db.session.scalars(select(Session).order_by(Session.starts_at))
        assert [one.starts_at for one in stored] == [one.starts_at for one in rows]
        assert closes == {
            one.mode: edition.day - clock.local_day(one.closes_at, edition.zone) for one in edition.places
        }
        assert undoing(edition) is None, "the old day does not come back by undoing a publication"


@pytest.mark.proof("an exception of test_sessions_and_dates_move_with_the_day")
def test_a_lead_up_that_began_stays(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            here().lead_up_from_on = began = clock.local_day(clock.now(), here().zone)
        with writing():
            change("rescheduled", days=40)
        assert here().lead_up_from_on == began


@pytest.mark.database("proof")
def test_documents_are_shown_later_with_their_session(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            session = db.session.scalars(select(Session).order_by(Session.id)).first()
            facts = DocumentFacts(Bilingual("Slides", "Présentation"), "en", Bilingual(), session.starts_at)
            add_document(session, facts, checked(pdf_samples.scan()))
        with writing():
            change("rescheduled", days=40)
        document = db.session.scalars(select(SessionDocument)).one()
        assert document.shown_from_at == document.session.starts_at


@pytest.mark.proof("an exception of test_documents_are_shown_later_with_their_session")
def test_documents_already_shown_stay(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            session = db.session.scalars(select(Session).order_by(Session.id)).first()
            shown = clock.now() - timedelta(days=1)
            add_document(
                session, DocumentFacts(Bilingual("A", "B"), "en", Bilingual(), shown), checked(pdf_samples.scan())
            )
        with writing():
            change("rescheduled", days=40)
        assert db.session.scalars(select(SessionDocument)).one().shown_from_at == shown


def test_speakers_stay_with_moved_sessions(app: Flask, client: InspectingClient) -> None:
    with app.app_context():
        with writing():
            edition = furnish()
            make("porto", "Porto")
            appear(edition, "Ada", "Speaker", "porto")
        with writing():
            publish_programme(here(), name="Again", note=Bilingual("New", "Nouveau"))
        with writing():
            change("rescheduled", days=40)

    assert "Ada Speaker" in client.get("/en/2031/agenda").get_data(as_text=True)
