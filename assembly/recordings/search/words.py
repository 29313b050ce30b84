"""The words somebody looks for, how well a text holds them, and the lines around them. Pure.

The order is our own and the same on both databases: first where the words stand together as typed, then where most of
them are found. A word of three letters or more also finds those that begin with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from assembly.fold import fold

MOST_WORDS = 12
_SHORT = 3
"Letters below which a word is only found whole: nearly every sentence has one that begins with `d`."
_WORD = re.compile(r"\w+")
_BEFORE, _AFTER = 60, 180
"Letters of a snippet before and after the first of the words."


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """How well a text holds the words; the smaller, the better."""

    is_scattered: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a snippet, and whether somebody looked for them."""

    text: str
    is_hit: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """Read what somebody typed: its first words, folded."""
    return tuple(_split(text)[:MOST_WORDS])


def subsets(words: tuple[str, ...]) -> Iterator[list[tuple[str, ...]]]:
    """Give the sets of words of which one must be found, the most words first; at most two may be missing, and never
    more than half."""
    distinct = tuple(dict.fromkeys(words))
    for missing in range(_may_miss(distinct) + 1):
        yield list(combinations(distinct, len(distinct) - missing))


def match(text: str, words: tuple[str, ...]) -> Match | None:
    """Say how well a text holds these words; None where too few are found."""
    said = _split(text)
    distinct = set(words)
    found = sum(any(holds(one, word) for one in said) for word in distinct)
    missing = len(distinct) - found
    if not words or missing > _may_miss(distinct):
        return None
    together = f" {' '.join(words)} " in f" {' '.join(said)} "
    return Match(not together, missing)


def is_short(word: str) -> bool:
    """Whether a word is only found whole."""
    return len(word) < _SHORT


def holds(said: str, word: str) -> bool:
    """Whether a folded word is the one somebody looks for, or begins with it."""
    return said == word or (not is_short(word) and said.startswith(word))


def snippet(text: str, words: tuple[str, ...]) -> list[Piece]:
    """Cut the lines around the first place where most of the words are, with each of the words told apart."""
    hits = [one.span() for one in _WORD.finditer(text) if _is_hit(one.group(), words)]
    if not hits:
        return [Piece(_shortened(text, 0, _BEFORE + _AFTER))]
    first = max(hits, key=lambda hit: (sum(hit[0] <= other[0] < hit[0] + _AFTER for other in hits), -hit[0]))[0]
    start, end = max(0, first - _BEFORE), min(len(text), first + _AFTER)
    start = text.find(" ", start, first) + 1 if start else 0
    end = text.rfind(" ", first, end) if end < len(text) and " " in text[first:end] else end
    return _pieces(text, start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end])


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    found, at = [Piece("… ")] if start else [], start
    for begin, stop in hits:
        found += [Piece(text[at:begin]), Piece(text[begin:stop], is_hit=True)]
        at = stop
    return [one for one in [*found, Piece(text[at:end]), Piece(" …" if end < len(text) else "")] if one.text]


def _shortened(text: str, start: int, most: int) -> str:
    return text if len(text) <= most else text[start : text.rfind(" ", start, most)] + " …"


def _is_hit(word: str, words: tuple[str, ...]) -> bool:
    return any(holds(one, looked_for) for one in _of_word(word) for looked_for in words)


@lru_cache(8192)
def _of_word(word: str) -> tuple[str, ...]:
    """Fold a word once: the same ones come again in every line."""
    return tuple(_split(word))


def _may_miss(words: tuple[str, ...] | set[str]) -> int:
    return min(2, len(words) // 2)


def _split(text: str) -> list[str]:
    return fold(text).replace("_", " ").split()
