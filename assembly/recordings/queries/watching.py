"""Reads of recordings. Titles, times and names are those of the published programme; what the public sees is decided
here alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from assembly import clock
from assembly.agenda.queries import latest_rows
from assembly.extensions import db, read_all
from assembly.models import (
    Appearance,
    AppearanceState,
    Bilingual,
    Captions,
    Contribution,
    Edition,
    Recording,
    RecordingState,
    ReleasedAppearance,
    ReleasedSession,
    Session,
    Speaker,
    Track,
    TrackState,
)
from assembly.recordings.moments import Chapter, read_chapters
from assembly.speakers.queries import appearances_in


@dataclass(frozen=True, slots=True)
class PublicPart:
    """What one person says, with the name and the function of the day."""

    part: Contribution
    name: str
    name_lang: str
    function: Bilingual


@dataclass(frozen=True, slots=True)
class Watchable:
    """A recording the public knows of, with the session as published; None is the whole assembly."""

    recording: Recording
    session: ReleasedSession | None
    people: list[ReleasedAppearance]
    "Who appears in its session; in any, where it is of the whole assembly."
    state: RecordingState

    @property
    def title(self) -> Bilingual:
        """That of its session, else its own, else that of the assembly."""
        if self.session is not None:
            return self.session.title
        return self.recording.title or self.recording.edition.name

    @property
    def tracks(self) -> list[Track]:
        """The languages the public is told of, the original first."""
        tracks = self.recording.tracks if self.state is RecordingState.PUBLIC else []
        return sorted(tracks, key=lambda one: one.kind != "original")

    def tracks_from(self, lang: str) -> list[Track]:
        """The same with one language before the others, the original among them."""
        return sorted(self.tracks, key=lambda one: one.lang != lang)

    @property
    def online(self) -> list[Track]:
        """Those one can watch."""
        return [one for one in self.tracks if one.state is TrackState.ONLINE]

    @property
    def parts(self) -> list[PublicPart]:
        """Who speaks when, in time; those the published programme does not name are left out."""
        names = {row.person_id: row for row in reversed(self.people)}
        parts = self.recording.parts if self.state is RecordingState.PUBLIC else []
        found = [(part, names[part.person_id]) for part in parts if part.person_id in names]
        return [PublicPart(part, row.name, row.name_lang, row.function) for part, row in found]

    @property
    def day(self) -> date:
        """When it was recorded, on the clocks of the edition."""
        edition = self.recording.edition
        return clock.local_day(self.session.starts_at, edition.zone) if self.session else edition.day

    def chapters(self, lang: str) -> list[Chapter]:
        """Those of one language, else of the other, while one can watch it."""
        return read_chapters(self.recording.chapters.in_language(lang)) if self.online else []

    def track(self, lang: str) -> Track | None:
        """The online track one hears in this language."""
        return next((one for one in self.online if one.lang == lang), None)


def watchable(
    edition: Edition, *only: ColumnElement[bool], with_parts: bool = False, with_captions: bool = False
) -> list[Watchable]:
    """What the public is told of: the whole assembly first, then published sessions in the order of the programme.

    A recording of somebody who did not agree is withheld, whatever the office has chosen.
    """
    beside = [
        *([selectinload(Recording.parts)] if with_parts else []),
        *([selectinload(Recording.captions).defer(Captions.cues)] if with_captions else []),
    ]
    mine = select(Recording, _is_refused()).options(joinedload(Recording.poster), *beside).order_by(Recording.id)
    mine = mine.where(Recording.edition_id == edition.id, Recording.state != RecordingState.DRAFT, *only)
    recordings = db.session.execute(mine).all()
    sessions = {row.session_id: row for row in latest_rows(edition)} if recordings else {}
    people, found = appearances_in(sessions.values()) if recordings else {}, []
    everybody = [row for rows in people.values() for row in rows]
    for one, is_refused in recordings:
        session = sessions.get(one.session_id) if one.session_id else None
        if one.session_id and session is None:
            continue
        state = RecordingState.WITHHELD if is_refused else one.state
        found.append(Watchable(one, session, people.get(session.session_id, []) if session else everybody, state))
    order = {session_id: number for number, session_id in enumerate(sessions, 1)}
    return sorted(found, key=lambda one: (order.get(one.session.session_id, 0) if one.session else 0, one.recording.id))


def _is_refused() -> ColumnElement[bool]:
    """Match a recording of somebody who did not agree to their words being recorded at this assembly.

    They speak in it, or have confirmed that they will: it may be published before anybody enters who speaks when.
    """
    speaks = select(Contribution.id).where(
        Contribution.recording_id == Recording.id, Contribution.person_id == Speaker.person_id
    )
    in_whole = and_(
        Recording.session_id.is_(None), Session.edition_id == Recording.edition_id, Session.removed_at.is_(None)
    )
    confirmed = (
        select(Appearance.id)
        .join(Session)
        .where(Appearance.person_id == Speaker.person_id, Appearance.state == AppearanceState.CONFIRMED)
        .where(or_(Appearance.session_id == Recording.session_id, in_whole))
    )
    either = [one.correlate(Recording, Speaker).exists() for one in (speaks, confirmed)]
    no = select(Speaker.id).where(Speaker.edition_id == Recording.edition_id, Speaker.agreed.is_(False), or_(*either))
    return no.correlate(Recording).exists()


def is_public() -> ColumnElement[bool]:
    """Match a recording the public may watch once a language is online; that of a session, once it is published."""
    published = select(ReleasedSession.session_id).where(ReleasedSession.session_id == Recording.session_id)
    of_public = or_(Recording.session_id.is_(None), published.correlate(Recording).exists())
    return and_(Recording.state == RecordingState.PUBLIC, ~_is_refused(), of_public)


def by_code(edition: Edition, code: str) -> Watchable | None:
    """One of those the public knows of."""
    return next(iter(watchable(edition, Recording.code == code)), None)


def of_session(edition: Edition, session_id: int) -> Watchable | None:
    """The recording of a published session, if one can watch it or is told why not."""
    return next(iter(watchable(edition, Recording.session_id == session_id)), None)


def parts_of_person(edition: Edition, person_id: int) -> list[tuple[Watchable, PublicPart]]:
    """Where to watch somebody (by id) at this assembly."""
    theirs = watchable(edition, Recording.parts.any(Contribution.person_id == person_id), with_parts=True)
    return [(one, part) for one in theirs for part in one.parts if part.part.person_id == person_id]


def others_with_recordings(edition: Edition) -> list[Edition]:
    """The other assemblies one can watch, newest first."""
    online = select(Recording.edition_id).join(Track).where(Track.state == TrackState.ONLINE, is_public())
    others = select(Edition).where(Edition.id.in_(online), Edition.id != edition.id, Edition.is_announced)
    return read_all(others.order_by(Edition.starts_at.desc()))


def states_by_language(edition: Edition) -> dict[str, tuple[int, int]]:
    """For each language how many recordings are online, of how many: the honest state on the home page."""
    is_online = case((Track.state == TrackState.ONLINE, 1), else_=0)
    rows = db.session.execute(
        select(Track.lang, func.sum(is_online), func.count())
        .join(Recording)
        .where(Recording.edition_id == edition.id, is_public())
        .group_by(Track.lang)
        .order_by(Track.lang)
    )
    return {lang: (int(online), known) for lang, online, known in rows}


def awaited(edition: Edition) -> list[Track]:
    """The languages viewers are told one cannot watch yet, by the day they are promised for."""
    mine = select(Track).join(Recording).where(Recording.edition_id == edition.id, is_public())
    expected = mine.where(Track.state == TrackState.EXPECTED)
    return read_all(expected.order_by(Track.expected_on, Track.id))


def recordings(edition: Edition, *beside: ExecutableOption) -> list[Recording]:
    """All of them, whatever the public is told, in the order of the draft."""
    mine = select(Recording).outerjoin(Session).where(Recording.edition_id == edition.id)
    loaded = mine.options(contains_eager(Recording.session).lazyload(Session.languages), *beside)
    return read_all(loaded.order_by(Session.starts_at.nulls_first(), Session.id, Recording.id))


def title_of(recording: Recording) -> Bilingual:
    """What the office calls it: as its session in the draft, else by its own title, else as the assembly."""
    return recording.session.title if recording.session else recording.title or recording.edition.name


def agreed(edition: Edition) -> dict[int, bool | None]:
    """What each speaker (by id) answered to their words being recorded."""
    said = select(Speaker.person_id, Speaker.agreed).where(Speaker.edition_id == edition.id)
    return {row.person_id: row.agreed for row in db.session.execute(said)}
