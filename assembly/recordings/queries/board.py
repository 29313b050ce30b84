"""What is missing of the recordings of an edition, by session and language, in a fixed number of statements."""

from dataclasses import dataclass

from sqlalchemy.orm import selectinload

from assembly.agenda.queries import draft
from assembly.i18n import LANGUAGES
from assembly.models import Captions, Edition, Recording, RecordingState, Session, SessionKind, Track, TrackState
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
    beside = selectinload(Recording.parts), selectinload(Recording.captions).defer(Captions.cues)
    found = recordings(edition, *beside)
    of_session = {one.session_id: one for one in found if one.session_id}
    wanted = [one for one in draft(edition) if one.id in of_session or not (one.hidden or one.kind in _RECORDED_SELDOM)]
    people, answers = among_confirmed(parts(edition)), agreed(edition)
    everybody = {row.person_id for rows in people.values() for row in rows}
    lines = []
    for session, recording in [
        *((None, one) for one in found if one.session_id is None),
        *((one, of_session.get(one.id)) for one in wanted),
    ]:
        here = {row.person_id for row in people.get(session.id, [])} if session else everybody
        speaking = {part.person_id for part in recording.parts} if recording else set()
        lines.append(
            Line(
                session,
                recording,
                [_language(recording, lang) for lang in LANGUAGES],
                speakers=len(here) if session else 0,
                with_speech=len(here & speaking) if session else 0,
                refused=sum(answers.get(one) is False for one in here | speaking),
                unasked=sum(answers.get(one) is None for one in here | speaking),
            )
        )
    return lines


def _language(recording: Recording | None, lang: str) -> LanguageLine:
    captions = recording.captions_in(lang) if recording else None
    return LanguageLine(lang, recording.track(lang) if recording else None, captions.automatic if captions else None)
