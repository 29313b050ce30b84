from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from import_programmes import PERSON, make_programme
from inspector import InspectingClient

from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_programme()
    sign_in(client, PERSON)
    return client
