"""A signed-in organiser at the demonstration."""

from __future__ import annotations

import pytest
from factories import sign_in
from inspector import InspectingClient


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client
