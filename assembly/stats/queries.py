"""Every published number is counted here, from registrations, admissions and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    Admission,
    Balance,
    Category,
    Community,
    DoorKind,
    Edition,
    Phase,
    Registration,
    Signature,
    SignatureKind,
    State,
)
from assembly.signatures.queries import also_signed_by, standing_on

_COUNTED = [category for category in Category if category.counts_as_participant]
_ACTIVE = [state for state in State if state.is_active]


@dataclass(frozen=True, slots=True)
class Group:
    """A number of people and the communities and countries they come from."""

    people: int
    communities: int
    countries: int


@dataclass(frozen=True, slots=True)
class Participation:
    """Who takes part in one edition. `seats_joined`: communities that signed at this edition and take part."""

    registered: Group
    admitted: Group
    confirmed: int
    seats_joined: int

    def of(self, phase: Phase) -> Group:
        """Whom figures speak of: those registered, and once the assembly has met those who came."""
        return self.admitted if phase is Phase.AFTER else self.registered


def participation(edition: Edition) -> Participation:
    """The figures of an edition as they stand now."""
    states: dict[State, int] = dict(db.session.execute(_by_state(edition)).all())
    registered = _group(edition, Registration.state.in_(_ACTIVE))
    came = Registration.id.in_(select(Admission.registration_id).where(Admission.checkpoint == DoorKind.ENTRANCE.value))
    return Participation(
        registered=registered,
        admitted=_group(edition, came),
        confirmed=states.get(State.CONFIRMED, 0),
        seats_joined=_joined(edition),
    )


def _by_state(edition: Edition) -> Select[State, int]:
    return (
        select(Registration.state, func.count())
        .where(Registration.edition_id == edition.id, Registration.category.in_(_COUNTED))
        .group_by(Registration.state)
    )


def _group(edition: Edition, condition: ColumnElement[bool]) -> Group:
    each = (
        select(Registration.community_id, func.count().label("people"))
        .where(Registration.edition_id == edition.id, Registration.category.in_(_COUNTED), condition)
        .group_by(Registration.community_id)
        .subquery()
    )
    row = db.session.execute(
        select(
            func.coalesce(func.sum(each.c.people), 0),
            func.count(each.c.community_id),
            func.count(Community.country.distinct()),
        ).outerjoin(Community, each.c.community_id == Community.id)
    ).one()
    return Group(int(row[0]), *row[1:])


def _joined(edition: Edition) -> int:
    return (
        db.session.scalar(
            select(func.count(Signature.community_id.distinct()))
            .join(Registration, Registration.community_id == Signature.community_id)
            .where(
                Signature.edition_id == edition.id,
                standing_on(clock.local_day(edition.ends_at, edition.zone)),
                Registration.edition_id == edition.id,
                Registration.state.in_(_ACTIVE),
            )
        )
        or 0
    )


def signatures_as_of(kind: SignatureKind, day: date) -> int:
    """How many had signed, or supported, by the end of that day: what stood before, less what of it has been withdrawn
    since, and the dated ones since that stand on that day and are public now.

    Sources of the same weeks disagree (domain.md 1.4), so the figure is a count over our own dated facts.
    """
    balance = balance_before(kind, day)
    dated = select(func.count()).where(Signature.kind == kind, standing_on(day))
    if balance is None:
        return db.session.scalar(dated) or 0
    held = also_signed_by(balance.as_of_on, day)
    since = db.session.scalar(dated.where(Signature.signed_on > balance.as_of_on, ~held)) or 0
    ended = select(func.count(Signature.community_id.distinct())).where(
        Signature.kind == kind,
        Signature.signed_on <= balance.as_of_on,
        Signature.withdrawn_on > balance.as_of_on,
        Signature.withdrawn_on <= day,
        Signature.mistaken_at.is_(None),
        ~held,
    )
    return balance.count + since - (db.session.scalar(ended) or 0)


def balance_before(kind: SignatureKind, day: date) -> Balance | None:
    """What stood before our dated signatures begin, with its source."""
    return db.session.scalars(
        select(Balance).where(Balance.kind == kind, Balance.as_of_on <= day).order_by(Balance.as_of_on.desc()).limit(1)
    ).one_or_none()
