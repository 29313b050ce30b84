"""Reads for attendance on paper."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db, read_all
from assembly.models import Community, Edition, Mode, Registration, State


def expected(edition: Edition) -> list[Registration]:
    """Everybody who is confirmed to come in person, by name."""
    rows = select(Registration).where(*_comes(edition)).order_by(Registration.folded, Registration.id)
    return read_all(rows.options(joinedload(Registration.community)))


def expected_from(edition: Edition, place_code: str) -> list[int]:
    """The ids of those who are confirmed to come in person for a city or region, by its code."""
    # in no order, and by the id of the place: so SQLite goes through its people only, not everybody's
    place = select(Community.id).where(Community.code == place_code).scalar_subquery()
    return read_all(select(Registration.id).where(*_comes(edition), Registration.community_id == place))


def with_ids(ids: Iterable[int]) -> list[Registration]:
    """These registrations, by name."""
    rows = select(Registration).where(Registration.id.in_(list(ids))).order_by(Registration.folded, Registration.id)
    return read_all(rows.options(joinedload(Registration.community)))


def _comes(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.edition_id == edition.id,
        Registration.state == State.CONFIRMED,
        Registration.mode == Mode.ON_SITE,
    )


def of_place(edition: Edition, place: Community, codes: Iterable[str]) -> list[Registration]:
    """Those of these registrations, by code, that come for this city or region, by name."""
    rows = select(Registration).where(Registration.edition_id == edition.id, Registration.community_id == place.id)
    return read_all(rows.where(Registration.code.in_(list(codes))).order_by(Registration.folded))


def by_references(edition: Edition, references: Iterable[str]) -> dict[str, Registration]:
    """The registrations with these spoken references; one that was merged gives the one it was merged into."""
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.spoken_ref.in_(list(references)))
        .options(joinedload(Registration.merged_into))
    )
    return {one.spoken_ref: one.standing for one in rows}
