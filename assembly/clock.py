"""The only file that reads the time. Instants are aware and in UTC; an edition's own zone is for people."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)
_may_travel = False


@dataclass(slots=True)
class Watch:
    """What was asked of the clock while an answer was made."""

    changes_at: datetime | None = None
    "The first instant at which one of the comparisons comes out differently."
    read_openly: bool = False
    "Whether the time itself was read, so that nobody can say when the answer changes."
    found: set[object] = field(default_factory=set)
    "What `now_until` has looked up already."

    def note(self, instant: datetime) -> None:
        """Remember an instant that is still to come."""
        if self.changes_at is None or instant < self.changes_at:
            self.changes_at = instant


_watch: ContextVar[Watch | None] = ContextVar("clock_watch", default=None)


def now() -> datetime:
    """The present instant, aware, UTC, with microseconds.

    Pages that may be cached compare by the functions below instead: they know when the comparison changes.
    """
    watch = _watch.get()
    if watch is not None:
        watch.read_openly = True
    return _present()


def _present() -> datetime:
    return _set_to.get() or system_time()


@contextmanager
def watching() -> Iterator[Watch]:
    """Note what is asked of the clock inside the block."""
    watch = Watch()
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


def has_come(instant: datetime) -> bool:
    """Whether it is this instant or later."""
    return now_among([instant]) >= instant


def has_passed(instant: datetime) -> bool:
    """Whether it is later than this instant."""
    return has_come(instant + datetime.resolution)


def now_among(instants: Iterable[datetime]) -> datetime:
    """The present instant, to be compared with these alone, by `<` or `>=` of the present one."""
    present, watch = _present(), _watch.get()
    if watch is not None:
        for instant in instants:
            if instant > present:
                watch.note(instant)
    return present


def now_until(next_change: Callable[[datetime], datetime | None]) -> datetime:
    """The present instant, to be compared inside the database.

    `next_change` reads which instant after it is the next that a comparison meets; None for no other. It is asked once
    for an answer that may be cached, and never else.
    """
    present, watch = _present(), _watch.get()
    if watch is not None and next_change not in watch.found:
        watch.found.add(next_change)
        following = next_change(present)
        if following is not None:
            watch.note(following)
    return present


def today(zone: str) -> date:
    """The calendar day in `zone`, which changes at its next midnight."""
    present, watch = _present(), _watch.get()
    day = local_day(present, zone)
    if watch is not None:
        watch.note(from_local(datetime.combine(day + timedelta(days=1), time()), zone))
    return day


def system_time() -> datetime:
    """Read the clock of the machine. Tests put another function in its place, so that no result depends on today."""
    return datetime.now(UTC)


def allow_travel(allowed: bool) -> None:
    """Say once at start-up whether `at` may be used: in tests and for demo data, never in production."""
    global _may_travel
    _may_travel = allowed


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Make `now()` answer `instant` in this thread or task. Raises RuntimeError where time travel is not allowed."""
    if not _may_travel:
        raise RuntimeError("clock.at exists for tests and demo data only")
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def local(instant: datetime, zone: str) -> datetime:
    """The instant on the wall clock of `zone` (an IANA name such as Europe/Brussels)."""
    return instant.astimezone(ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day in `zone` at that instant."""
    return local(instant, zone).date()


def from_local(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which the clocks of `zone` show the naive time `wall` (the first of two in autumn)."""
    if wall.tzinfo is not None:
        raise ValueError("a wall-clock time carries no time zone")
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def comes_twice(wall: datetime, zone: str) -> bool:
    """Whether the clocks of `zone` show the naive time `wall` twice, because they go back."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return first < second


def slot5(instant: datetime, zone: str) -> str:
    """The five-minute slot of the local day, as `HH:MM`: stored so that both databases group alike."""
    wall = local(instant, zone)
    return f"{wall.hour:02d}:{wall.minute - wall.minute % 5:02d}"
