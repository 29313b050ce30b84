"""Verbs on the ceremony: the order, who is there, the moment on stage. No signature is made here or claimed."""

from datetime import datetime

from sqlalchemy import func, select

from assembly import clock, history
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import CeremonyPlace, Community, Edition
from assembly.sealed import new_code
from assembly.transactions import lock_row
from assembly.values import move_in_line


class CalledTwice(DomainError):
    """A community has one place in the ceremony."""

    sentence = _l("This city, region or organisation is already part of the signing ceremony.")


class SignedOnStage(DomainError):
    """What happened stays until it is said that it did not."""

    sentence = _l("This city, region or organisation is marked as having signed. Undo this first.")


def add_place(edition: Edition, community: Community, *, signatory: str = "", function: str = "") -> CeremonyPlace:
    """Call a community at the end of the ceremony; the same once more is that place. Raises CalledTwice."""
    db.session.refresh(edition, with_for_update=True)
    mine = select(CeremonyPlace).where(CeremonyPlace.edition_id == edition.id)
    known = db.session.scalars(mine.where(CeremonyPlace.community_id == community.id)).first()
    if known is not None:
        if (known.signatory, known.function) != (signatory, function):
            raise CalledTwice
        return known
    last = db.session.scalar(select(func.max(CeremonyPlace.position)).where(CeremonyPlace.edition_id == edition.id))
    place = CeremonyPlace(
        code=new_code(),
        edition=edition,
        community=community,
        signatory=signatory,
        function=function,
        position=0 if last is None else last + 1,
    )
    db.session.add(place)
    db.session.flush()
    _note(place, "added")
    return place


def move_place(place: CeremonyPlace, *, up: bool) -> None:
    """Call it one earlier or one later."""
    edition = db.session.get_one(Edition, place.edition_id)
    db.session.refresh(edition, with_for_update=True)
    mine = select(CeremonyPlace).where(CeremonyPlace.edition_id == edition.id)
    line = read_all(mine.order_by(CeremonyPlace.position, CeremonyPlace.id))
    if move_in_line(line, place, up=up):
        _note(place, "moved")


def set_present(place: CeremonyPlace, present: bool | None) -> None:
    """Say by hand whether they are there; None leaves it to the entrances."""
    lock_row(place)
    if place.present is not present:
        place.present = present
        _note(place, "presence noted")


def mark_signed(place: CeremonyPlace, *, by: str) -> None:
    """Note that they have signed on stage now, and who pressed; pressed again the first moment stays."""
    lock_row(place)
    if place.signed_at is None:
        place.signed_at, place.signed_by = clock.now(), by
        _note(place, "signed on stage")


def undo_signed(place: CeremonyPlace, *, seen: datetime | None) -> None:
    """Take back a press on the wrong place; `seen` is the moment the page showed. Raises ChangedMeanwhile."""
    lock_row(place)
    if place.signed_at is None:
        return
    check_unchanged(place.signed_at, seen)
    place.signed_at, place.signed_by = None, ""
    _note(place, "signed on stage undone")


def remove_place(place: CeremonyPlace) -> None:
    """Take it out of the ceremony. Raises SignedOnStage."""
    lock_row(place)
    if place.signed_at is not None:
        raise SignedOnStage
    _note(place, "removed")
    db.session.delete(place)


def _note(place: CeremonyPlace, verb: str) -> None:
    history.record("ceremony", place.code, verb, edition_id=place.edition_id, community=place.community.code)
