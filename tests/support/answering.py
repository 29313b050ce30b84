"""Helpers of test_invitations.py and test_answers.py."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Edition, Invitation, Mode, Person
from assembly.sealed import unseal
from assembly.transactions import writing

OWN = "/en/invitation"


def edition_of(slug: str = "2031") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def tap(client: InspectingClient, link: str, answer: str = "comes") -> str:
    """Open the link of this answer in the mail and press its button; where that leads."""
    return str(client.submit(f"{link}?answer={answer}", answer=answer).location)


def invited_link(app: Flask, family: str) -> str:
    with app.app_context():
        one = db.session.scalars(select(Invitation).join(Person).where(Person.family == family)).one()
        return f"/en/i/{unseal(one.token_sealed)}"


def close(app: Flask, mode: Mode = Mode.ON_SITE) -> None:
    with app.app_context(), writing():
        count = next(one for one in edition_of().places if one.mode is mode)
        count.closes_at = clock.now() - timedelta(minutes=1)
