"""A table of recordings: what a preview reads, and how its lines are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assembly import clock, history
from assembly.agenda.queries import draft
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.imports import Answers, Importer, Verdict
from assembly.models import Edition, ImportDraft, Recording, Track
from assembly.recordings.imports.columns import COLUMNS, LABELS, NEEDED
from assembly.recordings.imports.plans import Plan, RecordingsContext
from assembly.recordings.imports.preview import JudgedTrack, judge
from assembly.recordings.queries import agreed, recordings
from assembly.recordings.service.recordings import new_recording, note
from assembly.recordings.service.tracks import write_track
from assembly.speakers.queries import confirmed
from assembly.transactions import locked


class RecordingsChanged(DomainError):
    """The recordings or the draft of the programme are not what they were when the preview was shown."""

    sentence = _l(
        "The recordings or the programme have changed since this preview was made. Nothing has been saved. "
        "Check the preview again."
    )


@dataclass(slots=True)
class Stored:
    """How many recordings and languages a table has added, and how many languages or recordings it changed."""

    recordings: int = 0
    languages: int = 0
    changed: set[str] = field(default_factory=set)


def context_of(edition: Edition) -> RecordingsContext:
    """Read the draft and the recordings, in a fixed number of statements."""
    sessions, found = draft(edition), recordings(edition, selectinload(Recording.parts))
    refusals = [person_id for person_id, answer in agreed(edition).items() if answer is False]
    stages = {one: {row.person_id for row in rows} for one, rows in confirmed(edition).items()}
    return RecordingsContext(edition, sessions, found, refusals, stages)


def _locked(edition: Edition) -> RecordingsContext:
    db.session.refresh(edition, with_for_update=True)
    mine = locked(select(Recording).where(Recording.edition_id == edition.id).order_by(Recording.id))
    read_all(mine.execution_options(populate_existing=True))
    return context_of(edition)


def _store(context: RecordingsContext, kept: ImportDraft, verdicts: Sequence[JudgedTrack], _answers: Answers) -> Stored:
    """Add and change recordings and their languages; new ones in the order of the programme, as search expects."""
    edition, done = context.edition, Stored()
    lines = [one for one in verdicts if one.verdict in (Verdict.NEW, Verdict.CHANGED)]
    plans = {id(one.plan): one.plan for one in lines if one.plan}
    order = {one.id: number for number, one in enumerate(context.sessions, 1)}
    made: dict[int, Recording] = {}
    for plan in sorted(plans.values(), key=lambda one: order.get(one.session.id, 0) if one.session else 0):
        made[id(plan)] = _recording(edition, plan, done)
    db.session.flush()
    for one in lines:
        if one.plan is not None and one.facts is not None:
            _write(made[id(one.plan)], one, done)
    faulty = sum(one.verdict is Verdict.FAULT for one in verdicts)
    facts = {"new": done.recordings, "languages": done.languages, "changed": len(done.changed), "left_out": faulty}
    history.record("recordings", kept.code, "imported", edition_id=edition.id, **facts)
    return done


def _recording(edition: Edition, plan: Plan, done: Stored) -> Recording:
    """The recording of a plan, as the table says; what does not differ is not touched."""
    recording, is_new = plan.recording, plan.recording is None
    if recording is None:
        recording = new_recording(edition, plan.session, plan.facts.title, plan.facts.state)
    differs = type(plan.facts).of(recording) != plan.facts
    plan.facts.write(recording)
    if is_new:
        done.recordings += 1
        history.record("recording", recording.code, "added", edition_id=edition.id)
    elif differs:
        done.changed.add(recording.code)
        note("recording", recording, "changed", state=plan.facts.state.value)
    return recording


def _write(recording: Recording, one: JudgedTrack, done: Stored) -> None:
    """The language of a line, as `add_track` and `change_track` would write it."""
    facts, track, today = one.facts, one.track, clock.today(recording.edition.zone)
    if facts is None or (track is not None and type(facts).of(track) == facts):
        return
    verb = "set" if track else "added"
    if track is None:
        track = Track(recording=recording)
        db.session.add(track)
        done.languages += 1
    else:
        done.changed.add(recording.code)
    write_track(track, facts, track.online_on or today)
    note("track", recording, verb, lang=track.lang, state=track.state.value)


RECORDINGS = Importer(
    kind="recordings",
    labels=LABELS,
    columns=COLUMNS,
    needed=(NEEDED,),
    look=context_of,
    lock=_locked,
    judge=lambda context, told: judge(told.rows, told.places, context),
    store=_store,
    changed=RecordingsChanged,
)
"A table of addresses, each of one language of the recording of a session or of the whole assembly."
