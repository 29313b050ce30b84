"""Who stands for a city or region at an edition, and how many come with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import (
    Category,
    Community,
    Edition,
    Mode,
    Person,
    Registration,
    Representation,
    Reserve,
    State,
)
from assembly.registration.queries.waiting import waits_for

_COMING = [state for state in State if state.is_active]


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition knows before somebody is entered, asked at once: the registration by which the person means to
    come already, the reserves somebody waits for, who stands for the place (both by id), and how many come from it."""

    active: int | None
    waited_for: frozenset[Reserve]
    representative: int | None
    coming: int


def known(edition: Edition, person: Person, mode: Mode, community: Community | None) -> Known:
    """One statement for all that decides on a submission, under the lock of the places."""
    active = select(Registration.id).where(
        Registration.edition_id == edition.id,
        Registration.person_id == person.id,
        Registration.state.in_([state for state in State if state.is_active]),
    )
    asked: list[ScalarSelect[Any] | ColumnElement[Any]] = [active.scalar_subquery()]
    asked += [waits_for(edition, mode, one) for one in Reserve]
    if community is not None:
        stands = select(Representation.registration_id).where(_standing(edition, community))
        asked += [stands.scalar_subquery(), _coming(edition, community).scalar_subquery()]
    row = list(db.session.execute(select(*asked)).one())
    found, waits, of_place = row[0], row[1 : 1 + len(Reserve)], row[1 + len(Reserve) :] or [None, 0]
    return Known(found, frozenset(one for one, yes in zip(Reserve, waits, strict=True) if yes), *of_place)


def coming_from(edition: Edition, community: Community, but: Registration) -> int:
    """How many others come in person from one city or region; who waits is
    counted, since a place would be offered to them; who comes in another capacity is not."""
    return db.session.scalar(_coming(edition, community).where(Registration.id != but.id)) or 0


def standing(edition: Edition, community: Community) -> Representation | None:
    """Who stands for it now."""
    return db.session.scalars(select(Representation).where(_standing(edition, community))).one_or_none()


def stands_for(registration: Registration) -> Representation | None:
    """The city or region this person stands for now, if it is they."""
    return db.session.scalars(
        select(Representation)
        .where(Representation.registration_id == registration.id, Representation.until_at.is_(None))
        .options(joinedload(Representation.community), joinedload(Representation.for_person))
    ).one_or_none()


def chain(registration: Registration) -> list[Representation]:
    """Everybody who has stood for the place of this person at this edition, one after the other."""
    return list(
        db.session.scalars(
            select(Representation)
            .where(
                Representation.edition_id == registration.edition_id,
                Representation.community_id == registration.community_id,
            )
            .options(joinedload(Representation.registration), joinedload(Representation.for_person))
            .order_by(Representation.since_at, Representation.id)
        )
    )


def _standing(edition: Edition, community: Community) -> ColumnElement[bool]:
    return and_(
        Representation.edition_id == edition.id,
        Representation.community_id == community.id,
        Representation.until_at.is_(None),
    )


def _coming(edition: Edition, community: Community) -> Any:
    return select(func.count(Registration.id)).where(
        Registration.edition_id == edition.id,
        Registration.community_id == community.id,
        Registration.mode == Mode.ON_SITE,
        Registration.category == Category.PARTICIPANT,
        Registration.state.in_(_COMING),
    )
