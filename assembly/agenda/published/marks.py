"""What has changed of a session since visitors first read of it: pure, from all that was ever released."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from assembly.models import Bilingual, ReleasedSession, Status


class MarkKind(StrEnum):
    """In which way a session differs from what was published before."""

    NEW = "new"
    MOVED = "moved"
    OTHER_ROOM = "other_room"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mark:
    """One such change with the moment it was published, and what was there before: times or a room."""

    kind: MarkKind
    at: datetime
    times: tuple[datetime, datetime] | None = None
    room: Bilingual | None = None


def marks(rows: Iterable[ReleasedSession]) -> dict[int, list[Mark]]:
    """Find, by session id, the last change of its time and of its room, whether it has been cancelled, and whether
    the last release was the first to speak of it. `rows` are all that were released, release by release."""
    versions: dict[int, list[ReleasedSession]] = defaultdict(list)
    first = last = 0
    for row in rows:
        versions[row.session_id].append(row)
        first, last = first or row.release.number, row.release.number
    found = {session_id: _of_one(history, first, last) for session_id, history in versions.items()}
    return {session_id: some for session_id, some in found.items() if some}


def _of_one(history: list[ReleasedSession], first: int, last: int) -> list[Mark]:
    latest = history[-1]
    if latest.status is Status.CANCELLED:
        return [Mark(MarkKind.CANCELLED, latest.release.at)]
    if len(history) == 1:
        is_new = first < latest.release.number == last
        return [Mark(MarkKind.NEW, latest.release.at)] if is_new else []
    moved: Mark | None = None
    room: Mark | None = None
    for before, after in pairwise(history):
        if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
            moved = Mark(MarkKind.MOVED, after.release.at, times=(before.starts_at, before.ends_at))
        if before.room != after.room and before.room:
            room = Mark(MarkKind.OTHER_ROOM, after.release.at, room=before.room)
    return [mark for mark in (moved, room) if mark]
