"""States needs on a person’s page and reads what is kept."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from details import DETAILS, only_registration
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition, EditionRole
from assembly.questions import queries as question_queries
from assembly.questions.service.needs import Needs, opened
from assembly.security import Permission
from assembly.transactions import writing

MARKER = "Zebramarkierung"

PASSPHRASE = "a long enough passphrase"


def needs_of(app: Flask) -> Needs:
    with app.app_context():
        return opened(question_queries.need_of(only_registration()))


def say(client: InspectingClient, *kinds: str, text: str = "") -> None:
    data: dict[str, Any] = dict(filled(client.page(DETAILS).select_one("main form"), {}))
    data.pop("needs", None)
    assert client.post(DETAILS, data=data | {"needs": list(kinds), "needs_text": text}).status_code == 303


def signed_in(app: Flask, role: str, without: Permission | None = None) -> InspectingClient:
    """Somebody of the team, with the set of their role or one permission less."""
    email = f"{role}-{without}@example.org"
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        user = make_user(role, email, edition)
        if without is not None:
            held = db.session.scalars(select(EditionRole).where(EditionRole.user_id == user.id)).one()
            held.permissions = [one.value for one in Permission if one is not without]
    client: Any = app.test_client()
    sign_in(client, (email, PASSPHRASE))
    return client


def told(app: Flask) -> list[EmailMessage]:
    """The mails that ask whether what the office reported is right."""
    return [mail for mail in deliver(app) if "confirm what your office told us" in str(mail["Subject"])]
