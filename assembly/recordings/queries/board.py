"""What is missing of the recordings of an edition, by session and language, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from assembly.agenda.queries import draft
from assembly.extensions import db
from assembly.i18n import LANGUAGES
from assembly.models import (
    Captions,
    Contribution,
    Edition,
    Recording,
    RecordingState,
    Session,
    SessionKind,
    Track,
    TrackState,
)
from assembly.recordings.queries.watching import agreed, recordings
from assembly.speakers.queries import among_confirmed, parts

_RECORDED_SELDOM = {SessionKind.BREAK, SessionKind.NETWORKING, SessionKind.FAMILY_PICTURE, SessionKind.SIDE_EVENT}
"Nothing is missing where nobody recorded these."


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One language of a session: what one hears, and whether it is written down (None: not, else by a machine)."""

    lang: str
    track: Track | None
    is_automatic: bool | None

    @property
    def has_audio(self) -> bool:
        """Whether one can hear it, as far as we know."""
        return self.track is not None and self.track.state is TrackState.ONLINE and self.track.broken_since is None


@dataclass(frozen=True, slots=True)
class Line:
    """A session, or a recording of the whole assembly, and what there is of it."""

    session: Session | None
    recording: Recording | None
    languages: list[LanguageLine]
    speakers: int
    with_speech: int
    refused: int
    unasked: int
    "Speakers who have not said whether they agree to be recorded."

    @property
    def is_needed(self) -> bool:
        """Whether languages, speeches and captions are missing where there are none."""
        states = (RecordingState.NOT_RECORDED, RecordingState.WITHHELD)
        return self.recording is None or self.recording.state not in states


def board(edition: Edition) -> list[Line]:
    """Each session that is usually recorded, or is; recordings of the whole assembly first."""
    found = recordings(edition)
    of_session = {one.session_id: one for one in found if one.session_id}
    wanted = [one for one in draft(edition) if one.id in of_session or not (one.hidden or one.kind in _RECORDED_SELDOM)]
    people, answers = among_confirmed(parts(edition)), agreed(edition)
    speaking, written = _speeches(edition), _captions(edition)
    everybody = {row.person_id for rows in people.values() for row in rows}
    lines = []
    for session, recording in [
        *((None, one) for one in found if one.session_id is None),
        *((one, of_session.get(one.id)) for one in wanted),
    ]:
        here = {row.person_id for row in people.get(session.id, [])} if session else everybody
        key = recording.id if recording else 0
        lines.append(
            Line(
                session,
                recording,
                [_language(recording, lang, written[key]) for lang in LANGUAGES],
                speakers=len(here) if session else 0,
                with_speech=len(here & speaking[key]) if session else 0,
                refused=sum(answers.get(one) is False for one in here | speaking[key]),
                unasked=sum(answers.get(one) is None for one in here | speaking[key]),
            )
        )
    return lines


def _language(recording: Recording | None, lang: str, written: dict[str, bool]) -> LanguageLine:
    return LanguageLine(lang, recording.track(lang) if recording else None, written.get(lang))


def _speeches(edition: Edition) -> defaultdict[int, set[int]]:
    """Who (by id) speaks in which recording (by id)."""
    rows = (
        select(Contribution.recording_id, Contribution.person_id)
        .join(Recording)
        .where(Recording.edition_id == edition.id)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for recording_id, person_id in db.session.execute(rows):
        found[recording_id].add(person_id)
    return found


def _captions(edition: Edition) -> defaultdict[int, dict[str, bool]]:
    """For each recording (by id) its languages with captions, and whether a machine wrote them; not their text."""
    rows = select(Captions.recording_id, Captions.lang, Captions.automatic)
    found: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    for recording_id, lang, automatic in db.session.execute(
        rows.join(Recording).where(Recording.edition_id == edition.id)
    ):
        found[recording_id][lang] = automatic
    return found
