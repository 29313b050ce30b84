"""The office's list of people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import (
    Admission,
    Edition,
    Registration,
    State,
)

PAGE = 50


class Among(StrEnum):
    """A part of the list of people, by its word in the address."""

    CONFIRMED = "confirmed"
    TO_ANSWER = "to_answer"
    WAITING = "waiting"
    NOT_COMING = "not_coming"
    ADMITTED = "admitted"

    @property
    def label(self) -> str:
        """The part in the office's words."""
        return str(
            {
                Among.CONFIRMED: _l("Confirmed"),
                Among.TO_ANSWER: _l("To answer"),
                Among.WAITING: _l("Waiting list"),
                Among.NOT_COMING: _l("Will not come"),
                Among.ADMITTED: _l("Admitted"),
            }[self]
        )

    @property
    def states(self) -> tuple[State, ...]:
        """The states of those in it."""
        return {
            Among.CONFIRMED: (State.CONFIRMED,),
            Among.TO_ANSWER: (State.SUBMITTED, State.IN_REVIEW),
            Among.WAITING: (State.WAITING, State.OFFERED),
            Among.NOT_COMING: (State.CANCELLED, State.DECLINED),
            Among.ADMITTED: tuple(State),
        }[self]

    @property
    def condition(self) -> ColumnElement[bool]:
        """Who is in it."""
        came = Registration.id.in_(select(Admission.registration_id))
        return came if self is Among.ADMITTED else Registration.state.in_(self.states)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the office's list, how many there are in all, and who of them has been admitted."""

    registrations: list[Registration]
    total: int
    number: int
    admitted: frozenset[int]

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self.number * PAGE < self.total


def counts(edition: Edition) -> dict[Among, int]:
    """How many are in each part of the list: everybody in it, whether or not they count as participants."""
    rows: list[tuple[State, int]] = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.edition_id == edition.id, Registration.merged_into_id.is_(None))
        .group_by(Registration.state)
    ).all()  # type: ignore[assignment]
    by_state = dict(rows)
    admitted = db.session.scalar(
        select(func.count(Admission.registration_id.distinct()))
        .join(Registration)
        .where(Registration.edition_id == edition.id)
    )
    found = {among: sum(by_state.get(state, 0) for state in among.states) for among in Among}
    return found | {Among.ADMITTED: admitted or 0}


def people(edition: Edition, search: str, number: int, among: Among | None = None) -> PeoplePage:
    """The office's list, by name, searched blind to accents and case in names, places and references.

    One person once: what was merged is found by the registration that stands.
    """
    found = select(Registration).where(Registration.edition_id == edition.id, Registration.merged_into_id.is_(None))
    if among is not None:
        found = found.where(among.condition)
    for word in fold(search).split():
        found = found.where(Registration.folded.contains(word, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = db.session.scalars(
        found.options(joinedload(Registration.community))
        .order_by(Registration.folded, Registration.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    admitted = db.session.scalars(
        select(Admission.registration_id).where(Admission.registration_id.in_([one.id for one in page]))
    )
    return PeoplePage(list(page), total, number, frozenset(admitted))
