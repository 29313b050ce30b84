"""A signed-in organiser at the demonstration, where nobody has been asked to speak at the coming assembly."""

from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from speakers import forget_speakers
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition
from assembly.transactions import writing


@pytest.fixture
def office(demo_app: Flask, demo_client: InspectingClient) -> InspectingClient:
    with demo_app.app_context(), writing():
        forget_speakers(db.session.scalars(select(Edition).where(Edition.slug == "2027")).one())
    sign_in(demo_client)
    return demo_client
