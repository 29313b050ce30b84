"""Recordings as lines of a table, and their facts as people read them. Pure."""

from collections.abc import Iterable, Sequence

from assembly.fold import fold
from assembly.formats import day, language
from assembly.i18n import _
from assembly.models import Medium, Recording, RecordingState, Session, TrackKind, TrackState
from assembly.recordings.form_values import RecordingFacts, TrackFacts
from assembly.recordings.imports.columns import EXAMPLE, LABELS, WHOLE
from assembly.recordings.moments import said_length
from assembly.recordings.providers import source_or_link


def shown_track(facts: TrackFacts) -> dict[str, tuple[str, str]]:
    """List what a line says of one language, by its column: label and words."""
    where = TrackState.EXPECTED.label
    if facts.address:
        where = f"{facts.address} ({source_or_link(facts.address).provider.label})"
    words = {
        "lang": language(facts.lang),
        "kind": facts.kind.label,
        "medium": facts.medium.label,
        "address": where,
        "expected_on": day(facts.expected_on) if facts.expected_on else "",
    }
    return {column: (str(LABELS[column]), text) for column, text in words.items()}


def shown_recording(facts: RecordingFacts) -> dict[str, tuple[str, str]]:
    """List what a line says of the recording as a whole, by its column: label and words."""
    words = {
        "title_en": facts.title.en,
        "title_fr": facts.title.fr,
        "length": said_length(facts.length_s) if facts.length_s is not None else "",
        "state": facts.state.label,
    }
    return {column: (str(LABELS[column]), text) for column, text in words.items()}


def changes(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> list[tuple[str, str, str]]:
    """List the columns that differ: label, before and after."""
    return [(label, before[column][1], text) for column, (label, text) in after.items() if before[column][1] != text]


def lines_of(recordings: Iterable[Recording], sessions: Sequence[Session]) -> Iterable[list[str]]:
    """Write recordings as lines of the export, one for each language, in the language now spoken.

    A recording nobody has added a language to has none: there is nothing to say of it.
    """
    for one in recordings:
        of = name_of(one.session, sessions) if one.session else str(WHOLE)
        title = ("", "") if one.session else (one.title.en, one.title.fr)
        length = _with_hours(one.length_s) if one.length_s is not None else ""
        for track in one.tracks:
            facts = TrackFacts.of(track)
            expected = facts.expected_on.isoformat() if facts.expected_on else ""
            said = (language(facts.lang), facts.kind.label, facts.medium.label, facts.address, expected)
            yield [of, *title, *said, length, one.state.label]


def _with_hours(seconds: int) -> str:
    """`0:42:10`: of `42:10` a spreadsheet makes more than a day."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def name_of(session: Session, sessions: Sequence[Session]) -> str:
    """How a line names a session: by its title, or by its code where that is not enough."""
    title = str(session.title)
    same = [one for one in sessions if fold(title) in (fold(one.title.en), fold(one.title.fr))]
    return title if title and len(same) == 1 else session.code


def example_lines(sessions: Sequence[Session]) -> Iterable[list[str]]:
    """Write lines that show how a table is filled in: two languages of one session, and the whole assembly."""
    of = name_of(sessions[0], sessions) if sessions else _("Opening (example)")
    public, draft = RecordingState.PUBLIC.label, RecordingState.DRAFT.label
    kinds, video, audio = TrackKind, Medium.VIDEO.label, Medium.AUDIO.label
    address = "https://video.example.eu/"
    yield [of, "", "", language("en"), kinds.ORIGINAL.label, video, f"{address}opening.mp4", "", EXAMPLE, public]
    yield [of, "", "", language("fr"), kinds.INTERPRETATION.label, video, "", "2027-07-03", "", ""]
    whole = (str(WHOLE), "The whole day (example)", "Toute la journée (exemple)")
    yield [*whole, language("fr"), kinds.ORIGINAL.label, audio, f"{address}day.mp3", "", "6:30:00", draft]
