"""The doors of an edition: added, renamed, deleted as long as nobody was scanned there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assembly import history
from assembly.editions.service.editions import claim
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Door, DoorKind, Edition, Scan


class DoorTaken(DomainError):
    """One name is one door."""

    sentence = _l("There is a door of this name already. Please choose another.")


class DoorUsed(DomainError):
    """A scan names its door for ever, and whoever is in is in by its name."""

    sentence = _l("Somebody was scanned at this door: it stays as it is.")


def add_door(edition: Edition, code: str, kind: DoorKind) -> Door:
    """A door by the letter people see on it. The same once more is that door. Raises DoorTaken."""
    known = db.session.scalars(select(Door).where(Door.edition_id == edition.id, Door.code == code)).one_or_none()
    if known is not None:
        if known.kind is not kind:
            raise DoorTaken
        return known
    door = Door(edition=edition, code=code, kind=kind)
    db.session.add(door)
    _flush()
    history.record("door", code, "added", edition_id=edition.id)
    return door


def rename_door(door: Door, code: str, *, seen: int) -> None:
    """Another letter. An entrance may change its own at any time, since all of them lead into the same house.

    Raises ChangedMeanwhile, DoorTaken, DoorUsed.
    """
    if door.code == code:
        return
    claim(door.edition, seen=seen)
    if door.kind is not DoorKind.ENTRANCE and _was_used(door):
        raise DoorUsed
    before, door.code = door.code, code
    _flush()
    history.record("door", code, "renamed", edition_id=door.edition_id, before=before)


def remove_door(door: Door) -> None:
    """It was never used. Raises DoorUsed."""
    code, edition_id = door.code, door.edition_id
    db.session.delete(door)
    try:
        db.session.flush()
    except IntegrityError:  # a scan refers to it: the database decides who was first
        raise DoorUsed from None
    history.record("door", code, "deleted", edition_id=edition_id)


def _was_used(door: Door) -> bool:
    return db.session.scalar(select(Scan.scan_id).where(Scan.door_id == door.id).limit(1)) is not None


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError:  # the only constraint is the letter at its edition
        raise DoorTaken from None
