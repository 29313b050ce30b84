"""Verbs on the parts of people in a recording."""

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Contribution, Recording
from assembly.recordings.form_values import PartFacts
from assembly.recordings.service.passages import write_passages
from assembly.recordings.service.recordings import hold, note
from assembly.sealed import new_code


class PartOutside(DomainError):
    """A part is inside its recording."""

    status = 422
    sentence = _l("A speech cannot end after the end of the recording. Check the times.")


def add_part(recording: Recording, facts: PartFacts) -> Contribution:
    """Say from when to when somebody speaks. The same once more is that part. Raises PartOutside, ChangedMeanwhile."""
    recording = hold(recording)
    _check(recording, facts)
    for known in recording.parts:
        if PartFacts.of(known) == facts:
            return known
    part = Contribution(code=new_code(), recording=recording)
    facts.write(part)
    db.session.add(part)
    write_passages(recording)
    note("part", recording, "added", part=part.code)
    return part


def change_part(part: Contribution, facts: PartFacts, *, seen: str) -> None:
    """Set a part right; its link stays. Raises PartOutside, ChangedMeanwhile."""
    recording = hold(part.recording)
    if part not in recording.parts:
        raise ChangedMeanwhile
    _check(recording, facts)
    if facts.differs(PartFacts.of(part), seen):
        facts.write(part)
        write_passages(recording)
        note("part", recording, "changed", part=part.code)


def _check(recording: Recording, facts: PartFacts) -> None:
    if recording.length_s is not None and facts.end_s > recording.length_s:
        raise PartOutside
