"""Reads of the programme. Public pages read releases only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import Bilingual, Direction, Edition, Release, ReleasedSession, Session, Status


def draft(edition: Edition) -> list[Session]:
    """The sessions organisers work on, in time."""
    return list(
        db.session.scalars(
            select(Session)
            .where(Session.edition_id == edition.id)
            .options(joinedload(Session.room))
            .order_by(Session.starts_at, Session.id)
        )
    )


def lacking(session: Session) -> dict[str, list[str]]:
    """The languages a text of this session is missing in: every title needs both, an abstract both or none."""
    texts = {"title": session.title, "abstract": session.abstract}
    return {name: text.missing() for name, text in texts.items() if text.missing() and (text or name == "title")}


def as_published(session: Session) -> dict[str, Any]:
    """What a release says of a session of the draft, by the columns of its copy."""
    return {
        "code": session.code,
        "kind": session.kind,
        "room": session.room.name if session.room else Bilingual(),
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "title": session.title,
        "abstract": session.abstract,
        "spoken": session.in_direction(Direction.SPOKEN),
        "into": session.in_direction(Direction.INTO),
        "status": Status.SCHEDULED,
    }


def differs(session: Session, row: ReleasedSession | None) -> bool:
    """Whether the draft says something else than what was last published of it, or nothing was."""
    return row is None or any(getattr(row, name) != value for name, value in as_published(session).items())


def unpublished_changes(sessions: Sequence[Session], rows: Sequence[ReleasedSession]) -> frozenset[int]:
    """The sessions (by id) a release would publish, change or withdraw."""
    before, now = {row.session_id: row for row in rows}, {one.id: one for one in sessions if not one.hidden}
    changed = {one.id for one in now.values() if differs(one, before.get(one.id))}
    gone = {row.session_id for row in rows if row.session_id not in now and row.status is Status.SCHEDULED}
    return frozenset(changed | gone)


def now_and_next(sessions: list[ReleasedSession], at: datetime) -> list[ReleasedSession]:
    """What runs at this instant, and what comes after it."""
    running = [one for one in sessions if one.starts_at <= at < one.ends_at]
    coming = [one for one in sessions if one.starts_at > at]
    return [*running, *coming[:1]]


def latest_rows(edition: Edition) -> list[ReleasedSession]:
    """Each session as last published, cancelled ones included, in time."""
    return list(db.session.scalars(_latest(edition).order_by(ReleasedSession.starts_at, ReleasedSession.session_id)))


def programme(edition: Edition) -> list[ReleasedSession]:
    """What the public sees: the sessions that take place, in time."""
    return [row for row in latest_rows(edition) if row.status is Status.SCHEDULED]


def published(edition: Edition, code: str) -> ReleasedSession | None:
    """One session as last published, taking place or cancelled."""
    return db.session.scalars(_latest(edition).where(ReleasedSession.code == code)).one_or_none()


def last_release(edition: Edition) -> Release | None:
    """The latest publication."""
    return db.session.scalars(
        select(Release).where(Release.edition_id == edition.id).order_by(Release.number.desc()).limit(1)
    ).one_or_none()


def _latest(edition: Edition) -> Select[ReleasedSession]:
    newest = (
        select(ReleasedSession.session_id, func.max(ReleasedSession.release_id).label("release_id"))
        .join(Release)
        .where(Release.edition_id == edition.id)
        .group_by(ReleasedSession.session_id)
        .subquery()
    )
    return select(ReleasedSession).join(
        newest,
        and_(
            ReleasedSession.session_id == newest.c.session_id,
            ReleasedSession.release_id == newest.c.release_id,
        ),
    )
