"""Devices and rights of the people at an office."""

from __future__ import annotations

from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import User

GOOD = "a long enough passphrase"


TEAM = "/en/manage/2031/team/"


def device(app: Flask) -> InspectingClient:
    return app.test_client()  # type: ignore[return-value]


def adjusted(app: Flask, office: InspectingClient, who: str, role: str, rights: set[str], status: int = 303) -> str:
    """Send the ticks of the real form. Gives the answer's text."""
    page = office.page(TEAM)
    code = code_of(app, who)
    form = page.select_one(f'form[action$="/{code}/{role}/adjust"]')
    token = form.select_one("[name=csrf_token]")["value"]
    answer = office.post(form["action"], data={"csrf_token": token, "permission": sorted(rights)})
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def code_of(app: Flask, who: str) -> str:
    with app.app_context():
        return db.session.scalars(select(User.code).where(User.email_key == f"{who}@example.org")).one()
