"""Verbs on a recording as a whole, and what every verb on one begins and ends with."""

from typing import Any

from sqlalchemy import delete, select, update

from assembly import clock, files, history
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import (
    Bilingual,
    Captions,
    Contribution,
    Edition,
    OnlineAlert,
    Passage,
    Recording,
    RecordingState,
    Session,
    Track,
    ViewCount,
)
from assembly.pictures import Fresh
from assembly.recordings.form_values import RecordingFacts
from assembly.recordings.service.passages import write_passages
from assembly.sealed import new_code
from assembly.transactions import insert_once, locked
from assembly.values import present


class RecordedAlready(DomainError):
    """A session has one recording, with as many languages as there are."""

    status = 422
    sentence = _l("This session already has a recording. Add the language there.")


def hold(recording: Recording) -> Recording:
    """Read a recording again so that nobody else changes it meanwhile. Raises ChangedMeanwhile where it is gone."""
    mine = locked(select(Recording).where(Recording.id == recording.id)).execution_options(populate_existing=True)
    return present(read_one(mine), ChangedMeanwhile)


def note(noun: str, recording: Recording, verb: str, **facts: Any) -> None:
    """Write into the history what was done to a recording."""
    history.record(noun, recording.code, verb, edition_id=recording.edition_id, **facts)


def add_recording(
    edition: Edition,
    session: Session | None,
    *,
    title: Bilingual | None = None,
    state: RecordingState = RecordingState.DRAFT,
) -> Recording:
    """Add the recording of a session or, without one, of the whole assembly; languages follow one by one.

    A second press finds the first one's. Raises RecordedAlready where the session has one that is not new.
    """
    db.session.scalars(locked(select(Edition).where(Edition.id == edition.id))).one()
    mine = Recording.session_id == (session.id if session else None)
    for known in db.session.scalars(select(Recording).where(Recording.edition_id == edition.id, mine)):
        is_new = not known.tracks and not known.parts and known.state is state
        if is_new and known.title == (title or Bilingual()):
            return known
        if session is not None:
            raise RecordedAlready
    recording = new_recording(edition, session, title or Bilingual(), state)
    db.session.flush()
    note("recording", recording, "added")
    return recording


def new_recording(edition: Edition, session: Session | None, title: Bilingual, state: RecordingState) -> Recording:
    """Make the row alone, not flushed: many are stored together."""
    recording = Recording(code=new_code(), edition=edition, session=session, title=title, state=state)
    recording.chapters = Bilingual()
    db.session.add(recording)
    return recording


def change_recording(recording: Recording, facts: RecordingFacts, *, seen: str) -> None:
    """Say otherwise what a recording is. Raises ChangedMeanwhile."""
    recording = hold(recording)
    if facts.differs(RecordingFacts.of(recording), seen):
        facts.write(recording)
        note("recording", recording, "changed", state=facts.state.value)


def set_poster(recording: Recording, picture: Fresh | None) -> None:
    """Show this picture, or none, until something plays; the one before is gone."""
    recording = hold(recording)
    before, recording.poster = recording.poster, files.put(picture.content, picture.mime) if picture else None
    db.session.flush()
    if before is recording.poster:
        return
    if before is not None:
        files.drop(before)
    note("recording", recording, "picture set" if picture else "picture removed")


def remove_recording(recording: Recording) -> None:
    """Delete a recording with its languages, parts, captions and picture. Raises ChangedMeanwhile where it is gone."""
    recording = hold(recording)
    poster = recording.poster
    note("recording", recording, "removed")
    for noun in (OnlineAlert, Passage, ViewCount):
        db.session.execute(delete(noun).where(noun.recording_id == recording.id))
    db.session.delete(recording)
    db.session.flush()
    if poster is not None:
        files.drop(poster)


def remove_inside(row: Track | Contribution | Captions) -> None:
    """Take a language, a speech or captions out of a recording, which stays; removed twice, they are gone once."""
    recording = hold(row.recording)
    lines: tuple[list[Any], ...] = (recording.tracks, recording.parts, recording.captions)
    for line in lines:
        if row in line:
            said = {"part": row.code} if isinstance(row, Contribution) else {"lang": row.lang}
            note(row.__tablename__, recording, "removed", **said)
            line.remove(row)
            write_passages(recording)


def count_view(recording: Recording, lang: str) -> None:
    """Count one start of a language today; a number is all that is kept."""
    row = {"recording_id": recording.id, "lang": lang, "day": clock.today(recording.edition.zone)}
    db.session.execute(insert_once(ViewCount).values(**row, count=0))
    mine = [getattr(ViewCount, name) == value for name, value in row.items()]
    db.session.execute(update(ViewCount).where(*mine).values(count=ViewCount.count + 1))
