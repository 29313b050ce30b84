"""The verb on views: one more start of the player."""

from __future__ import annotations

from sqlalchemy import update

from assembly import clock
from assembly.extensions import db
from assembly.models import Recording, ViewCount
from assembly.transactions import insert_once


def count_view(recording: Recording, lang: str) -> None:
    """Count one start of a language today; a number is all that is kept."""
    row = {"recording_id": recording.id, "lang": lang, "day": clock.today(recording.edition.zone)}
    db.session.execute(insert_once(ViewCount).values(**row, count=0))
    mine = [getattr(ViewCount, name) == value for name, value in row.items()]
    db.session.execute(update(ViewCount).where(*mine).values(count=ViewCount.count + 1))
