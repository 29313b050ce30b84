"""Which few registrations a search can mean at all, found in an index of the parts of their words.

The index (migration 0071) knows parts of three letters or more. What it finds is judged by the conditions of
`searching`, so that a search finds the same with and without it.
"""

from functools import lru_cache

from sqlalchemy import ColumnElement, Engine, Select, column, func, literal_column, select, table, text, union_all

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Alias, Edition, Registration
from assembly.protocol.search import called

_SHORTEST = 3
"Letters of a word that the index can find."
_FEW = 10_000
"Of more it is as fast to read all names of an edition."
_PARTS = table("registration_search", column("rowid"))


def few_with(search: str, edition: Edition) -> ColumnElement[bool] | None:
    """Match all registrations with these words, and perhaps some others; None where those are many or nobody knows.

    The edition is no part of it, and is to be asked in `the_edition`: else the database would walk along that.
    """
    words = [word for word in fold(search).split() if len(word) >= _SHORTEST]
    if not words or not _has_index(db.engine):
        return None
    of_places = dict(zip(words, db.session.execute(select(*map(_names_place, words))).one(), strict=True))
    apart = [word for word in words if not of_places[word]]
    longest = max(words, key=len)
    parts = [_holding(apart or [longest])]
    if not apart:
        named = select(Alias.community_id).where(Alias.folded.contains(longest, autoescape=True))
        parts.append(select(Registration.id).where(Registration.community_id.in_(named)))
    parts += [select(Registration.id).where(Registration.edition_id == edition.id, one) for one in called(search)]
    found = union_all(*parts)
    counted = select(func.count()).select_from(found.limit(_FEW + 1).subquery())
    return Registration.id.in_(found) if (db.session.scalar(counted) or 0) <= _FEW else None


def the_edition(edition: Edition) -> ColumnElement[bool]:
    """Match the registrations of an edition without the database's knowing that it could walk along them."""
    return func.coalesce(Registration.edition_id, Registration.edition_id) == edition.id


def _names_place(word: str) -> ColumnElement[bool]:
    return select(Alias.community_id).where(Alias.folded.contains(word, autoescape=True)).exists()


def _holding(words: list[str]) -> Select[int]:
    """The ids of those with all these words, which hold letters and digits alone."""
    if db.engine.dialect.name == "sqlite":
        asked = " AND ".join(f'"{word}"' for word in words)
        return select(_PARTS.c.rowid).where(literal_column("registration_search").op("MATCH")(asked))
    return select(Registration.id).where(*(Registration.folded.contains(word, autoescape=True) for word in words))


@lru_cache(maxsize=1)
def _has_index(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        return True
    return db.session.scalar(text("SELECT to_regclass('ix_registration_search')")) is not None
