"""The days of a programme as tables of rooms and times: pure. Sessions that overlap in a room stand side by side."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from assembly import clock
from assembly.models import Room, Session


@dataclass(frozen=True, slots=True)
class Cell:
    """A session, or nothing, over so many rows and columns."""

    session: Session | None
    rows: int
    columns: int = 1


@dataclass(slots=True)
class Row:
    """From one instant at which something begins or ends to the next."""

    at: datetime
    cells: list[Cell] = field(default_factory=list)

    @property
    def begins(self) -> bool:
        """Whether a session begins here."""
        return any(cell.session for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: its rooms (None for sessions without one) with the columns each takes, and its rows in time."""

    on: date
    rooms: list[tuple[Room | None, int]]
    rows: list[Row]


def days(sessions: Sequence[Session], zone: str) -> list[Day]:
    """Lay out the sessions (in time), each on the day on which it begins in `zone`."""
    by_day = groupby(sessions, key=lambda one: clock.local_day(one.starts_at, zone))
    return [_day(on, list(those)) for on, those in by_day]


def _day(on: date, sessions: list[Session]) -> Day:
    moments = sorted({at for one in sessions for at in (one.starts_at, one.ends_at)})
    index = {at: number for number, at in enumerate(moments)}
    wide = _alone_without_room(sessions)
    lanes: dict[int | None, list[list[Session]]] = defaultdict(list)
    rooms: dict[int | None, Room | None] = {}
    for one in sessions:
        if one.id not in wide:
            rooms[one.room_id] = one.room
            _into_a_lane(lanes[one.room_id], one)
    order = sorted(rooms, key=lambda key: (key is None, key or 0)) or [None]
    columns = [lane for key in order for lane in lanes[key]] or [[]]
    rows = [Row(at) for at in moments[:-1]]
    breaks = {index[one.starts_at]: one for one in sessions if one.id in wide}
    for number, one in breaks.items():
        rows[number].cells.append(Cell(one, index[one.ends_at] - number, len(columns)))
    for lane in columns:
        _fill(rows, [(index[one.starts_at], index[one.ends_at], one) for one in lane], breaks, index)
    return Day(on, [(rooms.get(key), max(1, len(lanes[key]))) for key in order], rows)


def _alone_without_room(sessions: list[Session]) -> set[int]:
    """A break for everybody goes over all rooms: it has none, and nothing else happens."""
    alone, latest = set(), None
    for number, one in enumerate(sessions):
        following = sessions[number + 1] if number + 1 < len(sessions) else None
        before = latest is None or latest <= one.starts_at
        if one.room_id is None and before and (following is None or following.starts_at >= one.ends_at):
            alone.add(one.id)
        latest = one.ends_at if latest is None else max(latest, one.ends_at)
    return alone


def _into_a_lane(lanes: list[list[Session]], one: Session) -> None:
    for lane in lanes:
        if lane[-1].ends_at <= one.starts_at:
            lane.append(one)
            return
    lanes.append([one])


def _fill(
    rows: list[Row], taken: list[tuple[int, int, Session]], breaks: dict[int, Session], index: dict[datetime, int]
) -> None:
    """Put the sessions of one column into the rows, and empty cells between them and the breaks of everybody."""
    stops = [*taken, *((number, index[one.ends_at], None) for number, one in breaks.items())]
    at = 0
    for begins, ends, one in sorted(stops, key=lambda stop: stop[0]):
        if begins > at:
            rows[at].cells.append(Cell(None, begins - at))
        if one is not None:
            rows[begins].cells.append(Cell(one, ends - begins))
        at = ends
    if at < len(rows):
        rows[at].cells.append(Cell(None, len(rows) - at))
