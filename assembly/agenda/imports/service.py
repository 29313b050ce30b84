"""A table of sessions: kept sealed while somebody looks at what it would do, then applied to the draft alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from assembly import history
from assembly.agenda import queries as agenda
from assembly.agenda.imports.preview import Judged, ProgrammeContext, Verdict, digest, judge
from assembly.agenda.service import SessionFacts, new_session, rewrite
from assembly.editions.queries import rooms
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, ImportDraft, Session
from assembly.speakers import board
from assembly.speakers.queries import parts
from assembly.speakers.service import put_in_session
from assembly.tables import Table, TableContent, content_kept, drafts, rows_of, to_keep
from assembly.tables.drafts import FaultsLeft, StoredBefore
from assembly.transactions import locked

KIND = "programme"


class ProgrammeChanged(DomainError):
    """The draft is not what it was when the preview was shown."""

    sentence = _l(
        "The programme has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(frozen=True, slots=True)
class Content(TableContent):
    """What a draft holds: the table, and what would have happened then."""

    marks: list[str]


@dataclass(frozen=True, slots=True)
class Stored:
    """How many sessions a table has added and changed, and how many of its lines were left out."""

    added: int
    changed: int
    left_out: int


def keep(edition: Edition, table: Table) -> ImportDraft:
    """Keep the rows of a table until they are applied, a day at most."""
    marks = [one.mark for one in judge(rows_of(table), table.columns, context_of(edition))]
    return drafts.keep(edition, KIND, to_keep(table) | {"marks": marks})


def content(kept: ImportDraft) -> Content:
    """Open what a draft holds."""
    told = drafts.content_of(kept)
    return Content(**content_kept(told), marks=told["marks"])


def judged(edition: Edition, told: Content) -> list[Judged]:
    """What applying these rows would do to the draft as it is now."""
    return judge(told.rows, told.places, context_of(edition))


def context_of(edition: Edition) -> ProgrammeContext:
    """Read the draft and what a table may name, in a fixed number of statements."""
    people = [one.person for one in board.listed(edition)]
    return ProgrammeContext(edition, agenda.draft(edition), rooms(edition), people, parts(edition))


def apply(draft_id: int, edition: Edition, *, seen: str, leave_out: bool) -> Stored:
    """Do what the preview of this digest said, and forget the table. Nothing becomes public.

    `leave_out` is whether lines with faults are left out: else they stop everything. Raises StoredBefore,
    ProgrammeChanged, FaultsLeft.
    """
    db.session.refresh(edition, with_for_update=True)
    kept = db.session.scalars(select(ImportDraft).where(ImportDraft.id == draft_id)).one_or_none()
    if kept is None:
        raise StoredBefore
    mine = select(Session).where(Session.edition_id == edition.id).order_by(Session.id)
    db.session.scalars(locked(mine)).all()
    verdicts = judged(edition, content(kept))
    if digest(verdicts) != seen:
        raise ProgrammeChanged
    faulty = sum(one.verdict is Verdict.FAULT for one in verdicts)
    if faulty and (not leave_out or faulty == len(verdicts)):
        raise FaultsLeft
    added, changed = (_write(edition, verdicts, which) for which in (Verdict.NEW, Verdict.CHANGED))
    done = Stored(added, changed, left_out=faulty)
    facts = {"new": done.added, "changed": done.changed, "left_out": done.left_out}
    history.record("programme", kept.code, "imported", edition_id=edition.id, **facts)
    db.session.delete(kept)
    return done


def _write(edition: Edition, verdicts: Sequence[Judged], which: Verdict) -> int:
    """Store the lines of one verdict, all sessions before the first of their people: how many there were."""
    mine = [(one, one.facts) for one in verdicts if one.verdict is which and one.facts is not None]
    sessions = [(one, _stored(edition, one, facts)) for one, facts in mine]
    db.session.flush()
    for one, session in sessions:
        for casting in one.people:
            put_in_session(session, casting.person, casting.role, presence=casting.presence, state=casting.state)
    return len(mine)


def _stored(edition: Edition, one: Judged, facts: SessionFacts) -> Session:
    if one.target is None:
        return new_session(edition, facts)
    rewrite(one.target, facts)
    return one.target
