"""A stage with one speaker nobody has asked yet."""

from __future__ import annotations

import pytest
from asked_speakers import AT, at_the_desk, furnish, minna
from flask import Flask
from inspector import InspectingClient

from assembly.transactions import writing


@pytest.fixture
def stage(app: Flask) -> Flask:
    with app.app_context(), writing():
        furnish(sessions=2, size=1)
    return app


@pytest.fixture
def desk(stage: Flask) -> InspectingClient:
    return at_the_desk(stage)


@pytest.fixture
def page(stage: Flask) -> str:
    with stage.app_context():
        return f"{AT}{minna().code}"
