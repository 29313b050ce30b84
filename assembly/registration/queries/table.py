"""People as rows of a table, read one after the other while the table is being sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Engine, Select, and_, null, select

from assembly.extensions import db
from assembly.models import Answer, Edition, Person, Question, Registration
from assembly.registration.queries.people import Sort, Wanted
from assembly.registration.queries.waiting import waiting_numbers

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table still to be read. It has a connection and a read transaction of its own, because it is sent when those of
    the request are over; both end with it, wherever the reader stops."""

    engine: Engine
    statement: Select[*tuple[Any, ...]]

    def rows(self) -> Iterator[tuple[Any, Mapping[int, Any]]]:
        """Each person with their answers by the id of the question, in one statement, a few hundred at a time."""
        with self.engine.connect() as connection:
            found = connection.execution_options(yield_per=_BATCH).execute(self.statement)
            for _id, lines in groupby(found, attrgetter("id")):
                first = next(lines)
                answers = {one.question_id: one.value for one in (first, *lines) if one.question_id is not None}
                yield first, answers


def table(edition: Edition, wanted: Wanted, sort: Sort, *, answers: bool, numbers: bool = False) -> Table:
    """The people wanted, in this order; `answers` brings what they answered to the edition's own questions, `numbers`
    which number on the waiting list they are."""
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
    )
    answered = (Answer.question_id, Answer.value) if answers else (null().label("question_id"), null().label("value"))
    line = waiting_numbers(edition).subquery()
    place = (line.c.number if numbers else null()).label("waiting_number")
    statement = select(*facts, place, *answered).join(Person, Registration.person_id == Person.id)
    if numbers:
        statement = statement.outerjoin(line, line.c.id == Registration.id)
    if answers:
        asked = select(Question.id).where(Question.edition_id == edition.id)
        ours = and_(Answer.registration_id == Registration.id, Answer.question_id.in_(asked))
        statement = statement.outerjoin(Answer, ours)
    return Table(db.engine, statement.where(*wanted.conditions(edition)).order_by(*sort.terms()))


def questions(edition: Edition) -> list[Question]:
    """What this edition asks besides, in its order."""
    return list(
        db.session.scalars(select(Question).where(Question.edition_id == edition.id).order_by(Question.position))
    )
