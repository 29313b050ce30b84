"""Reads of badges."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from assembly import fold
from assembly.extensions import db
from assembly.models import Badge, Edition, Mode, PrintBatch, Registration, State
from assembly.pdf import unprintable


def issued(edition: Edition) -> int:
    """The valid badges of those who may come in."""
    statement = select(func.count()).select_from(Badge).join(Registration).where(*_valid(edition))
    return db.session.scalar(statement) or 0


def unprintable_names(edition: Edition) -> list[tuple[Registration, str]]:
    """List those whose badge would show empty boxes, with the signs that no font of ours has."""
    rows = db.session.scalars(
        select(Registration)
        .join(Badge)
        .where(*_valid(edition))
        .options(joinedload(Registration.person))
        .order_by(Registration.id)
    ).all()
    written = {row: f"{row.badge_name}{row.function}{'' if row.community_id else row.org_text}" for row in rows}
    missing = set(unprintable("".join(written.values())))
    found = ((row, "".join(sign for sign in dict.fromkeys(text) if sign in missing)) for row, text in written.items())
    return [(row, signs) for row, signs in found if signs]


def _valid(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.edition_id == edition.id,
        Registration.state == State.CONFIRMED,
        Registration.mode == Mode.ON_SITE,
        Badge.revoked_at.is_(None),
    )


def by_reference(edition: Edition, reference: str) -> Badge | None:
    """The valid badge of whoever says this reference, such as `K7-42`, however it was typed."""
    return _one(edition, Registration.spoken_ref == fold.reference(reference))


def by_code(edition: Edition, code: str) -> Badge | None:
    """The valid badge of a registration, by the code of an address."""
    return _one(edition, Registration.code == code)


def _one(edition: Edition, condition: ColumnElement[bool]) -> Badge | None:
    return db.session.scalars(
        select(Badge)
        .join(Registration)
        .where(Registration.edition_id == edition.id, condition, Badge.revoked_at.is_(None))
        .options(joinedload(Badge.registration).options(joinedload(Registration.community)))
    ).one_or_none()


def printable(edition: Edition, *, printed: bool) -> list[Badge]:
    """The valid badges of those who may come in, printed before or not yet, by name."""
    return _by_name(edition, Badge.print_batch_id.is_not(None) if printed else Badge.print_batch_id.is_(None))


def unprinted(edition: Edition) -> int:
    """How many valid badges are not printed yet."""
    rows = select(func.count()).select_from(Badge).join(Registration)
    return db.session.scalar(rows.where(*_valid(edition), Badge.print_batch_id.is_(None))) or 0


def batches(edition: Edition) -> list[tuple[PrintBatch, int]]:
    """The batches of an edition, the latest first, with how many of their badges are valid still."""
    held = (
        select(func.count())
        .select_from(Badge)
        .join(Registration)
        .where(*_valid(edition), Badge.print_batch_id == PrintBatch.id)
        .scalar_subquery()
    )
    rows = select(PrintBatch, held).where(PrintBatch.edition_id == edition.id).order_by(PrintBatch.number.desc())
    return [(batch, number) for batch, number in db.session.execute(rows)]


def of_batch(edition: Edition, code: str) -> list[Badge]:
    """The badges of one batch that are valid still, by name."""
    of_it = select(PrintBatch.id).where(PrintBatch.code == code, PrintBatch.edition_id == edition.id)
    return _by_name(edition, Badge.print_batch_id.in_(of_it))


def _by_name(edition: Edition, which: ColumnElement[bool]) -> list[Badge]:
    rows = select(Badge).join(Registration).where(*_valid(edition), which).order_by(Registration.folded, Badge.id)
    loaded = joinedload(Badge.registration).joinedload(Registration.community)
    return list(db.session.scalars(rows.options(loaded)))
