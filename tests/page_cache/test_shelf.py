"""What is kept stays within its limit."""

from __future__ import annotations

from datetime import UTC, datetime

from assembly.page_cache import Answer
from assembly.page_cache.requests import Key
from assembly.page_cache.shelf import Shelf

NOON = datetime(2031, 6, 15, 12, tzinfo=UTC)


def answer(size: int) -> Answer:
    return Answer.of("/", [("Content-Type", "application/pdf")], b"x" * size, made_at=NOON)


def key(number: int) -> Key:
    return Key("http", "localhost", f"/en/{number}", "")


def test_least_wanted_goes_first() -> None:
    shelf = Shelf(100_000)
    for number in range(12):
        shelf.put(key(number), answer(6_000))
        shelf.get(key(0))
        assert shelf.size <= 100_000
    assert shelf.get(key(0)) is not None
    assert [number for number in range(12) if shelf.get(key(number))] == [0, *range(4, 12)]


def test_too_large_answer_is_not_kept() -> None:
    shelf = Shelf(100_000)
    shelf.put(key(0), answer(100))
    shelf.put(key(0), answer(20_000))  # nor is the one it would have replaced
    assert shelf.get(key(0)) is None
    assert shelf.size == 0


def test_cleared_shelf_is_empty() -> None:
    shelf = Shelf(100_000)
    shelf.put(key(0), answer(100))
    shelf.clear()
    assert (shelf.get(key(0)), shelf.size) == (None, 0)
