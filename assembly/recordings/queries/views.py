"""Reads of views."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import Recording, ViewCount

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Views:
    """How often one language was started, and how often in the last seven days."""

    lang: str
    count: int
    lately: int


def views_of(recording: Recording) -> list[Views]:
    """By language, the most watched first."""
    since = clock.today(recording.edition.zone) - LATELY
    recent = func.sum(case((ViewCount.day > since, ViewCount.count), else_=0))
    total = func.sum(ViewCount.count)
    rows = select(ViewCount.lang, total, recent).where(ViewCount.recording_id == recording.id)
    found = db.session.execute(rows.group_by(ViewCount.lang).order_by(total.desc(), ViewCount.lang))
    return [Views(lang, int(count), int(lately)) for lang, count, lately in found]
