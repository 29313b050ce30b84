"""Reads for attendance on paper."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import Community, Edition, Mode, Registration, State


def expected(edition: Edition, place_code: str = "") -> list[Registration]:
    """Everybody who is confirmed to come in person, by name, or those of one city or region, by its code."""
    rows = select(Registration).where(
        Registration.edition_id == edition.id,
        Registration.state == State.CONFIRMED,
        Registration.mode == Mode.ON_SITE,
    )
    if place_code:
        rows = rows.where(Registration.community.has(code=place_code))
    rows = rows.order_by(Registration.folded, Registration.id).options(joinedload(Registration.community))
    return list(db.session.scalars(rows))


def of_place(edition: Edition, place: Community, codes: Iterable[str]) -> list[Registration]:
    """Those of these registrations, by code, that come for this city or region, by name."""
    rows = select(Registration).where(Registration.edition_id == edition.id, Registration.community_id == place.id)
    return list(db.session.scalars(rows.where(Registration.code.in_(list(codes))).order_by(Registration.folded)))


def by_references(edition: Edition, references: Iterable[str]) -> dict[str, Registration]:
    """The registrations with these spoken references; one that was merged gives the one it was merged into."""
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.spoken_ref.in_(list(references)))
        .options(joinedload(Registration.merged_into))
    )
    return {one.spoken_ref: one.standing for one in rows}
