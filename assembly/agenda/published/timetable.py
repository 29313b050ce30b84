"""The published programme laid out for reading: what begins together is side by side, each room in its column."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from assembly import clock
from assembly.models import Bilingual, ReleasedSession

WIDEST = 3
"So many rooms have a column of their own; more are drawn one after the other, as many in a line as fit."


@dataclass(frozen=True, slots=True)
class Item:
    """A session and the column of its room, counted from 1; 0 for one over the whole width."""

    session: ReleasedSession
    column: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What begins at one moment; `ends_at` where all of it ends together."""

    starts_at: datetime
    ends_at: datetime | None
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Day:
    """A local day with its moments; `rooms` are those in which something happens while something else does, the one
    most in use first."""

    on: date
    rooms: list[Bilingual]
    slots: list[Slot]

    @property
    def columns(self) -> int:
        """How many columns it is drawn in: 0 for a plain list, or where there are too many rooms."""
        return len(self.rooms) if 1 < len(self.rooms) <= WIDEST else 0


def lay_out(sessions: Sequence[ReleasedSession], zone: str) -> list[Day]:
    """Lay out sessions (in time), each on the day on which it begins in `zone`."""
    by_day = groupby(sessions, key=lambda session: clock.local_day(session.starts_at, zone))
    return [_day(on, list(rows)) for on, rows in by_day]


def have_parallel(sessions: Iterable[ReleasedSession]) -> bool:
    """Say whether some of these sessions (in time) take place while another does."""
    return any(len(group) > 1 for group in _together(sessions))


def overlaps(sessions: Sequence[ReleasedSession]) -> list[tuple[ReleasedSession, ReleasedSession]]:
    """List each two of these sessions (in time) that take place at the same time."""
    found = []
    for number, first in enumerate(sessions):
        for second in sessions[number + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            found.append((first, second))
    return found


def _together(sessions: Iterable[ReleasedSession]) -> Iterator[list[ReleasedSession]]:
    """Chains of sessions, each of which begins before all the earlier ones of its chain have ended."""
    chain: list[ReleasedSession] = []
    latest_end = datetime.min.replace(tzinfo=UTC)
    for session in sessions:
        if chain and session.starts_at >= latest_end:
            yield chain
            chain = []
        latest_end = max(latest_end, session.ends_at)
        chain.append(session)
    if chain:
        yield chain


def _day(on: date, sessions: list[ReleasedSession]) -> Day:
    parallel = [session for group in _together(sessions) if len(group) > 1 for session in group]
    in_use = Counter(session.room for session in sessions)
    rooms = sorted(dict.fromkeys(session.room for session in parallel), key=lambda room: -in_use[room])
    columns = {room: number for number, room in enumerate(rooms, start=1)} if len(rooms) > 1 else {}
    beside = {session.session_id for session in parallel}
    slots = []
    for starts_at, rows in groupby(sessions, key=lambda session: session.starts_at):
        items = [Item(row, columns.get(row.room, 0) if row.session_id in beside else 0) for row in rows]
        ends = {item.session.ends_at for item in items}
        items.sort(key=lambda item: item.column)
        slots.append(Slot(starts_at, ends.pop() if len(ends) == 1 else None, items))
    return Day(on, rooms if columns else [], slots)
