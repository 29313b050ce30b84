"""Reads for attendance on paper."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload

from assembly import plain_statements
from assembly.checkin.queries.invited import invited
from assembly.extensions import db, read_all
from assembly.models import Admission, Category, Community, Door, Edition, Mode, Registration, State

_COMES = (
    Registration.edition_id == bindparam("edition"),
    Registration.state == State.CONFIRMED,
    Registration.mode == Mode.ON_SITE,
)
# in no order, and by the id of the place: so SQLite goes through its people only, not everybody's
_FROM_PLACE = select(Registration.id).where(
    *_COMES,
    Registration.community_id == select(Community.id).where(Community.code == bindparam("place")).scalar_subquery(),
)
"Built once, as amber verdicts ask for it."


def expected(edition: Edition) -> list[Registration]:
    """Everybody who is confirmed to come in person, by name."""
    rows = select(Registration).where(*_COMES).order_by(Registration.folded, Registration.id)
    found = db.session.scalars(rows.options(joinedload(Registration.community)), {"edition": edition.id})
    return list(found)


def expected_from(edition: Edition, place_code: str) -> list[int]:
    """The ids of those who are confirmed to come in person for a city or region, by its code."""
    return list(plain_statements.execute(_FROM_PLACE, {"edition": edition.id, "place": place_code}).scalars())


@cache
def _two_left(*, for_roles: bool, for_invited: bool) -> Select[int]:
    came = exists().where(
        Admission.registration_id == Registration.id,
        Admission.checkpoint == bindparam("checkpoint"),
        Admission.day == bindparam("day"),
    )
    rows = _FROM_PLACE.where(~came).limit(2)
    if for_roles:
        rows = rows.where(Registration.category.in_(bindparam("roles", expanding=True)))
    return rows.where(invited(Registration)) if for_invited else rows


def is_group_left(door: Door, place_code: str, day: date) -> bool:
    """Whether more than one for whom this door is, from a city or region by its code, is still to come in on a day."""
    named = {"edition": door.edition_id, "place": place_code, "checkpoint": door.checkpoint, "day": day}
    roles = {"roles": [Category(one) for one in door.roles]} if door.roles else {}
    rows = _two_left(for_roles=bool(roles), for_invited=door.invited_only)
    return len(plain_statements.execute(rows, named | roles).all()) > 1


def with_ids(ids: Iterable[int]) -> list[Registration]:
    """These registrations, by name."""
    rows = select(Registration).where(Registration.id.in_(list(ids))).order_by(Registration.folded, Registration.id)
    return read_all(rows.options(joinedload(Registration.community)))


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
