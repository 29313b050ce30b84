"""Sends in a signed declaration, and checks it in the office."""

from __future__ import annotations

from typing import Any

from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from signers import CITY, signing_link
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Signing

FORM, MINE, OFFICE = "/fr/communities/join/form", "/fr/communities/mine", "/fr/manage/2027/signatures/"


def upload(client: InspectingClient, content: bytes, name: str = "scan.pdf", token: str = "") -> Any:
    """Send a file through the form of the own page, as a browser writes it."""
    token = token or str(client.page(MINE).select_one("main input[name=csrf_token]")["value"])
    field = '--cut\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    head = field.format("csrf_token", "") + token + "\r\n" + field.format("document", f'; filename="{name}"')
    body = head.encode() + content + b"\r\n--cut--\r\n"
    return client.post(MINE, data=body, content_type="multipart/form-data; boundary=cut")


def opened(app: Flask, client: InspectingClient, **changes: str) -> InspectingClient:
    """Fill in the form, press the button of the link in the mail."""
    client.submit(FORM, **(CITY | changes))
    client.submit(signing_link(app))
    return client


def at_the_desk(app: Flask) -> InspectingClient:
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(office)
    return office


def code_of(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Signing.code).order_by(Signing.id.desc())).first())


def states(app: Flask) -> list[str]:
    with app.app_context():
        return [str(state) for state in db.session.scalars(select(Signing.state).order_by(Signing.id))]
