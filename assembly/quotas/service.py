"""Places: given under the lock of the edition, kept for some until released, never too many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from math import inf

from sqlalchemy import and_, bindparam, inspect, select, update
from sqlalchemy.orm import joinedload

from assembly import clock, history
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Category, Edition, Mode, PlaceCount, Pool, Registration, Reserve, State
from assembly.plain_statements import write_column
from assembly.quotas import queries as quota_queries
from assembly.transactions import locked
from assembly.values import values_of


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there is a place, and in which pool; a mode without limit has places without one."""

    is_free: bool
    pool: Pool | None = None

    @property
    def state(self) -> State:
        """Confirmed at once, or waiting."""
        return State.CONFIRMED if self.is_free else State.WAITING

    @property
    def open_to(self) -> Reserve:
        """Whom it may go to."""
        return self.pool.open_to if self.pool else Reserve.EVERYBODY

    @property
    def left(self) -> int | None:
        """How many places it has; None for as many as one likes."""
        return self.pool.left if self.pool else None

    def take(self, registration: Registration) -> None:
        """The place is this person's."""
        if self.pool is not None:
            hold(self.pool, registration)


@dataclass(frozen=True, slots=True)
class Places:
    """The locked rows of one edition: whoever has them may give numbers and places."""

    edition: Edition
    counts: dict[Mode, PlaceCount]
    pools: list[Pool]

    def of(self, mode: Mode) -> list[Pool]:
        """The pools of a mode, those kept for the fewest first: reserved places fill before the others."""
        order = [Reserve.MAYORS, Reserve.COMMUNITIES, Reserve.EVERYBODY]
        return sorted((one for one in self.pools if one.mode is mode), key=lambda one: order.index(one.open_to))

    def room_for(
        self,
        mode: Mode,
        category: Category,
        reserves: frozenset[Reserve],
        waited_for: frozenset[Reserve] | None = None,
    ) -> Room:
        """A place somebody new may have: free, theirs to have, and waited for by nobody. Once the assembly has begun
        nobody is asked any more, and a free place is for whoever stands there.

        A category that takes no place and a mode without limit always have room. `waited_for` is given where it has
        been asked already.
        """
        pools = self.of(mode)
        if not category.takes_place or not pools:
            return Room(True)
        waited_for = self.waited_for(mode, waited_for)
        found = (one for one in pools if one.open_to in reserves and one.left and one.open_to not in waited_for)
        pool = next(found, None)
        return Room(pool is not None, pool)

    def waited_for(self, mode: Mode, known: frozenset[Reserve] | None = None) -> frozenset[Reserve]:
        """The reserves of which somebody waits before whoever is new: none once the assembly has begun. `known` is
        what has been asked already."""
        if clock.now() >= self.edition.starts_at:
            return frozenset()
        return quota_queries.waited_for(self.edition, mode) if known is None else known

    def free_rooms(self, mode: Mode) -> list[Room]:
        """Where somebody who waits may be offered a place; without any limit, everybody."""
        pools = self.of(mode)
        return [Room(True, pool) for pool in pools if pool.left] if pools else [Room(True)]

    def left(self, mode: Mode) -> float:
        """How many places of a mode are free, whomever they are kept for; infinitely many without limit."""
        pools = self.of(mode)
        return sum(pool.left for pool in pools) if pools else inf

    def number(self, mode: Mode) -> int:
        """The next number of the queue, given once."""
        count = self.counts[mode]
        given = count.next_seq
        write_column(count, "next_seq", given + 1)
        return given


_COUNTS = (
    select(PlaceCount)
    .where(PlaceCount.edition_id == bindparam("edition"))
    .order_by(PlaceCount.mode)
    .options(joinedload(PlaceCount.edition, innerjoin=True).lazyload(Edition.venue))
)
_POOLS = select(Pool).where(Pool.edition_id == bindparam("edition")).order_by(Pool.id)
_BOTH = (
    _COUNTS.outerjoin(Pool, and_(Pool.edition_id == PlaceCount.edition_id, Pool.mode == PlaceCount.mode))
    .add_columns(Pool)
    .order_by(Pool.id)
    .execution_options(populate_existing=True)
)
"Built once, as each registration asks for them under the lock; none is decided by where the venue is."


def lock(edition: Edition) -> Places:
    """All modes at once and in one order: what concerns places of an edition comes one after the other.

    On SQLite, where the turn is the lock, one statement reads them; elsewhere the pools are read once the modes are
    locked, as somebody else may have changed them meanwhile.
    """
    edition_id = (inspect(edition).identity or (edition.id,))[0]  # asking the edition would read it once more
    wanted = {"edition": edition_id}
    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(_BOTH, wanted).all()
        return Places(edition, {row[0].mode: row[0] for row in rows}, [row[1] for row in rows if row[1] is not None])
    counts = db.session.scalars(locked(_COUNTS, of=PlaceCount), wanted).all()
    pools = db.session.scalars(locked(_POOLS), wanted).all()
    return Places(edition, {row.mode: row for row in counts}, list(pools))


def hold(pool: Pool, registration: Registration) -> None:
    """This place is now this person's, offered or confirmed."""
    write_column(pool, "taken", pool.taken + 1)
    registration.pool_id = pool.id


def free(places: Places, registration: Registration) -> None:
    """The place of this registration, if it held one, is free again."""
    pool = next((one for one in places.pools if one.id == registration.pool_id), None)
    if pool is not None:
        pool.taken -= 1
    registration.pool_id = None


@dataclass(frozen=True, slots=True)
class Rules:
    """When one may register in a mode and how many may come. `size` None is without limit; each reserve comes on top,
    with the instant at which it is released, if there is one."""

    opens_at: datetime
    closes_at: datetime
    is_reviewed: bool
    size: int | None
    by_invitation: bool = False
    reserves: Mapping[Reserve, tuple[int, datetime | None]] = field(default_factory=dict)
    answer_by_on: date | None = None
    "One day for all modes of the edition."

    @classmethod
    def of(cls, count: PlaceCount, pools: Iterable[Pool]) -> "Rules":
        """Those that hold now; `pools` are those of this mode."""
        known = {pool.reserve: (pool.size, pool.released_at) for pool in pools}
        size, _never = known.pop(Reserve.EVERYBODY, (None, None))
        return cls(
            **values_of(count, "opens_at", "closes_at", "is_reviewed", "by_invitation"),
            size=size,
            reserves=known,
            answer_by_on=count.edition.answer_by_on,
        )

    @property
    def has_hours(self) -> bool:
        """Whether somebody has said when registration opens and closes, as in `PlaceCount`."""
        return self.opens_at < self.closes_at

    @property
    def mark(self) -> str:
        """The same as long as they are the same: what a page was opened on."""
        kept = sorted((reserve.value, size, str(until)) for reserve, (size, until) in self.reserves.items())
        days = str(self.opens_at), str(self.closes_at), str(self.answer_by_on)
        said = (*days, self.is_reviewed, self.size, self.by_invitation, kept)
        return sha256(repr(said).encode()).hexdigest()

    def over(self, now: "Rules") -> "Rules":
        """The same as they would be stored: nothing is kept where there is no limit, and no empty reserve is made."""
        kept = {} if self.size is None else {r: one for r, one in self.reserves.items() if one[0] or r in now.reserves}
        return replace(self, reserves=kept)


def set_rules(places: Places, mode: Mode, rules: Rules, *, seen: str | None = None) -> int:
    """Apply these rules; how many more places are given than there are now. Nobody is thrown out by fewer places.

    `seen` is the mark of the rules they were written over, None for no page. Saving what holds already does nothing,
    so a second press is harmless. Raises ChangedMeanwhile.
    """
    db.session.refresh(places.edition, with_for_update=True)
    count = places.counts[mode]
    now = Rules.of(count, places.of(mode))
    if rules.over(now) == now:
        return _surplus(places, mode)
    if seen is not None and seen != now.mark:
        raise ChangedMeanwhile
    count.opens_at, count.closes_at = rules.opens_at, rules.closes_at
    count.is_reviewed, count.by_invitation = rules.is_reviewed, rules.by_invitation
    places.edition.answer_by_on = rules.answer_by_on
    sizes = {Reserve.EVERYBODY: (rules.size, None)} | dict(rules.reserves)
    pools = {pool.reserve: pool for pool in places.of(mode)}
    for reserve, (size, released_at) in sizes.items():
        kept = None if rules.size is None else size  # without limit there is no pool at all
        _set_pool(places, mode, reserve, pools.get(reserve), kept, released_at)
    db.session.flush()
    history.record("edition", places.edition.slug, "places set", edition_id=places.edition.id, mode=mode.value)
    return _surplus(places, mode)


def _surplus(places: Places, mode: Mode) -> int:
    return sum(max(0, pool.taken - pool.size) for pool in places.of(mode))


def _set_pool(
    places: Places, mode: Mode, reserve: Reserve, pool: Pool | None, size: int | None, released_at: datetime | None
) -> None:
    if pool is None and (size is None or (size == 0 and reserve is not Reserve.EVERYBODY)):
        return
    if pool is None:
        taken = quota_queries.holders_without_pool(places.edition, mode) if reserve is Reserve.EVERYBODY else []
        pool = Pool(edition_id=places.edition.id, mode=mode, reserve=reserve, size=size, released_at=released_at)
        db.session.add(pool)
        pool.taken = 0
        db.session.flush()
        places.pools.append(pool)
        for registration in taken:
            hold(pool, registration)
    elif size is None:
        places.pools.remove(pool)
        db.session.execute(update(Registration).where(Registration.pool_id == pool.id).values(pool_id=None))
        db.session.delete(pool)
    else:
        pool.size, pool.released_at = size, released_at
