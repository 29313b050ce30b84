"""Reads of transcripts for search."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Captions, Passage


def not_searched_yet() -> list[int]:
    """The recordings (by id) that have captions, of which no passage is written."""
    written = select(Passage.id).where(Passage.recording_id == Captions.recording_id)
    return list(db.session.scalars(select(Captions.recording_id).where(~written.exists()).distinct()))


def passages(ids: Collection[int]) -> list[Passage]:
    """These passages, in the order of their numbers."""
    return list(db.session.scalars(select(Passage).where(Passage.id.in_(ids)).order_by(Passage.id)))
