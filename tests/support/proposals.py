"""Proposes speakers at the desk of the co-chairs."""

from __future__ import annotations

from datetime import datetime, timedelta

from cochairs import DESK
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.cochairs import queries
from assembly.extensions import db
from assembly.models import Edition, SpeakerProposal

SPEAKERS = f"{DESK}/speakers"


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def opening(app: Flask) -> str:
    with app.app_context():
        return draft(edition())[0].code


def ask(app: Flask, chair: InspectingClient, begins: datetime, name: str, status: int = 303, **more: str) -> str:
    """Propose somebody in the page; the text of the answer."""
    facts = {"session": opening(app), "name": name, "why": "She knows the harbour"} | more
    with clock.at(begins + timedelta(minutes=10)):
        answer = chair.submit(SPEAKERS, form="main form[novalidate]", status=status, **facts)
    return str(answer.get_data(as_text=True))


def names(app: Flask) -> list[str]:
    with app.app_context():
        return [one.name for one in queries.ideas(edition())]


def page_of(app: Flask, name: str) -> str:
    with app.app_context():
        code = db.session.scalars(select(SpeakerProposal.code).where(SpeakerProposal.name == name)).one()
        return f"{DESK}/proposals/{code}"
