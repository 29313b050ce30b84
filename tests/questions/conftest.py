"""A mayor with a page of their own."""

from __future__ import annotations

import pytest
from details import MAYOR, prepared, registered
from flask import Flask
from inspector import InspectingClient
from stated_needs import MARKER, say


@pytest.fixture
def mayor(app: Flask) -> InspectingClient:
    """Her own device; she has said what she needs."""
    prepared(app)
    device = registered(app)[MAYOR]
    say(device, "vegetarian", "captions", text=MARKER)
    return device
