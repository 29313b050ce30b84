"""What the tests of people begin with."""

from __future__ import annotations

import pytest
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient

from assembly.models import Edition
from assembly.registration.service.registering import register
from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An edition of one place: the first person has it, the second waits, with an assistant."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        make_user("organiser", "here@example.org", edition)
        register(edition, submission(0))
        register(edition, submission(1, assistant_email="helper@example.org"))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


@pytest.fixture
def office_of(app: Flask, client: InspectingClient) -> InspectingClient:
    """An edition of two places and a small directory."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        make("rzeszow", "Rzeszów")
        make_user("organiser", "here@example.org", edition)
        make_user("door", "door@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Two places, two cities of the directory."""
    with writing():
        edition = make_edition(size=2)
        make("rzeszow", "Rzeszów")
        make("porto", "Porto")
    return edition
