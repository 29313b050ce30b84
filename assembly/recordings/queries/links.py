"""Reads for the check of links."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select

from assembly import clock
from assembly.extensions import read_all
from assembly.models import Edition, LinkCheck, Recording, Track

AT_ONCE = 4
"Links one turn of the worker looks at, one after the other."
ONE_EMAIL_IN = timedelta(hours=1)
"A site that is down breaks many links within minutes."


def due() -> list[int]:
    """The next languages (ids) whose addresses are to be looked at, those never looked at last."""
    found = select(Track.id).outerjoin(LinkCheck).where(Track.address.startswith("http"))
    found = found.where(or_(LinkCheck.next_at.is_(None), LinkCheck.next_at <= clock.now()))
    return read_all(found.order_by(LinkCheck.next_at.is_(None), LinkCheck.next_at).limit(AT_ONCE))


def broken(edition: Edition) -> list[Track]:
    """The languages nobody can watch, as far as the checks know."""
    mine = select(Track).join(Recording).where(Recording.edition_id == edition.id, Track.broken_since.is_not(None))
    return read_all(mine.order_by(Track.broken_since, Track.id))


def untold(edition: Edition) -> list[Track]:
    """Those of them of which no editor has heard."""
    mine = select(Track).join(Recording).join(LinkCheck, LinkCheck.track_id == Track.id)
    return read_all(mine.where(Recording.edition_id == edition.id, _is_untold()).order_by(Track.id))


def editions_to_tell() -> list[Edition]:
    """Where editors are to be told of links, and have not been for a while."""
    told = select(func.max(LinkCheck.told_at)).join(Track).join(Recording).where(Recording.edition_id == Edition.id)
    mine = select(Edition.id).join(Recording).join(Track).join(LinkCheck).where(_is_untold())
    last = told.correlate(Edition).scalar_subquery()
    rested = or_(last.is_(None), last <= clock.now() - ONE_EMAIL_IN)
    return read_all(select(Edition).where(Edition.id.in_(mine), rested))


def _is_untold() -> ColumnElement[bool]:
    return Track.broken_since.is_not(None) & LinkCheck.told_at.is_(None)
