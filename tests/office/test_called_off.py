"""Of an assembly that was cancelled or postponed, nothing is asked that can no longer be done."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Edition, EditionStatus
from assembly.office.todo import to_do
from assembly.office.todo.desk import Desk
from assembly.transactions import writing


def asked(status: EditionStatus, days: int) -> set[str]:
    """What Today asks of the demo's next assembly, with this status, so many days after its own."""
    with writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        edition.status = status
    with clock.at(edition.ends_at + timedelta(days=days)):
        return {one.words for one in to_do(Desk(edition), lambda _permission: True)}


def test_only_what_can_still_be_done(demo_app: Flask) -> None:
    inviting = {"2 invitations to send", "1 invited person can only be reached by phone"}
    with demo_app.app_context():
        planned, postponed, cancelled = (
            asked(one, -100) for one in (EditionStatus.SCHEDULED, EditionStatus.POSTPONED, EditionStatus.CANCELLED)
        )
        assert inviting < planned
        assert postponed == planned - inviting | {"Set a new date for the assembly"}
        assert cancelled == {"The text of the declaration is missing"}
        assert "Publish the report" in asked(EditionStatus.SCHEDULED, 5)
        assert asked(EditionStatus.CANCELLED, 5) == set()
