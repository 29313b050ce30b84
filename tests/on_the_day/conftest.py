"""The office on the day of the assembly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.agenda.service.sessions import add_room, add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, SessionKind
from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> Iterator[InspectingClient]:
    """Ten minutes before the first of three sessions, all published the day before."""
    with app.app_context(), writing():
        edition = make_edition(days_ahead=0)
        make_user("organiser", "here@example.org", edition)
        starts_at = edition.starts_at
        hall = add_room(edition.venue, Bilingual("Hall", "Grande salle"))
        add_room(edition.venue, Bilingual("Annex", "Annexe"))
        for number, (english, french) in enumerate(
            (("Opening", "Ouverture"), ("Debate", "Débat"), ("Close", "Clôture"))
        ):
            add_session(
                edition,
                kind=SessionKind.PANEL,
                title=Bilingual(english, french),
                abstract=Bilingual(),
                starts_at=starts_at + timedelta(minutes=30 * number),
                ends_at=starts_at + timedelta(minutes=30 * number + 30),
                room=hall,
            )
    with clock.at(starts_at - timedelta(days=1)), app.app_context(), writing():
        publish_programme(db.session.query(Edition).one(), name="1", note=Bilingual())
    with clock.at(starts_at - timedelta(minutes=10)):
        sign_in(client, ("here@example.org", "a long enough passphrase"))
        yield client
