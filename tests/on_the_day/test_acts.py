"""What an act makes of the published day, and what it gets in the way of: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assembly.models import Bilingual, Presence, ReleasedAppearance, ReleasedSession, Status
from assembly.on_the_day.acts import Act, NotPossibleNow, Shown, mark, possible, steps
from assembly.on_the_day.problems import Kind, new_problems

NINE = datetime(2031, 5, 8, 9, tzinfo=UTC)
HALL, ANNEX = Bilingual("Hall", "Salle"), Bilingual("Annex", "Annexe")
TIMES = {Act.DELAY, Act.DELAY_ALL, Act.EXTEND, Act.EXTEND_ALL, Act.EARLIER, Act.EARLIER_ALL}


def minutes(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


def row(
    number: int, begins: int, ends: int, room: Bilingual = HALL, status: Status = Status.SCHEDULED
) -> ReleasedSession:
    """A published session; times are minutes after nine."""
    return ReleasedSession(
        session_id=number,
        code=f"s{number}",
        room=room,
        starts_at=minutes(begins),
        ends_at=minutes(ends),
        title=Bilingual(f"S{number}", f"S{number}"),
        status=status,
        notice=Bilingual(),
    )


def moved(
    day: list[ReleasedSession], act: Act, number: int, at: int, was: list[ReleasedSession] | None = None
) -> dict[str, tuple[int, int]]:
    """The sessions an act moves, in minutes after nine."""
    announced = {one.session_id: one for one in was or day}
    found = steps(act, day[number], day, announced, minutes(at))
    return {
        one.row.code: tuple(int((it - NINE).total_seconds() // 60) for it in (one.after.starts_at, one.after.ends_at))  # type: ignore[misc]
        for one in found
    }


def test_a_delay_moves_one_session() -> None:
    day = [row(0, 0, 30), row(1, 30, 60)]
    assert moved(day, Act.DELAY, 0, -5) == {"s0": (15, 45)}


def test_later_sessions_follow_but_not_parallel_ones() -> None:
    day = [
        row(0, 0, 30),
        row(1, 10, 40, ANNEX),
        row(2, 30, 60),
        row(3, 40, 70, ANNEX),
        row(4, 60, 90, status=Status.CANCELLED),
    ]
    assert moved(day, Act.DELAY_ALL, 0, -5) == {"s0": (15, 45), "s2": (45, 75), "s3": (55, 85)}


def test_an_overlap_in_the_room_moves_along() -> None:
    day = [row(0, 0, 45), row(1, 30, 60)]
    assert moved(day, Act.DELAY_ALL, 0, -5) == {"s0": (15, 60), "s1": (45, 75)}


def test_a_running_session_only_ends_later() -> None:
    day = [row(0, 0, 30), row(1, 30, 60)]
    assert not {Act.DELAY, Act.DELAY_ALL} & set(possible(day[0], {}, minutes(20)))
    assert moved(day, Act.EXTEND_ALL, 0, 20) == {"s0": (0, 45), "s1": (45, 75)}


def test_a_late_start_can_still_be_delayed() -> None:
    assert moved([row(0, 0, 30)], Act.DELAY, 0, 10) == {"s0": (15, 45)}


def test_past_sessions_stay_as_they_were() -> None:
    day = [row(0, 0, 30)]
    assert possible(day[0], {}, minutes(30)) == []
    with pytest.raises(NotPossibleNow):
        steps(Act.DELAY, day[0], day, {}, minutes(30))


def test_moving_back_stops_at_the_announced_time() -> None:
    was, day = [row(0, 0, 30), row(1, 30, 60)], [row(0, 10, 40), row(1, 60, 90)]
    assert moved(day, Act.EARLIER_ALL, 0, -5, was) == {"s0": (0, 30), "s1": (45, 75)}
    assert Act.EARLIER not in possible(was[0], {0: was[0]}, minutes(-5))


def test_an_extended_session_moves_its_end_back() -> None:
    was, day = [row(0, 0, 30)], [row(0, 0, 45)]
    assert moved(day, Act.EARLIER, 0, 20, was) == {"s0": (0, 30)}
    assert Act.EARLIER not in possible(day[0], {0: was[0]}, minutes(35))


def test_a_cancelled_session_can_be_reinstated() -> None:
    day = [row(0, 0, 30, status=Status.CANCELLED)]
    assert possible(day[0], {}, minutes(0)) == [Act.REINSTATE, Act.NOTICE]
    assert [one.after.status for one in steps(Act.REINSTATE, day[0], day, {}, minutes(0))] == [Status.SCHEDULED]


def test_what_stays_the_same_is_no_step() -> None:
    day = [row(0, 0, 30)]
    assert steps(Act.ROOM, day[0], day, {}, minutes(0), room=HALL) == []


def problems(
    day: list[ReleasedSession], act: Act, people: dict[int, list[ReleasedAppearance]] | None = None
) -> list[Kind]:
    found = steps(act, day[0], day, {}, minutes(-5), room=ANNEX)
    return [one.kind for one in new_problems(day, found, people or {}, minutes(100))]


def test_a_room_taken_twice_is_a_problem() -> None:
    assert problems([row(0, 0, 30), row(1, 30, 60)], Act.DELAY) == [Kind.ROOM]
    assert problems([row(0, 0, 30), row(1, 0, 30, ANNEX)], Act.ROOM) == [Kind.ROOM]
    assert problems([row(0, 0, 30), row(1, 30, 60)], Act.DELAY_ALL) == []


def test_earlier_problem_is_not_new() -> None:
    assert problems([row(0, 0, 40), row(1, 30, 60)], Act.DELAY) == []


def test_person_in_two_sessions_is_problem() -> None:
    def speaks(presence: Presence) -> dict[int, list[ReleasedAppearance]]:
        return {n: [ReleasedAppearance(session_id=n, person_id=7, name="Ada", presence=presence)] for n in (0, 1)}

    day = [row(0, 0, 30), row(1, 30, 60, ANNEX)]
    assert problems(day, Act.DELAY, speaks(Presence.IN_PERSON)) == [Kind.PERSON]
    assert problems(day, Act.DELAY, speaks(Presence.VIDEO_MESSAGE)) == []


def test_ending_after_the_assembly_is_a_problem() -> None:
    assert problems([row(0, 60, 95)], Act.DELAY) == [Kind.AFTER_THE_END]


def test_a_mark_knows_each_thing_shown() -> None:
    one = Shown.of(row(0, 0, 30))
    others = [
        one.shifted(timedelta(minutes=1), timedelta()),
        one.shifted(timedelta(), timedelta(minutes=1)),
        Shown(one.starts_at, one.ends_at, ANNEX, one.status, one.notice),
        Shown(one.starts_at, one.ends_at, one.room, Status.CANCELLED, one.notice),
        Shown(one.starts_at, one.ends_at, one.room, one.status, Bilingual("Late", "Retard")),
    ]
    marks = {mark([("s0", it)]) for it in [one, *others]} | {mark([("s0", one)], ["room:s0:s1"])}
    assert len(marks) == len(others) + 2
