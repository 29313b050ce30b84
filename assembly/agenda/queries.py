"""Reads of the programme. Public pages read releases only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Bilingual,
    Direction,
    Edition,
    EditionChange,
    Phase,
    Registration,
    Release,
    ReleasedSession,
    SelectedSession,
    Session,
    SessionLanguage,
    Status,
)


def draft(edition: Edition) -> list[Session]:
    """The sessions organisers work on, in time."""
    return read_all(
        select(Session)
        .where(Session.edition_id == edition.id, Session.removed_at.is_(None))
        .options(joinedload(Session.room))
        .order_by(Session.starts_at, Session.id)
    )


def in_draft(edition: Edition, code: str) -> Session | None:
    """One of them."""
    wanted = select(Session).where(Session.edition_id == edition.id, Session.code == code, Session.removed_at.is_(None))
    return read_one(wanted)


def removed_but_public(edition: Edition) -> list[ReleasedSession]:
    """What has left the draft and is public until the next release, as published and in time."""
    removed = set(
        db.session.scalars(select(Session.id).where(Session.edition_id == edition.id, Session.removed_at.is_not(None)))
    )
    return [row for row in programme(edition) if row.session_id in removed] if removed else []


def seats_of_its_own(row: ReleasedSession) -> int | None:
    """The number of people who may sign up for a published session, as it is now; None without limit."""
    return db.session.scalar(select(Session.capacity).where(Session.id == row.session_id))


def was_published(session: Session) -> bool:
    """Whether any release speaks of it."""
    return bool(db.session.scalar(select(exists().where(ReleasedSession.session_id == session.id))))


def languages_of(edition: Edition) -> list[str]:
    """The languages spoken and interpreted into anywhere in the draft, by code."""
    mine = (
        select(SessionLanguage.lang)
        .join(Session)
        .where(
            Session.edition_id == edition.id,
            Session.removed_at.is_(None),
            SessionLanguage.direction.in_((Direction.SPOKEN, Direction.INTO)),
        )
    )
    return read_all(mine.distinct().order_by(SessionLanguage.lang))


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
        "signed": session.in_direction(Direction.SIGNED),
        "captions": session.in_direction(Direction.CAPTIONS),
        "notice": session.notice,
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
    """What runs at this instant, and what comes after it, with what was cancelled before that."""
    running = [one for one in sessions if one.starts_at <= at < one.ends_at]
    coming = [one for one in sessions if one.starts_at > at]
    first = next((number for number, one in enumerate(coming) if one.status is Status.SCHEDULED), len(coming))
    return [*running, *coming[: first + 1]]


def running(sessions: list[ReleasedSession]) -> list[ReleasedSession]:
    """What runs now, without what was cancelled."""
    at = present_among(sessions)
    return [one for one in sessions if one.status is Status.SCHEDULED and one.starts_at <= at < one.ends_at]


def present_among(sessions: list[ReleasedSession]) -> datetime:
    """The present instant, for what runs and comes alone: the answer changes when a session begins or ends."""
    return clock.now_among(edge for one in sessions for edge in (one.starts_at, one.ends_at))


@dataclass(frozen=True, slots=True)
class Around:
    """The sessions beside one: what has ended when it begins, what begins when it has ended, what goes on meanwhile."""

    previous: ReleasedSession | None
    next: ReleasedSession | None
    parallel: list[ReleasedSession]


def around(one: ReleasedSession, sessions: Sequence[ReleasedSession]) -> Around:
    """Look at the others of a programme, which are in time."""
    others = [other for other in sessions if other.session_id != one.session_id]
    before = [other for other in others if other.ends_at <= one.starts_at]
    return Around(
        max(before, key=lambda other: other.ends_at, default=None),
        next((other for other in others if other.starts_at >= one.ends_at), None),
        [other for other in others if other.starts_at < one.ends_at and one.starts_at < other.ends_at],
    )


def latest_rows(edition: Edition) -> list[ReleasedSession]:
    """Each session as last published, cancelled ones included, in time."""
    return read_all(_LATEST, {"edition_id": edition.id})


def programme(edition: Edition) -> list[ReleasedSession]:
    """What the public sees: the sessions that take place, in time."""
    return [row for row in latest_rows(edition) if row.status is Status.SCHEDULED]


def with_changes_of_today(edition: Edition) -> tuple[list[ReleasedSession], dict[int, ReleasedSession]]:
    """Give the sessions to show, in time, and during the assembly each as it was announced (by id).

    On other days these are the sessions that take place; during the assembly those cancelled today are among them.
    """
    earlier = announced_today(edition)
    return still_shown(latest_rows(edition), earlier), earlier


def still_shown(rows: list[ReleasedSession], earlier: dict[int, ReleasedSession]) -> list[ReleasedSession]:
    """Keep the sessions that take place, and those that were to when they were announced (`earlier`, by id)."""
    expected = {one for one, row in earlier.items() if row.status is Status.SCHEDULED}
    return [row for row in rows if row.status is Status.SCHEDULED or row.session_id in expected]


def announced_today(edition: Edition) -> dict[int, ReleasedSession]:
    """Give each session as it was announced before today, during the assembly; nothing on other days."""
    return announced(edition) if edition.phase is Phase.ON_THE_DAY else {}


def announced(edition: Edition) -> dict[int, ReleasedSession]:
    """Each session (by id) as it was last published before the local day of now, else as it was published first."""
    today = clock.today(edition.zone)
    midnight = clock.from_local(datetime.combine(today, time()), edition.zone)
    before = func.max(case((Release.at < midnight, ReleasedSession.release_id)))
    first = func.min(ReleasedSession.release_id)
    rows = db.session.scalars(_latest(edition, which=func.coalesce(before, first)))
    return {row.session_id: row for row in rows}


def last_scheduled(edition: Edition, session_id: int) -> ReleasedSession | None:
    """Give a session as it was published when it last took place."""
    rows = db.session.scalars(_latest(edition, ReleasedSession.status == Status.SCHEDULED))
    return next((row for row in rows if row.session_id == session_id), None)


def published(edition: Edition, code: str) -> ReleasedSession | None:
    """One session as last published, taking place or cancelled."""
    return read_one(_latest(edition).where(ReleasedSession.code == code))


def releases(edition: Edition, most: int | None = None) -> list[Release]:
    """What was published, latest first; all of it for None."""
    return read_all(_RELEASES.limit(most), {"edition_id": edition.id})


def last_release(edition: Edition) -> Release | None:
    """The latest publication."""
    return next(iter(releases(edition, 1)), None)


def moved_the_day(release: Release) -> bool:
    """Whether it moved the sessions to another date with the assembly: then it cannot be taken back alone."""
    return bool(db.session.scalar(select(exists().where(EditionChange.release_id == release.id))))


def rows_of(release: Release) -> list[ReleasedSession]:
    """What one release says, session by session, in time."""
    mine = select(ReleasedSession).where(ReleasedSession.release_id == release.id)
    return read_all(mine.order_by(ReleasedSession.starts_at, ReleasedSession.session_id))


def all_rows(edition: Edition) -> list[ReleasedSession]:
    """What all releases ever said, release by release and within one in time."""
    return read_all(_ALL_ROWS, {"edition_id": edition.id})


def selected_ids(registration: Registration) -> frozenset[int]:
    """The sessions (by id) that a person has marked for themselves."""
    mine = select(SelectedSession.session_id).where(SelectedSession.registration_id == registration.id)
    return frozenset(db.session.scalars(mine))


def before_release(edition: Edition, release: Release) -> dict[int, ReleasedSession]:
    """Each session (by id) as it was last published before this release."""
    rows = db.session.scalars(_latest(edition, Release.number < release.number))
    return {row.session_id: row for row in rows}


def _latest(
    edition: Edition | None, *also: ColumnElement[bool], which: ColumnElement[int] | None = None
) -> Select[ReleasedSession]:
    """One row of each session: of the newest release, or of `which`; without an edition its id is to be given."""
    edition_id: Any = bindparam("edition_id") if edition is None else edition.id
    chosen = func.max(ReleasedSession.release_id) if which is None else which
    newest = (
        select(ReleasedSession.session_id, chosen.label("release_id"))
        .join(Release)
        .where(Release.edition_id == edition_id, *also)
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


_LATEST = _latest(None).order_by(ReleasedSession.starts_at, ReleasedSession.session_id)
_ALL_ROWS = (
    select(ReleasedSession)
    .join(Release)
    .where(Release.edition_id == bindparam("edition_id"))
    .order_by(Release.number, ReleasedSession.starts_at, ReleasedSession.session_id)
)
_RELEASES = select(Release).where(Release.edition_id == bindparam("edition_id")).order_by(Release.number.desc())
"What nearly every page of an edition asks, built once."
