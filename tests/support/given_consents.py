"""Answers to the questions about consent."""

from __future__ import annotations

from typing import Any

from details import OFFICE, only_registration, prepared, registered
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in

from assembly.privacy.queries import consents as consent_queries


def standing(app: Flask) -> dict[str, bool]:
    with app.app_context():
        return {kind.value: one.said_yes for kind, one in consent_queries.consents_of(only_registration()).items()}


def taken_over(app: Flask) -> InspectingClient:
    """The office of a mayor who has handed her place over: nothing has asked who comes now."""
    prepared(app)
    devices, before = registered(app, assistant_email=OFFICE), len(deliver(app))
    facts = {"given": "Ewa", "family": "Nowak", "function": "Deputy mayor", "email": "ewa@rzeszow.example.org"}
    devices[OFFICE].submit("/en/my/hand-over", **facts)
    (mail,) = [one for one in deliver(app)[before:] if one["To"] == OFFICE]
    office: Any = app.test_client()
    office.submit(link_in(mail))
    return office  # type: ignore[no-any-return]
