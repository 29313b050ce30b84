"""Releases: what the public sees, and taking the last one back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from assembly import clock, history
from assembly.agenda import queries
from assembly.editions.queries.editions import rooms
from assembly.errors import DomainError, Untranslated
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, Release, ReleasedSession, Session, Status
from assembly.transactions import locked


class NothingToUndo(DomainError):
    """Nothing is published, the last publication has taken one back already, or it moved the day."""

    sentence = _l("There is no publication to undo.")


@dataclass(frozen=True, slots=True)
class Override:
    """What the checks said and is published all the same, and why."""

    faults: tuple[str, ...] = ()
    reason: str = ""


OF_THE_DAY = ("starts_at", "ends_at", "room", "status", "notice")
"What an act on the day may change of a published session."
_NOTHING_OVERRIDDEN = Override()
_COPIED = (
    *("code", "kind", "room", "starts_at", "ends_at", "title", "abstract"),
    *("spoken", "into", "signed", "captions", "notice"),
)


def release(
    edition: Edition,
    *,
    name: str,
    note: Bilingual,
    also: frozenset[int] = frozenset(),
    override: Override = _NOTHING_OVERRIDDEN,
) -> Release:
    """Publish every session that differs from what the public sees, and those in `also` (by id).

    Times, rooms, words and the fact of taking place raise the calendar's SEQUENCE (RFC 5545 3.8.7.4); a session that
    was published and is gone or hidden now is published as cancelled. Raises Untranslated, naming what is lacking.
    """
    before = {row.session_id: row for row in queries.latest_rows(edition)}
    sessions = {session.id: session for session in queries.draft(edition) if not session.hidden}
    lacking = [session.code for session in sessions.values() if queries.lacking(session)]
    if lacking:
        raise Untranslated(sessions=lacking)
    made = _begin(edition, name=name, note=note, overridden=list(override.faults), override_reason=override.reason)
    for session in sessions.values():
        _publish(made, session, before.get(session.id), force=session.id in also)
    for row in before.values():
        if row.session_id not in sessions and row.status is Status.SCHEDULED:
            _copy(made, row, status=Status.CANCELLED)
    db.session.flush()
    facts = {"overridden": made.overridden, "reason": override.reason} if override.faults else {}
    history.record("release", str(made.number), "published", edition_id=edition.id, name=name, **facts)
    return made


def undo(edition: Edition, undone: Release, *, name: str) -> Release:
    """Publish once more what was public before `undone`, the last release. Raises NothingToUndo.

    What it changed is as before, what it added is cancelled, what it cancelled takes place; the draft stays as it is,
    but for what an act on the day wrote into it. Every session of it gets a row with a higher SEQUENCE, so that
    calendars follow.
    """
    if undone.undoes_id is not None or queries.moved_the_day(undone):
        raise NothingToUndo
    before = queries.before_release(edition, undone)
    note = Bilingual.of(_l("The last change to the programme has been reversed."))
    made = _begin(edition, name=name, note=note, undoes_id=undone.id)
    for row in queries.rows_of(undone):
        earlier = before.get(row.session_id)
        if undone.on_the_day and earlier is not None:
            change_draft(row, {name: getattr(earlier, name) for name in OF_THE_DAY})
        _copy(made, earlier or row, status=earlier.status if earlier else Status.CANCELLED)
    db.session.flush()
    history.record("release", str(made.number), "published", edition_id=edition.id, undoes=undone.number)
    return made


def move_published(
    edition: Edition, moved: Callable[[datetime], datetime], *, name: str, note: Bilingual
) -> Release | None:
    """Publish every session that takes place at another time, for each as `moved` says; None if none is published.

    What of the draft has not been published stays unpublished, and its times stay as they are. The people of the
    sessions are the caller's to copy.
    """
    rows = queries.programme(edition)
    if not rows:
        return None
    made = _begin(edition, name=name, note=note)
    for row in rows:
        _copy(made, row, status=row.status, starts_at=moved(row.starts_at), ends_at=moved(row.ends_at))
    db.session.flush()
    history.record("release", str(made.number), "published", edition_id=edition.id, name=name)
    return made


def move_draft(edition: Edition, moved: Callable[[datetime], datetime]) -> None:
    """Move every session of the draft, hidden and removed ones included, as `moved` says."""
    for session in read_all(locked(select(Session).where(Session.edition_id == edition.id))):
        session.starts_at, session.ends_at = moved(session.starts_at), moved(session.ends_at)
    db.session.flush()


def release_on_the_day(
    edition: Edition,
    changes: Iterable[tuple[ReleasedSession, Mapping[str, Any]]],
    *,
    name: str,
    note: Bilingual,
    act: str,
) -> Release:
    """Publish single sessions as they are published now, but for these facts (of `OF_THE_DAY`); no draft is published.

    The draft follows where it said what the public saw. Each session gets a higher SEQUENCE.
    """
    made = _begin(edition, name=name, note=note, on_the_day=True)
    codes = []
    for row, facts in changes:
        change_draft(row, facts)
        _copy(made, row, **facts)
        codes.append(row.code)
    db.session.flush()
    history.record("release", str(made.number), "published", edition_id=edition.id, act=act, sessions=codes)
    return made


def change_draft(row: ReleasedSession, facts: Mapping[str, Any]) -> None:
    """Let the draft say what becomes public now instead of `row`; what it says otherwise already is somebody's plan and
    stays."""
    session = db.session.get_one(Session, row.session_id)
    times = facts["starts_at"], facts["ends_at"]
    if (session.starts_at, session.ends_at) == (row.starts_at, row.ends_at) != times:
        session.starts_at, session.ends_at = times
    if session.notice == row.notice != facts["notice"]:
        session.notice = facts["notice"]
    if (session.room.name if session.room else Bilingual()) == row.room != facts["room"]:
        session.room = next((one for one in rooms(session.edition) if one.name == facts["room"]), None)
    if row.status is not facts["status"]:
        session.hidden = facts["status"] is Status.CANCELLED
        if not session.hidden:
            session.removed_at = None


def _begin(edition: Edition, **facts: Any) -> Release:
    last = queries.last_release(edition)
    number = last.number + 1 if last else 1
    made = Release(edition_id=edition.id, number=number, at=clock.now(), by=history.actor(), **facts)
    db.session.add(made)
    db.session.flush()
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


def _copy(made: Release, row: ReleasedSession, **facts: Any) -> None:
    """One more row like this one, but for these facts."""
    session = db.session.get_one(Session, row.session_id)
    session.ics_sequence += 1
    db.session.add(
        ReleasedSession(
            release=made,
            session_id=row.session_id,
            ics_sequence=session.ics_sequence,
            ics_changed_at=made.at,
            **{name: getattr(row, name) for name in _COPIED} | facts,
        )
    )
