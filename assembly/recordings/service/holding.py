"""What every verb on a recording begins with and ends with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from assembly import history
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Recording
from assembly.transactions import locked


def hold(recording: Recording) -> Recording:
    """Read a recording again so that nobody else changes it meanwhile. Raises ChangedMeanwhile where it is gone."""
    mine = locked(select(Recording).where(Recording.id == recording.id)).execution_options(populate_existing=True)
    found = db.session.scalars(mine).one_or_none()
    if found is None:
        raise ChangedMeanwhile
    return found


def note(noun: str, recording: Recording, verb: str, **facts: Any) -> None:
    """Write into the history what was done to a recording."""
    history.record(noun, recording.code, verb, edition_id=recording.edition_id, **facts)
