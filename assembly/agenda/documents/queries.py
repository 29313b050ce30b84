"""Reads of the documents of sessions. What the public sees is decided here alone."""

from datetime import datetime

from sqlalchemy import func, or_, select

from assembly import clock
from assembly.agenda.queries import published
from assembly.extensions import db, read_all, read_one
from assembly.models import Edition, ReleasedSession, Session, SessionDocument, Status


def documents_of(session: Session) -> list[SessionDocument]:
    """All of a session, as they were added."""
    wanted = select(SessionDocument).where(SessionDocument.session_id == session.id).order_by(SessionDocument.id)
    return read_all(wanted)


def document_of(session: Session, code: str) -> SessionDocument | None:
    """One of them."""
    wanted = select(SessionDocument).where(SessionDocument.session_id == session.id, SessionDocument.code == code)
    return read_one(wanted)


def public_documents(row: ReleasedSession) -> list[SessionDocument]:
    """Those of a session the public sees now: it takes place, is neither hidden nor removed, and their time has come.

    A session that was hidden or removed since it was published shows none, though it is still public itself.
    """
    if row.status is not Status.SCHEDULED:
        return []
    due = or_(SessionDocument.shown_from_at.is_(None), SessionDocument.shown_from_at <= clock.now_until(_next_shown))
    mine = (
        select(SessionDocument)
        .join(Session)
        .where(SessionDocument.session_id == row.session_id, SessionDocument.withdrawn_at.is_(None), due)
        .where(Session.hidden.is_(False), Session.removed_at.is_(None))
        .order_by(SessionDocument.id)
    )
    return read_all(mine)


def _next_shown(after: datetime) -> datetime | None:
    coming = SessionDocument.shown_from_at
    return db.session.scalar(select(func.min(coming)).where(coming > after))


def public_document(edition: Edition, session_code: str, code: str) -> SessionDocument | None:
    """One of those of a session of the published programme."""
    row = published(edition, session_code)
    return next((one for one in public_documents(row) if one.code == code), None) if row else None
