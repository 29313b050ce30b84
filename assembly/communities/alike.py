"""Names that look like one another: the same when folded, or one letter off. Bounded, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")
SHORTEST = 5
"Letters of the longer name from which on one letter off is a sign of a slip: Gent and Genk are two cities."
_MOST_TOGETHER = 20


class Alike(Generic[_Thing]):
    """Things by country and folded name. Two names one letter off share what is left when a letter is taken away."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, str], list[_Thing]] = defaultdict(list)
        self._shortened: dict[tuple[str, str], list[tuple[str, _Thing]]] = defaultdict(list)

    def add(self, country: str, folded: str, thing: _Thing) -> None:
        """Remember this name of it."""
        self._named[country, folded].append(thing)
        for shorter in _shortened(folded):
            together = self._shortened[country, shorter]
            if len(together) < _MOST_TOGETHER:
                together.append((folded, thing))

    def same(self, country: str, folded: str) -> list[_Thing]:
        """Those of this very name."""
        return _once(self._named.get((country, folded), []))

    def near(self, country: str, folded: str) -> list[_Thing]:
        """Those of a name one letter off."""
        found = (
            thing
            for shorter in _shortened(folded)
            for other, thing in self._shortened.get((country, shorter), [])
            if one_letter_off(folded, other)
        )
        return _once(found)

    def pairs(self) -> Iterator[tuple[_Thing, _Thing]]:
        """Each two that look alike, once; those of the very same name first."""
        seen: set[frozenset[int]] = set()
        same = self._named.values()
        near = (
            [one, other]
            for together in self._shortened.values()
            for at, (name, one) in enumerate(together)
            for second, other in together[at + 1 :]
            if one_letter_off(name, second)
        )
        for group in chain(same, near):
            things = _once(group)
            for at, one in enumerate(things):
                for other in things[at + 1 :]:
                    if frozenset({id(one), id(other)}) not in seen:
                        seen.add(frozenset({id(one), id(other)}))
                        yield one, other


def one_letter_off(one: str, other: str, *, shortest: int = SHORTEST) -> bool:
    """Whether one letter added, missing or different makes the one of the other."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) < shortest or len(long) - len(short) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def one_slip_off(one: str, other: str, *, shortest: int = SHORTEST) -> bool:
    """The same, or two neighbouring letters changed round, as quick fingers do: `Matosihnos`."""
    if one_letter_off(one, other, shortest=shortest):
        return True
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    long_enough = len(one) == len(other) >= shortest and 0 <= at < len(one) - 1
    return long_enough and one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _shortened(folded: str) -> set[str]:
    if not SHORTEST - 1 <= len(folded) <= 80:
        return set()
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}


def _once(things: Iterable[_Thing]) -> list[_Thing]:
    return list({id(thing): thing for thing in things}.values())
