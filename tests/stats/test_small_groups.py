"""An attacker who knows the total, the rules and every other table tries to find out who is in a small group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import product

import pytest

from assembly.stats.small_groups import SMALLEST, Shown, choices, parts

KEYS = ("f", "m", "unsaid")
Counts = dict[str, int]


def published_alike(tables: Iterable[Counts], publish: Callable[[Counts], Shown]) -> dict[object, list[Counts]]:
    """Whatever looks the same from outside, with the total that everybody knows."""
    found: dict[object, list[Counts]] = defaultdict(list)
    for counts in tables:
        shown = publish(counts)
        found[sum(counts.values()), tuple(shown.counts.items()), shown.together, shown.sum].append(counts)
    return found


def told_on(tables: list[Counts]) -> list[tuple[Counts, str]]:
    """Each small group of which the attacker can say that somebody is in it: it is empty in no table."""
    return [
        (one, key) for one in tables for key in one if 0 < one[key] < SMALLEST and all(each[key] for each in tables)
    ]


def naive(counts: Counts) -> Shown:
    """What many do: leave out the small ones. Subtraction tells a single one."""
    return Shown({key: count for key, count in counts.items() if count >= SMALLEST})


def merged_by_size(counts: Counts) -> Shown:
    """What others do: merge the small ones with the smallest of the others, which tells how large that one is."""
    small = {key for key, count in counts.items() if 0 < count < SMALLEST}
    if small:
        small |= {min((key for key in counts if counts[key] >= SMALLEST), key=counts.__getitem__, default="f")}
    together = tuple(key for key in counts if key in small)
    left = {key: count for key, count in counts.items() if key not in small}
    return Shown(left, together, sum(counts[key] for key in together))


@pytest.fixture(scope="module")
def divisions() -> list[Counts]:
    return [dict(zip(KEYS, counts, strict=True)) for counts in product(range(14), repeat=len(KEYS))]


def test_nobody_is_found_by_subtraction(divisions: list[Counts]) -> None:
    for alike in published_alike(divisions, parts).values():
        # a table at the edge of what was tried has its twin beyond it
        if sum(alike[0].values()) < 14:
            assert told_on(alike) == []


@pytest.mark.parametrize("publish", [naive, merged_by_size])
def test_the_attack_finds_people_behind_weaker_rules(
    divisions: list[Counts], publish: Callable[[Counts], Shown]
) -> None:
    assert any(told_on(alike) for alike in published_alike(divisions, publish).values())


def test_every_number_is_five_or_more(divisions: list[Counts]) -> None:
    for counts in divisions:
        shown = parts(counts)
        assert all(count >= SMALLEST for count in shown.counts.values())
        assert len(shown.together) != 1
        assert not shown.together or shown.sum >= SMALLEST
        total = sum(counts.values())
        assert sum(shown.counts.values()) + shown.sum == (total if total >= SMALLEST else 0)


def test_nobody_is_found_among_several_choices() -> None:
    for people in range(SMALLEST, 16):
        tables = [{"da": one, "fr": other} for one, other in product(range(people + 1), repeat=2)]
        by_output: dict[object, list[Counts]] = defaultdict(list)
        for counts in tables:
            by_output[tuple(choices(counts, people).counts.items())].append(counts)
        for alike in by_output.values():
            rest = [{key: people - count for key, count in one.items()} for one in alike]
            assert told_on(alike) == []
            assert told_on(rest) == []
