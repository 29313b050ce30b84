"""What was recorded of an edition: languages, who speaks when, what is withheld and what is still to come."""

from pathlib import Path

from assembly.demo.film.drawing import poster
from assembly.demo.service.files import day, rows, text_of, words
from assembly.models import Edition, Mandate, Medium, Recording, RecordingState, Session, TrackKind
from assembly.recordings.captions import webvtt
from assembly.recordings.form_values import CaptionsFacts, PartFacts, RecordingFacts, TrackFacts
from assembly.recordings.moments import read_moment
from assembly.recordings.service import add_part, add_recording, add_track, change_recording, put_captions, set_poster


def add_recordings(edition: Edition, sessions: dict[str, Session], people: dict[str, list[Mandate]]) -> None:
    """The recordings of an edition; a row without a session is of the whole assembly."""
    made: dict[str, Recording] = {}
    for row in rows(f"{edition.slug}/recordings.csv"):
        title = words(row, "title")
        recording = add_recording(edition, sessions.get(row["session"]), title=title)
        facts = RecordingFacts(
            RecordingState(row["state"]),
            title,
            read_moment(row["length"]) if row["length"] else None,
            words(row, "chapters"),
        )
        change_recording(recording, facts, seen=RecordingFacts.of(recording).mark)
        made[row["session"]] = recording
    for row in rows(f"{edition.slug}/tracks.csv"):
        track = TrackFacts(row["lang"], TrackKind(row["kind"]), Medium.VIDEO, row["address"], None)
        add_track(made[row["session"]], track, online_on=day(row["online_on"]))
        if row["online_on"] and not made[row["session"]].poster:
            set_poster(made[row["session"]], poster(9 * len(made) // 2 + 3 * list(made).index(row["session"])))
        captions = text_of(f"{edition.slug}/captions/{Path(row['address']).stem}.vtt")
        if captions:
            cues = webvtt.packed(webvtt.read(captions.encode()))
            put_captions(made[row["session"]], CaptionsFacts(row["lang"], False, cues))
    for row in rows(f"{edition.slug}/parts.csv"):
        person = people[row["person"]][-1].person
        add_part(made[row["session"]], PartFacts(person.id, read_moment(row["start"]), read_moment(row["end"])))
