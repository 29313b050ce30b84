"""Reads of the programme. Public pages read releases only."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, select

from assembly.extensions import db
from assembly.models import Edition, Release, ReleasedSession, Session, Status


def draft(edition: Edition) -> list[Session]:
    """The sessions organisers work on, in time."""
    return list(
        db.session.scalars(
            select(Session).where(Session.edition_id == edition.id).order_by(Session.starts_at, Session.id)
        )
    )


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
