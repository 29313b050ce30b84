"""The figures the database keeps (`models/kept_count.py`), counted anew: what differs, and setting it right."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, select, text

from assembly.extensions import db
from assembly.models import (
    NO_COMMUNITY,
    Admission,
    Category,
    DoorKind,
    ParticipationCount,
    Person,
    Registration,
    State,
    StateCount,
)

Kept: TypeAlias = type[ParticipationCount] | type[StateCount]
COUNTED = [category for category in Category if category.counts_as_participant]
ACTIVE = [state for state in State if state.is_active]
_KEPT: tuple[Kept, ...] = (ParticipationCount, StateCount)


class Difference(NamedTuple):
    """One figure that is kept otherwise than it is counted: of which table, row and column."""

    table: str
    row: tuple[Any, ...]
    figure: str
    kept: int
    counted: int

    def __str__(self) -> str:
        """As the command says it."""
        row = ", ".join(str(part) for part in self.row)
        return f"{self.table} ({row}) {self.figure}: {self.kept}, counted {self.counted}"


def differences() -> list[Difference]:
    """Count everything and compare; a row that is missing says 0."""
    return [one for kept in _KEPT for one in _differences(kept)]


def recount() -> list[Difference]:
    """Write the figures as they are counted, inside `writing()`; returns what was changed."""
    if db.engine.dialect.name == "postgresql":  # nobody may write between counting and setting right
        db.session.execute(text("LOCK TABLE registration, admission IN SHARE ROW EXCLUSIVE MODE"))
    found = differences()
    for kept in _KEPT if found else ():
        names = [column.name for column in kept.__table__.columns]
        db.session.execute(delete(kept))
        db.session.execute(insert(kept).from_select(names, _counted(kept)))
    return found


def _differences(kept: Kept) -> Iterator[Difference]:
    keys = len(list(kept.__table__.primary_key))
    figures = [column.name for column in kept.__table__.columns][keys:]
    there = {tuple(row[:keys]): row[keys:] for row in db.session.execute(select(*kept.__table__.columns))}
    counted = {tuple(row[:keys]): row[keys:] for row in db.session.execute(_counted(kept))}
    nothing = (0,) * len(figures)
    for row in sorted(there.keys() | counted.keys()):
        for figure, says, is_so in zip(figures, there.get(row, nothing), counted.get(row, nothing), strict=True):
            if says != is_so:
                yield Difference(kept.__tablename__, row, figure, says, is_so)


def _counted(kept: Kept) -> Select[*tuple[Any, ...]]:
    """What the table should hold, in the order of its columns."""
    came = select(Admission.registration_id)
    if kept is StateCount:
        once = Registration.merged_into_id.is_(None)
        unknown = Registration.person_id.in_(select(Person.id).where(Person.email.is_(None)))
        figures = _sum(once), _sum(and_(once, Registration.id.in_(came))), _sum(and_(once, unknown))
        by_state = Registration.edition_id, Registration.state
        return select(*by_state, *figures).group_by(*by_state)
    takes_part, active = Registration.category.in_(COUNTED), Registration.state.in_(ACTIVE)
    entered = Registration.id.in_(came.where(Admission.checkpoint == DoorKind.ENTRANCE.value))
    by = (Registration.edition_id, func.coalesce(Registration.community_id, NO_COMMUNITY))
    return select(
        *by,
        _sum(and_(takes_part, active)),
        _sum(and_(takes_part, Registration.state == State.CONFIRMED)),
        _sum(active),
        _sum(and_(takes_part, entered)),
    ).group_by(*by)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
