"""Every published number is counted here, from registrations, admissions and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, case, func, literal, select

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

_ByCommunity: TypeAlias = "Select[int | None, int, int]"
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
    """Count the figures of an edition as they are now: those registered in one walk along an index, those who came
    from their admissions."""
    confirmed = case((Registration.state == State.CONFIRMED, 1), else_=0)
    registered = _by_community(literal(1), confirmed).where(
        Registration.edition_id == edition.id,
        Registration.state.in_(_ACTIVE),
        Registration.category.in_(_COUNTED),
    )
    entered = select(Admission.registration_id).where(Admission.checkpoint == DoorKind.ENTRANCE.value).distinct()
    came = entered.join(Registration).where(Registration.edition_id == edition.id).subquery()
    admitted = _by_community(literal(1), literal(0)).join(came, came.c.registration_id == Registration.id)
    people, places_given = _group(registered)
    return Participation(
        registered=people,
        admitted=_group(admitted.where(Registration.category.in_(_COUNTED)))[0],
        confirmed=places_given,
        seats_joined=_joined(edition),
    )


def _by_community(people: ColumnElement[int], confirmed: ColumnElement[int]) -> _ByCommunity:
    """Add up two numbers of each registration, by community."""
    adding = select(Registration.community_id, func.sum(people).label("people"), func.sum(confirmed).label("confirmed"))
    return adding.group_by(Registration.community_id)


def _group(by_community: _ByCommunity) -> tuple[Group, int]:
    """Add up all communities, and the second number of all."""
    each = by_community.subquery()
    row = db.session.execute(
        select(
            func.coalesce(func.sum(each.c.people), 0),
            func.count(each.c.community_id),
            func.count(Community.country.distinct()),
            func.coalesce(func.sum(each.c.confirmed), 0),
        ).outerjoin(Community, each.c.community_id == Community.id)
    ).one()
    return Group(int(row[0]), row[1], row[2]), int(row[3])


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
