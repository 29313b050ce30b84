"""The index of words that each database keeps of transcripts: which passages hold some words, the first ones first.

The statements differ, their answers do not: both look at one folded text, and its words are separated alike.
"""

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)

from assembly.extensions import db, read_all
from assembly.models import Passage
from assembly.recordings.search.rarity import by_rarity, common_words, needed
from assembly.recordings.search.words import is_short, subsets

ENOUGH = 30
"Passages looked for: nobody reads more results."
_WITH_ALL_WORDS = 1
"Which of the questions asks for all words; passages that lack one are only looked for where none has all of them."
_ALL = 2**31 - 1
_MOST_RUNS = 4
"The whole assembly comes first and is often added last: one break is usual."
_INDEX = "passage_index"
_WORDS: BindParameter[str] = bindparam("words")
_Question = tuple[Select[Any], dict[str, str]]
"A statement, and the words it asks for."


def passages_with(words: tuple[str, ...], recordings: Sequence[int]) -> list[Passage]:
    """The first passages of these recordings (by id) that hold the words best, in the order of their numbers."""
    found: dict[int, None] = {}
    if not words or not recordings:
        return []
    is_sqlite = db.engine.dialect.name == "sqlite"
    for number, (statement, asked) in enumerate(_for_sqlite(words) if is_sqlite else _for_postgresql(words)):
        if len(found) >= ENOUGH or (found and number > _WITH_ALL_WORDS):
            break
        ids = _ids(statement, asked, recordings, ENOUGH + len(found))
        found |= dict.fromkeys(islice((one for one in ids if one not in found), ENOUGH - len(found)))
    mine = select(Passage).where(Passage.id.in_(found)).order_by(Passage.id)
    return read_all(mine) if found else []


def _ids(statement: Select[Any], asked: dict[str, str], recordings: Sequence[int], most: int) -> Sequence[int]:
    """The first ones. Recordings that were added in the order of the programme are asked together, those before and
    after a break in it one after the other; where there are many breaks, all are read and put in order."""
    runs = _in_order(recordings)
    if len(runs) > _MOST_RUNS:
        place = {one: number for number, one in enumerate(recordings)}
        every = _asked(statement, asked, recordings, _ALL)
        return nsmallest(most, every, key=lambda one: (place[one >> Passage.NUMBERS], one))
    found: list[int] = []
    for run in runs:
        found += _asked(statement, asked, run, most - len(found))
        if len(found) >= most:
            break
    return found


def _in_order(recordings: Sequence[int]) -> list[list[int]]:
    """Cut them where one was added before the one it follows."""
    runs = [[recordings[0]]]
    for before, one in pairwise(recordings):
        if one > before:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _asked(statement: Select[Any], asked: dict[str, str], recordings: Sequence[int], most: int) -> Sequence[int]:
    between = {"first": min(recordings) << Passage.NUMBERS, "last": (max(recordings) + 1) << Passage.NUMBERS}
    return read_all(statement, asked | {"recordings": recordings, "most": most} | between)


def _first_ones(number: str, *holds_words: ColumnElement[bool], is_read_in_order: bool = True) -> Select[Any]:
    """Ask for passages by number, which is the order of recordings and time; an index of numbers is read in that order
    until there are enough, unless others are to be found first."""
    id_ = column(number, BigInteger)
    mine = (id_ // (1 << Passage.NUMBERS)).in_(bindparam("recordings", expanding=True))
    found = select(id_).select_from(table(_INDEX)).where(*holds_words, mine)
    order = id_ if is_read_in_order else id_ + literal_column("0")
    return found.where(id_.between(bindparam("first"), bindparam("last"))).order_by(order).limit(bindparam("most"))


_ON_SQLITE = _first_ones("rowid", column(_INDEX).op("MATCH")(_WORDS))
_HELD = func.ts_match_vq(column("words"), func.to_tsquery("simple", _WORDS))
"The function behind `@@`: it is never looked up in the index of words, which `@@` always may be."
ONE_BY_ONE = _first_ones("id", _HELD)
"For words that most passages hold: the first thirty are soon found."
_AMONG_RARE = _first_ones(
    "id", column("words").op("@@")(func.to_tsquery("simple", bindparam("rare"))), _HELD, is_read_in_order=False
)


def _for_sqlite(words: tuple[str, ...]) -> Iterator[_Question]:
    """In the language of FTS5, where quoted words are words whatever they are; the first is the phrase."""
    yield _ON_SQLITE, {"words": f'"{" ".join(words)}"'}
    for sets in subsets(words):
        yield _ON_SQLITE, {"words": " OR ".join(f"({' AND '.join(_begun(word) for word in one)})" for one in sets)}


def _begun(word: str) -> str:
    return f'"{word}"' if is_short(word) else f'"{word}" *'


def _for_postgresql(words: tuple[str, ...]) -> Iterator[_Question]:
    """In that of `to_tsquery`; a folded word has no sign that means something there."""
    common = common_words()
    yield _question(" <-> ".join(words), needed(by_rarity(set(words), common, begun=False), 0))
    rarest = by_rarity(set(words), common, begun=True)
    for missing, sets in enumerate(subsets(words)):
        asked = " | ".join(f"({' & '.join(map(_begun_there, one))})" for one in sets)
        yield _question(asked, [_begun_there(word) for word in needed(rarest, missing)])


def _begun_there(word: str) -> str:
    return word if is_short(word) else f"{word}:*"


def _question(asked: str, rare: Sequence[str]) -> _Question:
    return (_AMONG_RARE, {"words": asked, "rare": " | ".join(rare)}) if rare else (ONE_BY_ONE, {"words": asked})
