"""Every published number is read here: from kept counts of registrations and admissions, and from signatures."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from assembly import clock
from assembly.extensions import db, read_one
from assembly.models import (
    NO_COMMUNITY,
    Balance,
    Community,
    Edition,
    ParticipationCount,
    Phase,
    Signature,
    SignatureKind,
)
from assembly.signatures.queries import also_signed_by, standing_on


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
    """Read the figures of an edition as they are kept (`kept.py`)."""
    last_day = clock.local_day(edition.ends_at, edition.zone)
    row = db.session.execute(_FIGURES, {"edition_id": edition.id}).one()
    return Participation(
        registered=Group(*row[0:3]),
        admitted=Group(*row[3:6]),
        confirmed=row[6],
        seats_joined=_joined(edition, last_day) if row[7] else 0,
    )


def _group(people: InstrumentedAttribute[int]) -> tuple[ColumnElement[int], ...]:
    """How many people, communities and countries a kept figure is of."""
    here = and_(people > 0, ParticipationCount.community_id != NO_COMMUNITY)
    return (
        func.coalesce(func.sum(people), 0),
        func.count().filter(here),
        func.count(Community.country.distinct()).filter(people > 0),
    )


_FIGURES = (
    select(
        *_group(ParticipationCount.registered),
        *_group(ParticipationCount.admitted),
        func.coalesce(func.sum(ParticipationCount.confirmed), 0),
        exists().where(Signature.edition_id == bindparam("edition_id")),
    )
    .outerjoin(Community, Community.id == ParticipationCount.community_id)
    .where(ParticipationCount.edition_id == bindparam("edition_id"))
)


def _joined(edition: Edition, day: date) -> int:
    takes_part = select(ParticipationCount.community_id).where(
        ParticipationCount.edition_id == edition.id, ParticipationCount.active > 0
    )
    signed = Signature.edition_id == edition.id, standing_on(day), Signature.community_id.in_(takes_part)
    return db.session.scalar(select(func.count(Signature.community_id.distinct())).where(*signed)) or 0


def signatures_as_of(kind: SignatureKind, day: date, balance: Balance | None = None) -> int:
    """How many had signed, or supported, by the end of that day: what stood before, less what of it has been withdrawn
    since, and the dated ones since that stand on that day and are public now.

    Sources of the same weeks disagree, so the figure is a count over our own dated facts. `balance` is
    `balance_before` that day, where it is known already.
    """
    balance = balance or balance_before(kind, day)
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
    return read_one(
        select(Balance).where(Balance.kind == kind, Balance.as_of_on <= day).order_by(Balance.as_of_on.desc()).limit(1)
    )
