"""The only file that reads the time. Instants are aware and in UTC; an edition's own zone is for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)
_may_travel = False


def now() -> datetime:
    """The present instant, aware, UTC, with microseconds."""
    return _set_to.get() or system_time()


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
    """The five-minute slot of the local day, as `HH:MM`: stored so that both databases group alike (model.md 1.13)."""
    wall = local(instant, zone)
    return f"{wall.hour:02d}:{wall.minute - wall.minute % 5:02d}"
