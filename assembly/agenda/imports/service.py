"""A table of sessions: what a preview reads, and how its lines are taken into the draft. Nothing becomes public."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from assembly import history
from assembly.agenda import queries as agenda
from assembly.agenda.imports.columns import COLUMNS, LABELS, NEEDED
from assembly.agenda.imports.preview import JudgedSession, ProgrammeContext, judge
from assembly.agenda.service.sessions import SessionFacts, new_session, rewrite
from assembly.editions.queries.editions import rooms
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.imports import Answers, Importer, Told, Verdict
from assembly.models import Edition, ImportDraft, Session
from assembly.speakers import board
from assembly.speakers.queries import parts
from assembly.speakers.service.appearances import put_in_session
from assembly.transactions import locked


class ProgrammeChanged(DomainError):
    """The draft is not what it was when the preview was shown."""

    sentence = _l(
        "The programme has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """How many sessions a table has added and changed."""

    added: int
    changed: int


def context_of(edition: Edition) -> ProgrammeContext:
    """Read the draft and what a table may name, in a fixed number of statements."""
    people = [one.person for one in board.listed(edition)]
    return ProgrammeContext(edition, agenda.draft(edition), rooms(edition), people, parts(edition))


def _locked(edition: Edition) -> ProgrammeContext:
    db.session.refresh(edition, with_for_update=True)
    mine = select(Session).where(Session.edition_id == edition.id).order_by(Session.id)
    read_all(locked(mine))
    return context_of(edition)


def _judged(context: ProgrammeContext, told: Told) -> list[JudgedSession]:
    """The verdict on each line."""
    return judge(told.rows, told.places, context)


def _store(
    context: ProgrammeContext, kept: ImportDraft, verdicts: Sequence[JudgedSession], _answers: Answers
) -> Stored:
    """Add and change sessions of the draft."""
    edition = context.edition
    added, changed = (_write(edition, verdicts, which) for which in (Verdict.NEW, Verdict.CHANGED))
    faulty = sum(one.verdict is Verdict.FAULT for one in verdicts)
    facts = {"new": added, "changed": changed, "left_out": faulty}
    history.record("programme", kept.code, "imported", edition_id=edition.id, **facts)
    return Stored(added, changed)


def _write(edition: Edition, verdicts: Sequence[JudgedSession], which: Verdict) -> int:
    """Store the lines of one verdict, all sessions before the first of their people: how many there were."""
    mine = [(one, one.facts) for one in verdicts if one.verdict is which and one.facts is not None]
    sessions = [(one, _stored(edition, one, facts)) for one, facts in mine]
    db.session.flush()
    for one, session in sessions:
        for casting in one.people:
            put_in_session(session, casting.person, casting.role, presence=casting.presence, state=casting.state)
    return len(mine)


def _stored(edition: Edition, one: JudgedSession, facts: SessionFacts) -> Session:
    if one.target is None:
        return new_session(edition, facts)
    rewrite(one.target, facts)
    return one.target


PROGRAMME = Importer(
    kind="programme",
    labels=LABELS,
    columns=COLUMNS,
    needed=(NEEDED, ("code",)),
    look=context_of,
    lock=_locked,
    judge=_judged,
    store=_store,
    changed=ProgrammeChanged,
)
"A table of a new programme, or one that corrects sessions by their codes."
