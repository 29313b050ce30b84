"""The table of a day: rooms beside each other, breaks over all of them, overlaps side by side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assembly.agenda.days import Day, days
from assembly.models import Bilingual, Room, Session

NINE = datetime(2031, 5, 5, 7, tzinfo=UTC)
ROOMS = {number: Room(id=number, name=Bilingual(f"Room {number}")) for number in (1, 2)}


def day(*sessions: tuple[int, int, int | None]) -> Day:
    made = [
        Session(
            id=number,
            room_id=room,
            room=ROOMS.get(room or 0),
            starts_at=NINE + timedelta(minutes=begins),
            ends_at=NINE + timedelta(minutes=ends),
        )
        for number, (begins, ends, room) in enumerate(sessions)
    ]
    (only,) = days(made, "Europe/Brussels")
    return only


def drawn(found: Day) -> list[list[tuple[int | None, int, int]]]:
    """Each row's cells: the number of the session, its rows and its columns."""
    return [
        [(one.session.id if one.session else None, one.rows, one.columns) for one in row.cells] for row in found.rows
    ]


def test_rooms_stand_beside_each_other() -> None:
    found = day((0, 60, 1), (0, 30, 2), (30, 60, 2))
    assert [(room.id if room else None, columns) for room, columns in found.rooms] == [(1, 1), (2, 1)]
    assert drawn(found) == [[(0, 2, 1), (1, 1, 1)], [(2, 1, 1)]]


def test_a_break_goes_over_all_rooms() -> None:
    found = day((0, 30, 1), (30, 45, None), (45, 60, 2))
    assert drawn(found) == [[(0, 1, 1), (None, 1, 1)], [(1, 1, 2)], [(None, 1, 1), (2, 1, 1)]]


def test_parallel_break_has_its_column() -> None:
    found = day((0, 60, 1), (30, 60, None))
    assert [room.id if room else None for room, _columns in found.rooms] == [1, None]
    assert drawn(found) == [[(0, 2, 1), (None, 1, 1)], [(1, 1, 1)]]


def test_overlaps_are_side_by_side() -> None:
    found = day((0, 60, 1), (30, 90, 1))
    assert [columns for _room, columns in found.rooms] == [2]
    assert drawn(found) == [[(0, 2, 1), (None, 1, 1)], [(1, 2, 1)], [(None, 1, 1)]]


def test_hole_is_an_empty_row() -> None:
    found = day((0, 30, 1), (60, 90, 1))
    assert [row.begins for row in found.rows] == [True, False, True]


def test_only_breaks_make_one_column() -> None:
    assert drawn(day((0, 30, None))) == [[(0, 1, 1)]]
