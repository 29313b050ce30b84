"""The moment at which the tests run: no test reads the real date, so that all pass on any day and at any hour.

The application's clock is set to a fixed moment when the tests begin and goes on from there, here and in the servers
that tests start. Tests whose results depend on the date are repeated at the other moments.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import CodeType, FunctionType, ModuleType
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from processes import hooks
from processes.hooks import SHIFT

from assembly import clock

USUAL = "a-monday-morning"
MOMENTS = {
    USUAL: "2026-11-30T10:00",
    "a-sunday-night": "2026-11-29T23:30",
    "leap-day": "2028-02-29T12:00",
    "new-years-eve": "2026-12-31T23:30",
    "clocks-go-forward": "2027-03-28T01:30",
    "clocks-go-back": "2026-10-25T02:15",
    "before-2023": "2023-06-14T10:00",
    "after-2023": "2023-06-16T10:00",
    "before-2024": "2024-10-08T10:00",
    "after-2024": "2024-10-10T10:00",
    "before-2025": "2025-10-14T10:00",
    "after-2025": "2025-10-16T10:00",
    "before-2026": "2026-04-14T10:00",
    "after-2026": "2026-04-16T10:00",
    "before-2027": "2027-04-14T10:00",
    "after-2027": "2027-04-16T10:00",
    "in-2031": "2031-05-07T18:45",
}
"Wall clocks of Brussels. The days before and after are those of the five assemblies of the demonstration."
EARLIEST = "before-2023"
MOMENT_SETS = {"one": (USUAL,), "three": (USUAL, "a-sunday-night", "leap-day"), "all": tuple(MOMENTS)}
"`make test` has three of them, each test one, in turns; `make proof` has all."
_ASKS = {"now", "at", "system_time", "clock_set_to"}
"What asks the clock or sets it; its other functions turn one time into another."


def instant_of(moment: str) -> datetime:
    """The instant of a moment, by its name."""
    return datetime.fromisoformat(MOMENTS[moment]).replace(tzinfo=ZoneInfo("Europe/Brussels")).astimezone(UTC)


@contextmanager
def clock_set_to(moment: str) -> Iterator[None]:
    """Let the application's clock show this moment and go on from there, here and in every server started inside."""
    before = os.environ.get(SHIFT, "0")
    set_clock(moment)
    shift_clock()
    try:
        yield
    finally:
        os.environ[SHIFT] = before
        shift_clock()


def set_clock(moment: str) -> None:
    """Tell all processes that are started from here by how much to move their clock."""
    os.environ[SHIFT] = str((instant_of(moment) - datetime.now(UTC)).total_seconds())


def shift_clock() -> None:
    """Move the application's clock of this process by what its environment says."""
    hooks.shift_clock(clock)


def moments_of(chosen: str, test: str) -> tuple[str, ...]:
    """The moments of this test: with `three`, one of them, the same in each run."""
    moments = MOMENT_SETS[chosen]
    return (moments[crc32(test.encode()) % 3],) if chosen == "three" else moments


def depends_on_the_date(test: Any) -> bool:
    """Whether a test, a helper of its module, or a fixture of its module that it uses asks or sets the clock."""
    module = inspect.getmodule(test)
    return module is not None and _uses_clock(test, module, set())


def _uses_clock(function: Any, module: ModuleType, seen: set[str]) -> bool:
    function = getattr(function, "__wrapped__", function)  # a fixture wraps its function
    if not isinstance(function, FunctionType):
        return False
    parts = {function.__code__, *(one for one in function.__code__.co_consts if isinstance(one, CodeType))}
    names = {name for code in parts for name in code.co_names} | set(function.__code__.co_varnames)
    if "clock" in names and names & _ASKS:
        return True
    helpers = {name for name in names - seen if getattr(vars(module).get(name), "__module__", "") == module.__name__}
    seen |= helpers
    return any(_uses_clock(vars(module)[name], module, seen) for name in helpers)
