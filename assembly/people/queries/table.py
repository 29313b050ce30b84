"""People as rows of a table, read one after the other while the table is being sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Engine, Label, Select, and_, null, select

from assembly.extensions import db, read_all
from assembly.models import (
    Admission,
    Answer,
    Consent,
    Door,
    DoorKind,
    Edition,
    NoticeKind,
    Person,
    Question,
    Registration,
)
from assembly.people.queries.listing import Sort, Wanted
from assembly.quotas.queries import waiting_numbers

_BATCH = 500
Arrivals = tuple[tuple[datetime, str], ...]
"When somebody came in first on each day, and by which entrance."


@dataclass(frozen=True, slots=True)
class Table:
    """A table still to be read. It has a connection and a read transaction of its own, because it is sent when those of
    the request are over; both end with it, wherever the reader stops."""

    engine: Engine
    statement: Select[*tuple[Any, ...]]

    def rows(self) -> Iterator[tuple[Any, Mapping[int, Any], Arrivals]]:
        """Each person with their answers by the id of the question and their arrivals, in one statement, a few hundred
        at a time."""
        with self.engine.connect() as connection:
            found = connection.execution_options(yield_per=_BATCH).execute(self.statement)
            for _id, lines in groupby(found, attrgetter("id")):
                several = list(lines)
                answers = {one.question_id: one.value for one in several if one.question_id is not None}
                arrivals = sorted({(one.first_at, one.door) for one in several if one.first_at is not None})
                yield several[0], answers, tuple(arrivals)


def table(
    edition: Edition, wanted: Wanted, sort: Sort, *, answers: bool, numbers: bool = False, arrivals: bool = False
) -> Table:
    """The people wanted, in this order; `answers` brings what they answered to the edition's own questions, `numbers`
    which number on the waiting list they are, `arrivals` when they came in."""
    facts = (
        Registration.id,
        Registration.spoken_ref,
        Registration.badge_name,
        Registration.address_form,
        Registration.function,
        Registration.office,
        Registration.represents,
        Registration.community_id,
        Registration.org_text,
        Registration.category,
        Registration.mode,
        Registration.state,
        Registration.phone,
        Registration.lang,
        Registration.registered_at,
        Registration.note,
        Person.given,
        Person.family,
        Person.email,
        _consent(NoticeKind.PHOTO),
        _consent(NoticeKind.LISTING),
    )
    answered = (Answer.question_id, Answer.value) if answers else (null().label("question_id"), null().label("value"))
    line = waiting_numbers(edition).subquery()
    place = (line.c.number if numbers else null()).label("waiting_number")
    came = (
        (Admission.first_at, Door.code.label("door")) if arrivals else (null().label("first_at"), null().label("door"))
    )
    statement = select(*facts, place, *answered, *came).join(Person, Registration.person_id == Person.id)
    if numbers:
        statement = statement.outerjoin(line, line.c.id == Registration.id)
    if arrivals:
        inside = Admission.checkpoint == DoorKind.ENTRANCE.value
        statement = statement.outerjoin(Admission, and_(Admission.registration_id == Registration.id, inside))
        statement = statement.outerjoin(Door, Door.id == Admission.door_id)
    if answers:
        asked = select(Question.id).where(Question.edition_id == edition.id)
        ours = and_(Answer.registration_id == Registration.id, Answer.question_id.in_(asked))
        statement = statement.outerjoin(Answer, ours)
    return Table(db.engine, statement.where(*wanted.conditions(edition)).order_by(*sort.terms()))


def _consent(kind: NoticeKind) -> Label[bool]:
    """What somebody says to it now: yes, no or nothing, under the name of its kind."""
    answer = select(Consent.said_yes).where(
        Consent.registration_id == Registration.id, Consent.kind == kind, Consent.ended_at.is_(None)
    )
    return answer.scalar_subquery().label(kind.value)


def questions(edition: Edition) -> list[Question]:
    """What this edition asks besides, in its order."""
    return read_all(select(Question).where(Question.edition_id == edition.id).order_by(Question.position))
