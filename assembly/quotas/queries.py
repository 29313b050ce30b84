"""Places and the waiting list."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from assembly import clock
from assembly.extensions import db, read_all
from assembly.models import Category, Edition, EditionStatus, Mode, PlaceCount, Pool, Registration, Reserve, State
from assembly.models.types import UTCDateTime


def waiting_before(edition: Edition, mode: Mode, seq: int | None = None) -> int:
    """How many wait in one mode, or how many of them before number `seq`."""
    statement = select(func.count()).where(
        Registration.edition_id == edition.id, Registration.mode == mode, Registration.state == State.WAITING
    )
    return db.session.scalar(statement if seq is None else statement.where(Registration.seq < seq)) or 0


def waiting_number(registration: Registration) -> int | None:
    """Which number on the waiting list somebody is; None for who does not wait."""
    if registration.state is not State.WAITING:
        return None
    return waiting_before(registration.edition, registration.mode, registration.seq) + 1


def waiting_numbers(edition: Edition) -> Select[int, int]:
    """Everybody who waits, by `id`, with their `number` as `waiting_number` counts it: in one pass over the line, which
    is an index."""
    place = func.row_number().over(partition_by=Registration.mode, order_by=Registration.seq)
    return select(Registration.id, place.label("number")).where(
        Registration.edition_id == edition.id, Registration.state == State.WAITING
    )


_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_CHOSEN = (
    select(
        Registration.edition_id,
        Registration.mode,
        Registration.seq,
        Registration.id,
        func.lag(Registration.seq, 1, 0).over(partition_by=Registration.mode, order_by=Registration.seq).label("last"),
    )
    .where(Registration.id.in_(_IDS))
    .cte("chosen")
)
_IN_LINE = aliased(Registration)
_SINCE_LAST = (
    select(func.count())
    .where(
        _IN_LINE.edition_id == _CHOSEN.c.edition_id,
        _IN_LINE.state == State.WAITING,
        _IN_LINE.mode == _CHOSEN.c.mode,
        _IN_LINE.seq > _CHOSEN.c.last,
        _IN_LINE.seq <= _CHOSEN.c.seq,
    )
    .scalar_subquery()
)
_STEPS = select(_CHOSEN.c.id, _CHOSEN.c.mode, _SINCE_LAST).order_by(_CHOSEN.c.mode, _CHOSEN.c.seq)


def numbers_among(registrations: Iterable[Registration]) -> dict[int, int]:
    """The numbers of those of one edition who wait, by id: the line is read once, from each of them to the next."""
    waiting = [one.id for one in registrations if one.state is State.WAITING]
    numbers: dict[int, int] = {}
    reached = dict.fromkeys(Mode, 0)
    for found, mode, step in db.session.execute(_STEPS, {"ids": waiting}) if waiting else ():
        reached[mode] += step
        numbers[found] = reached[mode]
    return numbers


def waited_for(edition: Edition, mode: Mode) -> frozenset[Reserve]:
    """The reserves of which somebody waits for a place in one mode."""
    row = db.session.execute(_WAITED_FOR, {"edition": edition.id, "mode": mode, "now": clock.now()}).one()
    return frozenset(one for one, found in zip(Reserve, row, strict=True) if found)


def waits_for(
    edition_id: int | BindParameter[int],
    mode: Mode | BindParameter[Mode],
    reserve: Reserve,
    now: BindParameter[datetime] | None = None,
) -> ColumnElement[bool]:
    """The condition that somebody waits for a place of this reserve."""
    waits = select(Registration.id).where(
        Registration.edition_id == edition_id, Registration.mode == mode, Registration.may_be_asked(now)
    )
    return waits.where(Registration.in_reserve(reserve)).limit(1).exists()


_NOW = bindparam("now", type_=UTCDateTime)
_WAITED_FOR = select(*(waits_for(bindparam("edition"), bindparam("mode"), one, _NOW) for one in Reserve))


def first_waiting(
    edition: Edition, mode: Mode, reserve: Reserve, most: int | None, *, resting: bool = False
) -> list[Registration]:
    """Those who have waited longest for a place of this reserve, by their numbers; all of them for None. `resting`
    are those as well who have just let a place go."""
    return read_all(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.mode == mode,
            Registration.state == State.WAITING if resting else Registration.may_be_asked(),
            Registration.in_reserve(reserve),
        )
        .options(joinedload(Registration.person), selectinload(Registration.moves))
        .order_by(Registration.seq)
        .limit(most)
    )


def holders_without_pool(edition: Edition, mode: Mode) -> list[Registration]:
    """Who has a place in a mode that had no limit when it was given."""
    return read_all(
        select(Registration).where(
            Registration.edition_id == edition.id,
            Registration.mode == mode,
            Registration.state.in_([state for state in State if state.holds_place]),
            Registration.category.in_([category for category in Category if category.takes_place]),
            Registration.pool_id.is_(None),
        )
    )


def waiting_in(edition: Edition) -> dict[Mode, int]:
    """How many wait in each mode."""
    rows: list[tuple[Mode, int]] = db.session.execute(
        select(Registration.mode, func.count())
        .where(Registration.edition_id == edition.id, Registration.state == State.WAITING)
        .group_by(Registration.mode)
    ).all()  # type: ignore[assignment]
    return dict(rows)


def pools_of(edition: Edition) -> list[Pool]:
    """All places of an edition, those for everybody first."""
    pools = db.session.scalars(select(Pool).where(Pool.edition_id == edition.id))
    return sorted(pools, key=lambda pool: list(Reserve).index(pool.reserve))


def free_places(edition: Edition) -> dict[Mode, int]:
    """Count the places left in each mode that has a limit, whomever they are kept for."""
    left: dict[Mode, int] = {}
    for pool in pools_of(edition):
        left[pool.mode] = left.get(pool.mode, 0) + pool.left
    return left


def offers_over() -> list[int]:
    """Registrations whose offer has ended unanswered, the longest ago first."""
    return read_all(
        select(Registration.id)
        .join(Edition)
        .where(Registration.state == State.OFFERED, Registration.offered_until < clock.now(), _takes_place())
        .order_by(Registration.offered_until, Registration.seq)
    )


def editions_where_places_wait() -> list[int]:
    """Coming editions with a free place, or no limit, and somebody waiting in the same mode: what a release of kept
    places, a larger size, a turn let go or a lost wake-up left behind."""
    here = (Registration.edition_id == PlaceCount.edition_id) & (Registration.mode == PlaceCount.mode)
    pools = select(Pool.id).where(Pool.edition_id == PlaceCount.edition_id, Pool.mode == PlaceCount.mode)
    return read_all(
        select(PlaceCount.edition_id)
        .join(Edition, Edition.id == PlaceCount.edition_id)
        .where(
            Edition.starts_at > clock.now(),
            _takes_place(),
            or_(~Edition.is_online, PlaceCount.mode != Mode.ON_SITE),
            or_(~pools.exists(), pools.where(Pool.taken < Pool.size).exists()),
            select(Registration.id).where(here, Registration.may_be_asked()).exists(),
        )
        .distinct()
    )


def _takes_place() -> ColumnElement[bool]:
    """Of an edition joined: it takes place, on a day that is known."""
    return Edition.status.in_([EditionStatus.SCHEDULED, EditionStatus.RESCHEDULED])
