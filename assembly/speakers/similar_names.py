"""Names of people that look like one another: pure. Bounded, however many there are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from assembly.communities.alike import one_letter_off

_Thing = TypeVar("_Thing")
_MOST_TOGETHER = 20
"So many with a word of their names in common are compared each with each; more are told apart by their initials."
Name = tuple[str, ...]


def name_of(folded: str) -> Name:
    """The words of a folded name."""
    return tuple(folded.split())


def alike(one: Name, other: Name) -> bool:
    """Whether two names may be one: the same words in any order, a letter off, initials, or some words left out."""
    first, second = sorted(one), sorted(other)
    if first == second or one_letter_off(" ".join(one), " ".join(other)):
        return True
    common = [word for word in first if word in second]
    if not common:
        return False
    rest, theirs = _without(first, common), _without(second, common)
    if not rest or not theirs:
        return len(common) > 1
    if len(rest) != len(theirs):
        return False
    return all(_initial(a, b) for a, b in zip(rest, theirs, strict=True)) or _a_slip(rest, theirs)


def _without(words: list[str], common: list[str]) -> list[str]:
    left = list(words)
    for word in common:
        if word in left:
            left.remove(word)
    return left


def _initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _a_slip(rest: list[str], theirs: list[str]) -> bool:
    """One letter off in the one word that differs; with the word both share the name is long enough."""
    return len(rest) == 1 and one_letter_off(f"{rest[0]}    ", f"{theirs[0]}    ")


class Names(Generic[_Thing]):
    """Things by a scope, such as an address or a city, and by the words of their names."""

    def __init__(self) -> None:
        self._by_word: dict[tuple[Hashable, str], list[tuple[Name, _Thing]]] = defaultdict(list)

    def add(self, scope: Hashable, name: Name, thing: _Thing) -> None:
        """Remember this one."""
        for word in {*name}:
            if len(word) > 1:
                self._by_word[scope, word].append((name, thing))

    def pairs(self) -> Iterator[tuple[_Thing, _Thing]]:
        """Each two of one scope with a word in common whose names are alike; a pair may come twice."""
        for group in self._by_word.values():
            for some in [group] if len(group) <= _MOST_TOGETHER else _by_initials(group):
                for at, (name, one) in enumerate(some):
                    for other_name, other in some[at + 1 :]:
                        if alike(name, other_name):
                            yield one, other


def _by_initials(group: Iterable[tuple[Name, _Thing]]) -> Iterator[list[tuple[Name, _Thing]]]:
    """The same in smaller groups: those whose words begin with the same letters."""
    found: dict[str, list[tuple[Name, _Thing]]] = defaultdict(list)
    for name, thing in group:
        found["".join(sorted(word[0] for word in name))].append((name, thing))
    for some in found.values():
        some.sort(key=lambda one: sorted(one[0]))
        for at in range(0, len(some), _MOST_TOGETHER // 2):
            yield some[at : at + _MOST_TOGETHER]
