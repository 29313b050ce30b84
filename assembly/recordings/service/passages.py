"""Passages of transcripts, written with every change of captions or speeches: search finds what is shown."""

from typing import Any

from sqlalchemy import Text, cast, delete, insert, select

from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.models import Captions, Passage, Recording
from assembly.recordings.captions.transcript import paragraphs
from assembly.recordings.captions.webvtt import unpacked


def write_passages(recording: Recording) -> None:
    """Write the paragraphs of a recording as its page shows them, in place of those there were."""
    db.session.execute(delete(Passage).where(Passage.recording_id == recording.id))
    if found := _said_in(recording):
        db.session.execute(insert(Passage), [_row(recording, number, *one) for number, one in enumerate(sorted(found))])


def not_searched_yet() -> list[int]:
    """The recordings (by id) that have captions that say something, of which no passage is written."""
    written = select(Passage.id).where(Passage.recording_id == Captions.recording_id)
    said = select(Captions.recording_id).where(cast(Captions.cues, Text) != "[]")
    return read_all(said.where(~written.exists()).distinct())


def write_missing(recording_id: int) -> None:
    """Write those of a recording that had captions before passages were kept."""
    if recording_id in not_searched_yet():
        write_passages(db.session.get_one(Recording, recording_id))


def _said_in(recording: Recording) -> list[tuple[int, str, str]]:
    """Second, language and words of each paragraph."""
    begins = [part.start_s for part in recording.parts]
    return [
        (one.start_s, captions.lang, one.text)
        for captions in recording.captions
        for one in paragraphs(unpacked(captions.cues), begins)
    ]


def _row(recording: Recording, number: int, start_s: int, lang: str, text: str) -> dict[str, Any]:
    place = {"id": (recording.id << Passage.NUMBERS) + number, "recording_id": recording.id}
    return place | {"lang": lang, "start_s": start_s, "text": text, "folded": fold(text).replace("_", " ")}
