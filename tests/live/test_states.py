"""Whether the stream is on, by the clock and by hand: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assembly.live.states import by_clock, by_hand, hours, next_begin
from assembly.models import Broadcast, Edition, LiveState, ReleasedSession

NINE = datetime(2031, 5, 8, 7, tzinfo=UTC)
A_DAY = timedelta(days=1)


def session(begins: timedelta, ends: timedelta) -> ReleasedSession:
    return ReleasedSession(starts_at=NINE + begins, ends_at=NINE + ends)


def edition(state: LiveState | None = None, at: datetime = NINE) -> Edition:
    made = Edition(zone="Europe/Brussels", starts_at=NINE, ends_at=NINE + timedelta(hours=4))
    made.broadcast = Broadcast(state=state, state_set_at=at if state else None)
    return made


TWO_DAYS = [
    session(timedelta(hours=1), timedelta(hours=2)),
    session(timedelta(hours=2), timedelta(hours=3)),
    session(A_DAY, A_DAY + timedelta(hours=1)),
]


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(), LiveState.WAIT),
        (timedelta(hours=1), LiveState.ON_AIR),
        (timedelta(hours=3), LiveState.WAIT),
        (A_DAY, LiveState.ON_AIR),
        (A_DAY + timedelta(hours=1), LiveState.ENDED),
    ],
)
def test_the_programme_decides_by_its_times(after: timedelta, state: LiveState) -> None:
    assert by_clock(hours(edition(), TWO_DAYS), NINE + after) is state


def test_without_a_programme_the_assembly_decides() -> None:
    assert hours(edition(), []) == [(NINE, NINE + timedelta(hours=4))]


def test_the_next_beginning_is_the_next_day() -> None:
    expected = hours(edition(), TWO_DAYS)
    assert next_begin(expected, NINE) == NINE + timedelta(hours=1)
    assert next_begin(expected, NINE + timedelta(hours=2)) == NINE + A_DAY
    assert next_begin(expected, NINE + A_DAY) is None


def test_state_by_hand_counts_that_day() -> None:
    said = edition(LiveState.ENDED)
    assert by_hand(said, NINE + timedelta(hours=5)) is LiveState.ENDED
    assert by_hand(said, NINE + A_DAY) is None
    assert by_hand(edition(), NINE) is None
