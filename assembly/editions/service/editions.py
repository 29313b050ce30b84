"""Verbs on editions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from assembly import history
from assembly.constraints import refused_as
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, Extra, Mode, PlaceCount, Pool


class SlugTaken(DomainError):
    """Two editions never share an address."""

    sentence = _l("There is already an assembly at this web address. Choose another.")


def add_edition(*, slug: str, **facts: Any) -> Edition:
    """A new edition, public unless it is said otherwise; `facts` are its attributes by name, times as instants. Raises
    SlugTaken."""
    edition = Edition(slug=slug, **facts)
    with refused_as({"uq_edition_slug": SlugTaken}):  # the database decides who was first
        db.session.add(edition)
    history.record("edition", slug, "added", edition_id=edition.id)
    return edition


def edit(edition: Edition, *, seen: int, **values: Any) -> None:
    """New values for attributes of an edition, by name; `seen` is the version they were written over.

    Saving what is there already does nothing, so a second press is harmless. Raises ChangedMeanwhile.
    """
    db.session.refresh(edition, with_for_update=True)
    changed = sorted(name for name, value in values.items() if getattr(edition, name) != value)
    if not changed:
        return
    check_unchanged(edition.version, seen)
    for name in changed:
        setattr(edition, name, values[name])
    history.record("edition", edition.slug, "edited", edition_id=edition.id, changed=changed)


def set_day_and_place(edition: Edition, *, seen: int, place: Mapping[str, Any], **values: Any) -> None:
    """When and where it meets: `place` are attributes of its venue, `values` its own. Raises ChangedMeanwhile.

    Nothing else moves with it: sessions and the dates of registration stay where they are.
    """
    db.session.refresh(edition, with_for_update=True)
    db.session.refresh(edition.venue)
    here = {name: value for name, value in values.items() if getattr(edition, name) != value}
    there = {name: value for name, value in place.items() if getattr(edition.venue, name) != value}
    if not here and not there:
        return
    check_unchanged(edition.version, seen)
    for noun, changed in ((edition, here), (edition.venue, there)):
        for name, value in changed.items():
            setattr(noun, name, value)
    _raise_version(edition)
    history.record("edition", edition.slug, "moved", edition_id=edition.id, changed=sorted({*here, *there}))


def claim(edition: Edition, *, seen: int) -> None:
    """What belongs to an edition has its version: lock it and make the next one. Raises ChangedMeanwhile."""
    db.session.refresh(edition, with_for_update=True)
    check_unchanged(edition.version, seen)
    _raise_version(edition)


def _raise_version(edition: Edition) -> None:
    flag_modified(edition, "extras")  # an update of any column counts: a venue or a room alone would not


def choose_extras(edition: Edition, chosen: Iterable[Extra], *, seen: int) -> None:
    """The extras that are on from now; all others are off. Raises ChangedMeanwhile."""
    wanted = set(chosen)
    edit(edition, seen=seen, extras=[one.value for one in Extra if one in wanted])


def still_right(edition: Edition) -> None:
    """Somebody has read both languages of every text, and they say the same."""
    edition.words_still_right()
    history.record("edition", edition.slug, "languages compared", edition_id=edition.id)


def offer_places(edition: Edition, mode: Mode, *, opens_at: datetime, closes_at: datetime, size: int | None) -> None:
    """Open registration in one mode between two instants; `size` None means without limit."""
    db.session.add(PlaceCount(edition_id=edition.id, mode=mode, opens_at=opens_at, closes_at=closes_at))
    if size is not None:
        db.session.add(Pool(edition_id=edition.id, mode=mode, size=size))
    history.record("edition", edition.slug, "places offered", edition_id=edition.id, mode=mode.value, size=size)
