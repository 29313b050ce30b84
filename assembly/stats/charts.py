"""Drawings of statistics. Pure: rows in, shapes in user units out. The table beside each says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assembly.formats import eu_code, number, time
from assembly.stats.statistic import Row

WIDTH = 420
_LINE, _BAR = 24, 16
_HEIGHT, _FOOT = 150, 24
_SLOT = timedelta(minutes=5)
_MOST_COLUMNS = 288
"The five minutes of a day."


@dataclass(frozen=True, slots=True)
class Shape:
    """A bar or a column: the left upper corner, its size, and its words; empty where there is no room for any."""

    x: float
    y: float
    width: float
    height: float
    label: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The height of the drawing, `WIDTH` wide, and its shapes."""

    height: int
    shapes: tuple[Shape, ...]


def bars(rows: Sequence[Row]) -> Chart | None:
    """Draw a bar for each row, named by the code of its country."""
    if not rows:
        return None
    most, left = max(row.count for row in rows) or 1, 40
    room = WIDTH - left - 60
    return Chart(
        len(rows) * _LINE,
        tuple(
            Shape(left, at * _LINE, round(row.count / most * room, 1), _BAR, eu_code(row.key) or "–", number(row.count))
            for at, row in enumerate(rows)
        ),
    )


def columns(rows: Sequence[Row]) -> Chart | None:
    """Draw the latest day of the arrivals, a column for every five minutes, empty ones too; the full hours are named.

    The key of a row is its instant on the clocks of the assembly.
    """
    last = rows[-1].key[:10] if rows else ""
    counts = {datetime.fromisoformat(row.key): row for row in rows if row.key.startswith(last)}
    if not counts:
        return None
    first, end = min(counts), max(counts)
    slots = [first + _SLOT * number_ for number_ in range(min(_MOST_COLUMNS, (end - first) // _SLOT + 1))]
    most, step = max(row.count for row in counts.values()), WIDTH / max(len(slots), 12)
    shapes = []
    for at, slot in enumerate(slots):
        row = counts.get(slot)
        height = round(row.count / most * (_HEIGHT - 20), 1) if row else 0
        label = time(slot.replace(tzinfo=UTC), "UTC") if slot.minute == 0 else ""
        shapes.append(Shape(round(at * step, 1), _HEIGHT - height, round(step * 0.8, 1), height, label))
    return Chart(_HEIGHT + _FOOT, tuple(shapes))
