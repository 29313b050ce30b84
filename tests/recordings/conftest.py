"""The page of a recording."""

from __future__ import annotations

import pytest
from flask import Flask
from watched import opening


@pytest.fixture
def page(demo_app: Flask) -> str:
    """Its address in French."""
    with demo_app.app_context():
        return f"/fr/2023/recordings/{opening().code}"
