"""Sends a table of people and stores it."""

from __future__ import annotations

from directory import upload
from flask import Flask
from import_samples import AT
from inspector import InspectingClient

from assembly.extensions import db
from assembly.models import Edition, Registration

IMPORT = f"{AT}/import"


def edition_by_slug(slug: str) -> Edition:
    return db.session.query(Edition).filter_by(slug=slug).one()


def send(client: InspectingClient, content: bytes, path: str = IMPORT) -> str:
    answer = upload(client, path, "table", content, "guests.csv")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return str(answer.location)


def store(client: InspectingClient, address: str, **answers: str) -> str:
    """Press the button; what is said then."""
    answer = client.submit(address, form="main form", status=303, **answers)
    return client.page(answer.location).select_one(".flash").get_text()


def rows(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.query(Registration).order_by(Registration.id))
