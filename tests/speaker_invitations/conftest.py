"""A stage with one speaker nobody has asked yet."""

from __future__ import annotations

import pytest
from asked_speakers import furnish
from flask import Flask

from assembly.transactions import writing


@pytest.fixture
def stage(app: Flask) -> Flask:
    with app.app_context(), writing():
        furnish(sessions=2, size=1)
    return app
