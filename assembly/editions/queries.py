"""Reads of editions."""

from __future__ import annotations

from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Edition, Mode, Picture, PictureKind, PlaceCount, Pool, Practical, Reserve, Topic


def current_edition() -> Edition | None:
    """The one people come for: the next to end, else the last that ended."""
    coming = select(Edition).where(Edition.ends_at >= clock.now()).order_by(Edition.starts_at).limit(1)
    past = select(Edition).order_by(Edition.starts_at.desc()).limit(1)
    return db.session.scalars(coming).one_or_none() or db.session.scalars(past).one_or_none()


def all_editions() -> list[Edition]:
    """Newest first."""
    return list(db.session.scalars(select(Edition).order_by(Edition.starts_at.desc())))


def practical(edition: Edition) -> list[Practical]:
    """What people look up on the way, in the order in which they need it."""
    rows = db.session.scalars(select(Practical).where(Practical.edition_id == edition.id))
    return sorted(rows, key=lambda one: list(Topic).index(one.topic))


def family_picture(edition: Edition) -> Picture | None:
    """The picture everybody is on."""
    return db.session.scalars(
        select(Picture)
        .where(Picture.edition_id == edition.id, Picture.kind == PictureKind.FAMILY)
        .order_by(Picture.id.desc())
        .limit(1)
    ).one_or_none()


def picture_by_code(code: str) -> Picture | None:
    """The picture of an address."""
    return db.session.scalars(select(Picture).where(Picture.code == code)).one_or_none()


def place_counts(edition: Edition) -> dict[Mode, PlaceCount]:
    """When one may register, for each mode on offer."""
    return {row.mode: row for row in edition.places}


def pool_of(edition: Edition, mode: Mode) -> Pool | None:
    """The places of a mode to speak of: those open to most people that are left, else those for everybody.

    None means no limit.
    """
    order = list(Reserve)
    pools = db.session.scalars(select(Pool).where(Pool.edition_id == edition.id, Pool.mode == mode))
    known = sorted(pools, key=lambda pool: order.index(pool.open_to))
    return next((pool for pool in known if pool.left), known[0] if known else None)
