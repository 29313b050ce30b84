"""An edition and a city of the directory."""

from __future__ import annotations

import pytest
from city_delegations import made
from flask import Flask

from assembly.models import Edition


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """The edition, for services alone."""
    return made()
