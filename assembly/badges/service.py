"""Badges are printed in batches: exactly those not printed yet, or changed since; a reprint keeps the code."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import func, select

from assembly import clock, history
from assembly.badges.faces import Face, faces
from assembly.badges.queries import printable
from assembly.badges.sheet import face_hash
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Badge, Edition, PrintBatch
from assembly.sealed import new_code

AT_ONCE = 250
"Badges in one file: what a page can wait for. More make several batches."


class Which(StrEnum):
    """Which badges a batch takes."""

    NEW = "new"
    CHANGED = "changed"


class NothingToPrint(DomainError):
    """All badges are printed as they are now, perhaps by somebody else a moment ago."""

    sentence = _l("There is no badge to print: someone may have printed them a moment ago.")


def print_batch(edition: Edition, which: Which, by_id: int) -> PrintBatch:
    """Mark the badges of this batch as printed, in one transaction: nobody is in two, and nobody is forgotten.

    Raises NothingToPrint, so that a second press makes no empty batch.
    """
    db.session.refresh(edition, with_for_update=True)
    changed = which is Which.CHANGED
    chosen = outdated(edition)[:AT_ONCE] if changed else faces(printable(edition, printed=False)[:AT_ONCE])
    if not chosen:
        raise NothingToPrint
    last = db.session.scalar(select(func.max(PrintBatch.number)).where(PrintBatch.edition_id == edition.id)) or 0
    batch = PrintBatch(code=new_code(), edition_id=edition.id, number=last + 1, made_at=clock.now(), by_id=by_id)
    db.session.add(batch)
    db.session.flush()
    for face in chosen:
        face.badge.print_batch_id, face.badge.face_hash = batch.id, face_hash(face.page)
    history.record(
        "edition", edition.slug, "badges printed", edition_id=edition.id, batch=batch.number, badges=len(chosen)
    )
    return batch


def outdated(edition: Edition) -> list[Face]:
    """The badges whose face has changed since they were printed; their code is the same."""
    return [one for one in faces(printable(edition, printed=True)) if one.badge.face_hash != face_hash(one.page)]


def is_outdated(badge: Badge, page: dict[str, object]) -> bool:
    """Say whether a printed badge no longer shows what is true."""
    return badge.face_hash is not None and badge.face_hash != face_hash(page)
