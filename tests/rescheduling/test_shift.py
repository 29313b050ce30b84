"""Moving times with an assembly: pure, on the clocks of its zone."""

from __future__ import annotations

from datetime import date, datetime

from assembly.clock import from_local, local
from assembly.rescheduling.shift import Shift

ZONE = "Europe/Brussels"


def at(day: str, clock: str) -> datetime:
    return from_local(datetime.fromisoformat(f"{day}T{clock}"), ZONE)


def shift(before: str, after: str) -> Shift:
    return Shift(at(*before.split()), at(*after.split()), ZONE)


def test_sessions_keep_distance_across_clock_change() -> None:
    moved = shift("2031-03-20 09:00", "2031-04-10 10:30").session(at("2031-03-20", "14:15"))

    assert local(moved, ZONE).isoformat() == "2031-04-10T15:45:00+02:00"


def test_deadlines_keep_their_time_of_day() -> None:
    moved = shift("2031-03-20 09:00", "2031-04-10 10:30").deadline(at("2031-03-13", "23:59"))

    assert local(moved, ZONE).isoformat() == "2031-04-03T23:59:00+02:00"


def test_days_keep_their_distance() -> None:
    assert shift("2031-03-20 09:00", "2031-03-10 09:00").day(date(2031, 3, 1)) == date(2031, 2, 19)
