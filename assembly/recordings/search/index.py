"""The index of words that each database keeps of transcripts: which passages hold some words, the first ones first.

The statements differ, their answers do not: both look at one folded text, and its words are separated alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from sqlalchemy import BigInteger, bindparam, column, text

from assembly.extensions import db
from assembly.models import Passage
from assembly.recordings.search.words import subsets

ENOUGH = 50
"Passages looked for: nobody reads more results."
_FEW = 10
"With as many, passages that lack a word are not looked for."
_OF_RECORDING = f">> {Passage.NUMBERS} IN :recordings"
_ON_SQLITE = f"""SELECT rowid AS id FROM passage_index WHERE passage_index MATCH :words AND rowid {_OF_RECORDING}
    AND rowid BETWEEN :first AND :last ORDER BY rowid LIMIT :most"""
_ON_POSTGRESQL = f"""SELECT id FROM passage_index WHERE words @@ to_tsquery('simple', :words) AND id {_OF_RECORDING}
    AND id BETWEEN :first AND :last ORDER BY id LIMIT :most"""


def passages_with(words: tuple[str, ...], recordings: Collection[int]) -> list[int]:
    """The passages (by id) of these recordings (by id) that hold the words, the best first."""
    found: dict[int, None] = {}
    if not words or not recordings:
        return []
    is_sqlite = db.engine.dialect.name == "sqlite"
    for number, asked in enumerate(_for_sqlite(words) if is_sqlite else _for_postgresql(words)):
        enough = ENOUGH if number < 2 else _FEW  # together as typed, then all of them
        if len(found) >= enough:
            break
        rows = _asked(is_sqlite, asked, recordings, most=enough + len(found))
        found |= dict.fromkeys(islice((one for one in rows if one not in found), enough - len(found)))
    return list(found)


def _asked(is_sqlite: bool, words: str, recordings: Collection[int], *, most: int) -> Iterable[int]:
    statement = text(_ON_SQLITE if is_sqlite else _ON_POSTGRESQL).columns(column("id", BigInteger))
    bound = statement.bindparams(bindparam("recordings", expanding=True))
    first, last = min(recordings) << Passage.NUMBERS, (max(recordings) + 1) << Passage.NUMBERS
    facts = {"words": words, "recordings": list(recordings), "first": first, "last": last, "most": most}
    return db.session.scalars(bound, facts).all()


def _for_sqlite(words: tuple[str, ...]) -> Iterator[str]:
    """In the language of FTS5, where quoted words are words whatever they are; the first is the phrase."""
    yield f'"{" ".join(words)}"'
    for sets in subsets(words):
        yield " OR ".join(f"({' AND '.join(f'"{word}" *' for word in one)})" for one in sets)


def _for_postgresql(words: tuple[str, ...]) -> Iterator[str]:
    """In that of `to_tsquery`; a folded word has no sign that means something there."""
    yield " <-> ".join(words)
    for sets in subsets(words):
        yield " | ".join(f"({' & '.join(f'{word}:*' for word in one)})" for one in sets)
