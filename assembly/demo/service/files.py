"""The files of the demo, as rows and instants."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from assembly import clock

DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file; of a past edition some files are not known and do not exist."""
    if not (DATA / name).exists():
        return
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str) -> date | None:
    """A day, or None where the file says nothing."""
    return date.fromisoformat(text) if text else None


def instants_of(zone: str) -> Callable[[str], datetime]:
    """Reads the wall-clock times of a file, which are those of `zone`."""

    def instant(text: str) -> datetime:
        return clock.from_local(datetime.fromisoformat(text), zone)

    return instant
