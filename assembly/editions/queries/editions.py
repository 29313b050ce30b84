"""Reads of editions."""

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import selectinload

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Door,
    Edition,
    EditionStatus,
    Invitation,
    Mode,
    PlaceCount,
    Pool,
    Practical,
    Registration,
    Reserve,
    Room,
    Topic,
)

_NEWEST = select(Edition).order_by(Edition.starts_at.desc(), Edition.id.desc())
_WITH_REPORTS = _NEWEST.options(selectinload(Edition.report))
_PRACTICAL = select(Practical).where(Practical.edition_id == bindparam("edition_id"))
_POOLS = select(Pool).where(Pool.edition_id == bindparam("edition_id"), Pool.mode == bindparam("mode"))
"What many pages ask, built once: building a statement costs more than the database's answer."


def current_edition() -> Edition | None:
    """The one people come for: the next public one to end, or without a date yet, else the last that ended."""
    return current_of(public_editions())


def current_of(public: list[Edition]) -> Edition | None:
    """The same among the public editions, newest first, where these are known already."""
    undated = EditionStatus.POSTPONED
    coming = (one for one in reversed(public) if one.status is undated or not clock.has_passed(one.ends_at))
    return next(coming, next(iter(public), None))


def all_editions(*, with_reports: bool = False) -> list[Edition]:
    """Newest first, those nobody sees yet among them: for the office alone. `with_reports` loads their reports at
    once."""
    return read_all(_WITH_REPORTS if with_reports else _NEWEST)


def public_editions(*, with_reports: bool = False) -> list[Edition]:
    """Newest first, as everybody sees them."""
    return [one for one in all_editions(with_reports=with_reports) if one.is_announced]


def edition_by_slug(slug: str) -> Edition | None:
    """The edition at this address, public or not."""
    return read_one(select(Edition).where(Edition.slug == slug))


def rooms(edition: Edition) -> list[Room]:
    """The rooms of the venue it meets at, in the order in which they were added."""
    return read_all(select(Room).where(Room.venue_id == edition.venue_id).order_by(Room.id))


def doors(edition: Edition) -> list[Door]:
    """Its doors, by letter."""
    return read_all(select(Door).where(Door.edition_id == edition.id).order_by(Door.code))


def was_registered_at(edition: Edition) -> int:
    """How many have ever registered, whatever became of it."""
    counted = select(func.count()).select_from(Registration).where(Registration.edition_id == edition.id)
    return db.session.scalar(counted) or 0


def was_invited_to(edition: Edition) -> bool:
    """Whether an invitation has left."""
    sent = exists().where(Invitation.edition_id == edition.id, Invitation.sent_at.is_not(None))
    return db.session.scalar(select(sent)) or False


def practical(edition: Edition) -> list[Practical]:
    """What people look up on the way, in the order in which they need it."""
    rows = db.session.scalars(_PRACTICAL, {"edition_id": edition.id})
    return sorted(rows, key=lambda one: list(Topic).index(one.topic))


def place_counts(edition: Edition) -> dict[Mode, PlaceCount]:
    """When one may register, for each mode on offer."""
    return {row.mode: row for row in edition.places}


def pool_of(edition: Edition, mode: Mode) -> Pool | None:
    """The places of a mode to speak of: those open to most people that are left, else those for everybody.

    None means no limit.
    """
    order = list(Reserve)
    pools = db.session.scalars(_POOLS, {"edition_id": edition.id, "mode": mode})
    known = sorted(pools, key=lambda pool: order.index(pool.open_to))
    return next((pool for pool in known if pool.left), known[0] if known else None)
