"""Opens the recordings of a session."""

from __future__ import annotations

from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Recording, Session


def opening() -> Recording:
    """The recording of the opening of 2023."""
    mine = (
        select(Recording)
        .join(Session)
        .where(Session.title_en == "Opening and welcome", Recording.length_s.is_not(None))
    )
    return db.session.scalars(mine).one()
