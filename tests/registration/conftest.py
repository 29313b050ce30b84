"""People with their own page open, as the link in their mail opens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in

Opens = Callable[[str], InspectingClient]


@pytest.fixture
def opens(app: Flask) -> Opens:
    """The device of whoever reads this address, with the own page open by the link of the last mail that has one."""

    def enter(address: str) -> InspectingClient:
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        letters = [one for one in deliver(app) if one["To"] == address and "/r/" in one.as_string()]
        client.submit(link_in(letters[-1]))
        return client

    return enter
