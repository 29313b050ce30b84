"""The team several tests of accounts begin with."""

from __future__ import annotations

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.transactions import writing


@pytest.fixture
def boss(app: Flask) -> InspectingClient:
    """The organiser of 2031, where Ada is organiser and Dora at the door; somebody else organises 2032."""
    with app.app_context(), writing():
        here, there = make_edition("2031"), make_edition("2032", days_ahead=60)
        make_user("organiser", "boss@example.org", here)
        make_user("organiser", "ada@example.org", here)
        make_user("door", "dora@example.org", here)
        make_user("organiser", "elsewhere@example.org", there)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, ("boss@example.org", "a long enough passphrase"))
    return client
