"""Whether the stream is on: by the times of the programme, or as an organiser has said today. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from assembly import clock
from assembly.models import Broadcast, Edition, LiveState, ReleasedSession

Hours = tuple[datetime, datetime]
"""From when until when the stream is expected on one day."""


def hours(edition: Edition, sessions: Sequence[ReleasedSession]) -> list[Hours]:
    """Each day of the programme from its first beginning to its last end; without a programme the assembly's own."""
    days: dict[date, Hours] = {}
    for one in sessions:
        on = clock.local_day(one.starts_at, edition.zone)
        begins, ends = days.get(on, (one.starts_at, one.ends_at))
        days[on] = min(begins, one.starts_at), max(ends, one.ends_at)
    return sorted(days.values()) or [(edition.starts_at, edition.ends_at)]


def by_clock(expected: Sequence[Hours], at: datetime) -> LiveState:
    """What the times say: between two days one waits for the next."""
    if any(begins <= at < ends for begins, ends in expected):
        return LiveState.ON_AIR
    return LiveState.ENDED if all(ends <= at for _begins, ends in expected) else LiveState.WAIT


def by_hand(edition: Edition, at: datetime) -> LiveState | None:
    """What an organiser has said on the local day of `at`; what was said on another day no longer counts."""
    said: Broadcast | None = edition.broadcast
    if said is None or said.state is None or said.state_set_at is None:
        return None
    same_day = clock.local_day(said.state_set_at, edition.zone) == clock.local_day(at, edition.zone)
    return said.state if same_day else None


def next_begin(expected: Sequence[Hours], at: datetime) -> datetime | None:
    """When the stream is expected next."""
    return next((begins for begins, _ends in expected if begins > at), None)
