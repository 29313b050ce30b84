"""The office of a programme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.agenda.service.sessions import add_room, add_session
from assembly.models import Bilingual, SessionKind
from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        room = add_room(edition.venue, Bilingual("Hall", "Salle"))
        add_session(
            edition,
            kind=SessionKind.PANEL,
            title=Bilingual("Opening", "Ouverture"),
            abstract=Bilingual(),
            starts_at=edition.starts_at,
            ends_at=edition.starts_at + timedelta(minutes=30),
            room=room,
            spoken=["en"],
        )
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client
