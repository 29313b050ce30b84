"""What the tests of editions begin with."""

from __future__ import annotations

from typing import Any

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from openings import HIDDEN, complete

from assembly.models import Bilingual
from assembly.transactions import writing


@pytest.fixture
def hidden(app: Flask) -> Flask:
    """A public edition of the past, and a complete one that nobody sees yet."""
    with app.app_context(), writing():
        past = make_edition("2021", days_ahead=-300)
        edition = complete(make_edition(HIDDEN))
        edition.is_announced = False
        edition.name = Bilingual("The secret assembly", "L’assemblée secrète")
        for name in ("one", "two"):
            make_user("organiser", f"{name}@example.org", edition)
        make_user("organiser", "past@example.org", past)
        make_user("co_chair", "chair@example.org", edition)
        make_user("door", "door@example.org", edition)
    return app


@pytest.fixture
def office(hidden: Flask) -> InspectingClient:
    client: Any = hidden.test_client()
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    return client  # type: ignore[no-any-return]
