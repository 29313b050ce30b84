from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from import_programmes import PERSON, make_programme
from inspector import InspectingClient

from assembly.calendar.service import publish_programme
from assembly.models import Bilingual
from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """The team of an edition whose only session is published."""
    with app.app_context(), writing():
        publish_programme(make_programme(), name="1", note=Bilingual())
    sign_in(client, PERSON)
    return client
