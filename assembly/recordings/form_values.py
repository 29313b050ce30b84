"""What the office says of a recording, as plain values, with the marks its forms carry. Pure."""

from dataclasses import dataclass
from datetime import date

from assembly.models import Bilingual, Medium, RecordingState, TrackKind
from assembly.values import Values

SEVERAL = "mul"
"Several languages in one track."


@dataclass(frozen=True, slots=True)
class RecordingFacts(Values):
    """What is said of a recording as a whole."""

    state: RecordingState
    title: Bilingual
    length_s: int | None
    chapters: Bilingual


@dataclass(frozen=True, slots=True)
class TrackFacts(Values):
    """One language of it; without an address it is awaited."""

    lang: str
    kind: TrackKind
    medium: Medium
    address: str
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class CaptionsFacts(Values):
    """What is written down in one language, by a machine (`automatic`) or a person; `cues` as a row keeps them."""

    lang: str
    automatic: bool
    cues: list[list[int | str]]


@dataclass(frozen=True, slots=True)
class PartFacts(Values):
    """What one person (by id) says, in seconds."""

    person_id: int
    start_s: int
    end_s: int
