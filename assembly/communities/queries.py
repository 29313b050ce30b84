"""Reads of the directory."""

from __future__ import annotations

from sqlalchemy import select

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Alias, Community, Network


def matching(text: str) -> Community | None:
    """The one community somebody means by what they typed, blind to accents; None if unknown or ambiguous.

    A country in brackets, as the list of suggestions writes it, is ignored.
    """
    folded = fold(text.partition("(")[0])
    if not folded:
        return None
    named = select(Alias.community_id).where(Alias.folded == folded)
    found = db.session.scalars(select(Community).where(Community.id.in_(named)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def networks() -> list[Network]:
    """The networks that run the movement, in their own order."""
    return list(db.session.scalars(select(Network).order_by(Network.position)))


def by_code(code: str) -> Community | None:
    """The community of an address."""
    return db.session.scalars(select(Community).where(Community.code == code)).one_or_none()


def all_communities() -> list[Community]:
    """The whole directory, for suggestions."""
    return list(db.session.scalars(select(Community).order_by(Community.code)))
