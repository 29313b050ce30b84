"""The office that publishes a programme."""

from __future__ import annotations

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from office_releases import add

from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        add("Opening", "Ouverture")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client
