"""Places: given under the lock of the edition, kept for some until released, never too many (model.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from assembly import history
from assembly.extensions import db
from assembly.models import Category, Edition, Mode, PlaceCount, Pool, Registration, Reserve, State
from assembly.registration import queries
from assembly.transactions import locked


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there is a place, and in which pool; a mode without limit has places without one."""

    is_free: bool
    pool: Pool | None = None

    @property
    def state(self) -> State:
        """Confirmed at once, or waiting."""
        return State.CONFIRMED if self.is_free else State.WAITING

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

    def room_for(self, mode: Mode, category: Category, reserves: frozenset[Reserve]) -> Room:
        """A place somebody new may have: free, theirs to have, and waited for by nobody.

        A category that takes no place and a mode without limit always have room.
        """
        pools = self.of(mode)
        if not category.takes_place or not pools:
            return Room(True)
        waited_for = queries.waited_for(self.edition, mode)
        found = (one for one in pools if one.open_to in reserves and one.left and one.open_to not in waited_for)
        pool = next(found, None)
        return Room(pool is not None, pool)

    def number(self, mode: Mode) -> int:
        """The next number of the queue, given once."""
        count = self.counts[mode]
        count.next_seq += 1
        return count.next_seq - 1


def lock(edition: Edition) -> Places:
    """All modes at once and in one order: what concerns places of an edition comes one after the other."""
    counts = db.session.scalars(
        locked(select(PlaceCount).where(PlaceCount.edition_id == edition.id).order_by(PlaceCount.mode))
    ).all()
    pools = db.session.scalars(locked(select(Pool).where(Pool.edition_id == edition.id).order_by(Pool.id))).all()
    return Places(edition, {row.mode: row for row in counts}, list(pools))


def hold(pool: Pool, registration: Registration) -> None:
    """This place is now this person's, offered or confirmed."""
    pool.taken += 1
    registration.pool_id = pool.id


def free(places: Places, registration: Registration) -> None:
    """The place of this registration, if it held one, is free again."""
    pool = next((one for one in places.pools if one.id == registration.pool_id), None)
    if pool is not None:
        pool.taken -= 1
    registration.pool_id = None


def keep_places(
    edition: Edition, mode: Mode, reserve: Reserve, *, size: int, released_at: datetime | None = None
) -> Pool:
    """Keep a number of places as a reserve, until an instant if there is one."""
    pool = Pool(edition_id=edition.id, mode=mode, reserve=reserve, size=size, released_at=released_at)
    db.session.add(pool)
    history.record("edition", edition.slug, "places kept", edition_id=edition.id, reserve=reserve.value, size=size)
    return pool


def resize(pool: Pool, size: int) -> None:
    """Change a number of places; below what is given nobody is thrown out: `left` is then nothing for a while."""
    history.record("pool", str(pool.id), "resized", edition_id=pool.edition_id, before=pool.size, size=size)
    pool.size = size
