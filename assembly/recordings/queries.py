"""Reads of recordings. Titles and times are those of the published programme."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, exists, func, select

from assembly.agenda.queries import latest_rows
from assembly.extensions import db
from assembly.models import Edition, Recording, ReleasedSession, Session, Track, TrackState


@dataclass(frozen=True, slots=True)
class Watchable:
    """A recording with the session as published."""

    recording: Recording
    session: ReleasedSession


def watchable(edition: Edition) -> list[Watchable]:
    """The recordings of published sessions, in the order of the programme."""
    sessions = {row.session_id: row for row in latest_rows(edition)}
    recordings = {
        one.session_id: one for one in db.session.scalars(select(Recording).where(Recording.edition_id == edition.id))
    }
    return [Watchable(recordings[one], sessions[one]) for one in sessions if one in recordings]


def others_with_recordings(edition: Edition) -> list[Edition]:
    """The other assemblies one can watch, newest first."""
    online = select(Recording.edition_id).join(Track).where(Track.state == TrackState.ONLINE)
    return list(
        db.session.scalars(
            select(Edition)
            .where(Edition.id.in_(online), Edition.id != edition.id, Edition.is_announced)
            .order_by(Edition.starts_at.desc())
        )
    )


def awaited(edition: Edition) -> list[Track]:
    """The languages one cannot watch yet, by the day they are promised for."""
    return list(
        db.session.scalars(
            select(Track)
            .join(Recording)
            .where(Recording.edition_id == edition.id, Track.state == TrackState.EXPECTED)
            .order_by(Track.expected_on, Track.id)
        )
    )


def recordings(edition: Edition) -> list[Recording]:
    """All of them, of published sessions or not, in the order of the draft."""
    statement = select(Recording).join(Session).where(Recording.edition_id == edition.id)
    return list(db.session.scalars(statement.order_by(Session.starts_at, Session.id)))


def track_of(edition: Edition, code: str, lang: str, kind: str) -> Track | None:
    """One language of one recording, by the parts of an address."""
    found = (track for one in recordings(edition) if one.code == code for track in one.tracks)
    return next((track for track in found if (track.lang, track.kind.value) == (lang, kind)), None)


def states_by_language(edition: Edition) -> dict[str, tuple[int, int]]:
    """For each language how many recordings are online, of how many: the honest state on the home page."""
    is_online = case((Track.state == TrackState.ONLINE, 1), else_=0)
    rows = db.session.execute(
        select(Track.lang, func.sum(is_online), func.count())
        .join(Recording)
        .where(Recording.edition_id == edition.id, _is_published())
        .group_by(Track.lang)
        .order_by(Track.lang)
    )
    return {lang: (int(online), known) for lang, online, known in rows}


def _is_published() -> ColumnElement[bool]:
    """Match a recording whose session was ever published."""
    return exists().where(ReleasedSession.session_id == Recording.session_id)


def by_code(edition: Edition, code: str) -> Watchable | None:
    """One of them."""
    return next((one for one in watchable(edition) if one.recording.code == code), None)
