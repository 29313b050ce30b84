"""Publish counts of personal attributes without telling on anybody. Pure.

Whoever reads the counts knows the total, these rules, and perhaps all people but one. So for each small count there is
another set of people, with nobody in that group, of whom exactly the same would be published (`docs/decisions/0019`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5
"Fewer people than this are not shown as a group."


@dataclass(frozen=True, slots=True)
class Shown:
    """Counts that may be published: by key, and the keys that are only said together, with their sum."""

    counts: dict[str, int]
    together: tuple[str, ...] = ()
    sum: int = 0


def parts(counts: Mapping[str, int]) -> Shown:
    """Protect a division of people into groups, each person in one, by keys that are always the same ones.

    Groups under five, empty ones included, are said together with the first of the others, or subtraction from the
    total would tell them; it is the first by the order of the keys, since the smallest would tell how large it is. Of
    fewer than five people in all nothing is said.
    """
    if sum(counts.values()) < SMALLEST:
        return Shown({})
    small = [key for key, count in counts.items() if count < SMALLEST]
    if not small:
        return Shown(dict(counts))
    partner = next((key for key in counts if key not in small), None)
    together = tuple(key for key in counts if key in small or key == partner)
    left = {key: count for key, count in counts.items() if key not in together}
    return Shown(left, together, sum(counts[key] for key in together))


def choices(counts: Mapping[str, int], people: int | None) -> Shown:
    """Protect groups that overlap, of `people` who each chose any number of them; None where nobody knows how many.

    A choice is left out where fewer than five made it or fewer than five did not. That something is left out is not
    said of any choice by name: its name alone would say that somebody made it.
    """
    most = people - SMALLEST if people is not None else max(counts.values(), default=0)
    return Shown({key: count for key, count in counts.items() if SMALLEST <= count <= most})
