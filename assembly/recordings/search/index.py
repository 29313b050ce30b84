"""The index of words that each database keeps of transcripts: which passages hold some words, the first ones first.

The statements differ, their answers do not: both look at one folded text, and its words are separated alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Select, bindparam, column, func, select, table

from assembly.extensions import db
from assembly.models import Passage
from assembly.recordings.search.words import is_short, subsets

ENOUGH = 30
"Passages looked for: nobody reads more results."
_WITH_ALL_WORDS = 1
"Which of the questions asks for all words; passages that lack one are only looked for where none has all of them."
_ALL = 2**31 - 1
_INDEX = "passage_index"
_WORDS: BindParameter[str] = bindparam("words")


def passages_with(words: tuple[str, ...], recordings: Sequence[int]) -> list[int]:
    """The passages (by id) of these recordings (by id) that hold the words, the best first, then in this order."""
    found: dict[int, None] = {}
    if not words or not recordings:
        return []
    is_sqlite = db.engine.dialect.name == "sqlite"
    for number, asked in enumerate(_for_sqlite(words) if is_sqlite else _for_postgresql(words)):
        if len(found) >= ENOUGH or (found and number > _WITH_ALL_WORDS):
            break
        ids = _ids(_ON_SQLITE if is_sqlite else _ON_POSTGRESQL, asked, recordings, ENOUGH + len(found))
        found |= dict.fromkeys(islice((one for one in ids if one not in found), ENOUGH - len(found)))
    return list(found)


def _ids(statement: Select[Any], words: str, recordings: Sequence[int], most: int) -> Sequence[int]:
    """The first ones. Where recordings were not added in the order of the programme, all are read and put in order."""
    is_in_order = all(one < other for one, other in pairwise(recordings))
    between = {"first": min(recordings) << Passage.NUMBERS, "last": (max(recordings) + 1) << Passage.NUMBERS}
    facts = {"words": words, "recordings": recordings, "most": most if is_in_order else _ALL}
    ids = db.session.scalars(statement, facts | between).all()
    if is_in_order:
        return ids
    place = {one: number for number, one in enumerate(recordings)}
    return nsmallest(most, ids, key=lambda one: (place[one >> Passage.NUMBERS], one))


def _first_ones(number: str, holds_words: ColumnElement[bool]) -> Select[Any]:
    """Ask for passages by number, which is the order of recordings and time."""
    id_ = column(number, BigInteger)
    mine = (id_ // (1 << Passage.NUMBERS)).in_(bindparam("recordings", expanding=True))
    found = select(id_).select_from(table(_INDEX)).where(holds_words, mine)
    return found.where(id_.between(bindparam("first"), bindparam("last"))).order_by(id_).limit(bindparam("most"))


_ON_SQLITE = _first_ones("rowid", column(_INDEX).op("MATCH")(_WORDS))
_ON_POSTGRESQL = _first_ones("id", column("words").op("@@")(func.to_tsquery("simple", _WORDS)))


def _for_sqlite(words: tuple[str, ...]) -> Iterator[str]:
    """In the language of FTS5, where quoted words are words whatever they are; the first is the phrase."""
    yield f'"{" ".join(words)}"'
    for sets in subsets(words):
        yield " OR ".join(f"({' AND '.join(_begun(word) for word in one)})" for one in sets)


def _begun(word: str) -> str:
    return f'"{word}"' if is_short(word) else f'"{word}" *'


def _for_postgresql(words: tuple[str, ...]) -> Iterator[str]:
    """In that of `to_tsquery`; a folded word has no sign that means something there."""
    yield " <-> ".join(words)
    for sets in subsets(words):
        yield " | ".join(f"({' & '.join(word if is_short(word) else f'{word}:*' for word in one)})" for one in sets)
