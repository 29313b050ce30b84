"""Verbs on the programme: the draft changes freely, a release publishes what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assembly import clock, history
from assembly.agenda import queries
from assembly.errors import DomainError, Untranslated
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import (
    Bilingual,
    Direction,
    Edition,
    Release,
    ReleasedSession,
    Room,
    Session,
    SessionKind,
    SessionLanguage,
    Status,
    Venue,
)
from assembly.sealed import new_code


class RoomTaken(DomainError):
    """A room can hold one session at a time."""

    sentence = _l("This room is already in use at that time.")


def add_room(venue: Venue, name: Bilingual, *, capacity: int | None = None) -> Room:
    """A room of the venue."""
    room = Room(venue=venue, code=new_code(), name=name, capacity=capacity, access=Bilingual())
    db.session.add(room)
    return room


def add_session(
    edition: Edition,
    *,
    kind: SessionKind,
    title: Bilingual,
    abstract: Bilingual,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None = None,
    spoken: Iterable[str] = (),
    into: Iterable[str] = (),
) -> Session:
    """A session of the draft; times are instants. Raises RoomTaken."""
    for other in queries.draft(edition):
        if room is not None and other.room is room and other.starts_at < ends_at and starts_at < other.ends_at:
            raise RoomTaken
    session = Session(
        edition=edition,
        code=new_code(),
        kind=kind,
        title=title,
        abstract=abstract,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        languages=[
            SessionLanguage(lang=lang, direction=direction)
            for direction, langs in ((Direction.SPOKEN, spoken), (Direction.INTO, into))
            for lang in langs
        ],
    )
    db.session.add(session)
    db.session.flush()
    history.record("session", session.code, "added", edition_id=edition.id)
    return session


def still_right(session: Session) -> None:
    """Somebody has read both languages of each text of this session, and they say the same."""
    session.words_still_right()
    history.record("session", session.code, "languages compared", edition_id=session.edition_id)


def release(edition: Edition, *, name: str, note: Bilingual, also: frozenset[int] = frozenset()) -> Release:
    """Publish every session that differs from what the public sees, and those in `also` (by id).

    Times, rooms, words and the fact of taking place raise the calendar's SEQUENCE (RFC 5545 3.8.7.4); a session that
    was published and is gone or hidden now is published as cancelled. Raises Untranslated, naming what is lacking.
    """
    before = {row.session_id: row for row in queries.latest_rows(edition)}
    sessions = {session.id: session for session in queries.draft(edition) if not session.hidden}
    lacking = [session.code for session in sessions.values() if queries.lacking(session)]
    if lacking:
        raise Untranslated(sessions=lacking)
    last = queries.last_release(edition)
    made = Release(
        edition_id=edition.id,
        number=last.number + 1 if last else 1,
        name=name,
        note=note,
        at=clock.now(),
        by=history.actor(),
    )
    db.session.add(made)
    db.session.flush()
    for session in sessions.values():
        _publish(made, session, before.get(session.id), force=session.id in also)
    for row in before.values():
        if row.session_id not in sessions and row.status is Status.SCHEDULED:
            _withdraw(made, row)
    db.session.flush()
    history.record("release", str(made.number), "published", edition_id=edition.id, name=name)
    return made


def _publish(made: Release, session: Session, before: ReleasedSession | None, *, force: bool) -> None:
    if not force and not queries.differs(session, before):
        return
    if before is not None:
        session.ics_sequence += 1
    db.session.add(
        ReleasedSession(
            release=made,
            session_id=session.id,
            ics_sequence=session.ics_sequence,
            ics_changed_at=made.at,
            **queries.as_published(session),
        )
    )


def _withdraw(made: Release, before: ReleasedSession) -> None:
    session = db.session.get_one(Session, before.session_id)
    session.ics_sequence += 1
    copied = ("code", "kind", "room", "starts_at", "ends_at", "title", "abstract", "spoken", "into")
    db.session.add(
        ReleasedSession(
            release=made,
            session_id=before.session_id,
            status=Status.CANCELLED,
            ics_sequence=session.ics_sequence,
            ics_changed_at=made.at,
            **{name: getattr(before, name) for name in copied},
        )
    )
