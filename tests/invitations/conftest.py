"""What the tests of invitations begin with."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from invitees import at_the_desk, furnish

from assembly.transactions import writing


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context(), writing():
        furnish(size=2)
    return app


@pytest.fixture
def office(house: Flask) -> InspectingClient:
    return at_the_desk(house)


@pytest.fixture
def guest(house: Flask) -> InspectingClient:
    return house.test_client()  # type: ignore[return-value]
