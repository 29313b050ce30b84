"""Reads for attendance on paper."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import Edition, Mode, Registration, State


def expected(edition: Edition) -> list[Registration]:
    """Everybody who is confirmed to come in person, by name."""
    rows = select(Registration).where(
        Registration.edition_id == edition.id,
        Registration.state == State.CONFIRMED,
        Registration.mode == Mode.ON_SITE,
    )
    rows = rows.order_by(Registration.folded, Registration.id).options(joinedload(Registration.community))
    return list(db.session.scalars(rows))


def by_references(edition: Edition, references: Iterable[str]) -> dict[str, Registration]:
    """The registrations with these spoken references; one that was merged gives the one it was merged into."""
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.spoken_ref.in_(list(references)))
        .options(joinedload(Registration.merged_into))
    )
    return {one.spoken_ref: one.standing for one in rows}
