"""A day of an assembly, and the devices of a co-chair and of an organiser."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cochairs import CHAIR, OFFICE, a_day
from factories import sign_in
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.transactions import writing


@pytest.fixture
def begins(app: Flask) -> datetime:
    """When the assembly begins: at nine in Brussels."""
    with app.app_context(), writing():
        return a_day().starts_at


@pytest.fixture
def chair(app: Flask, begins: datetime) -> InspectingClient:
    """The co-chair, signed in ten minutes after the beginning: ask inside `clock.at`."""
    return _device(app, begins, CHAIR)


@pytest.fixture
def office(app: Flask, begins: datetime) -> InspectingClient:
    """An organiser, signed in at the same moment."""
    return _device(app, begins, OFFICE)


def _device(app: Flask, begins: datetime, who: tuple[str, str]) -> InspectingClient:
    device: InspectingClient = app.test_client()  # type: ignore[assignment]
    with clock.at(begins + timedelta(minutes=10)):
        sign_in(device, who)
    return device
