"""Who stands for a city or region at an edition, and how many come with them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from assembly import clock, plain_statements
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Category,
    Community,
    Edition,
    Invitation,
    Mode,
    Office,
    Person,
    Registration,
    Reply,
    Representation,
    Represents,
    Reserve,
    State,
)
from assembly.models.types import UTCDateTime
from assembly.quotas.queries import waits_for

_Id = int | BindParameter[int]
_COMING = [state for state in State if state.is_active]
_OF_THE_PLACE = [category for category in Category if category.counts_as_participant]


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition knows before somebody is entered, asked at once: the registration by which the person means to
    come already, the reserves somebody waits for, how many wait, whom somebody new from the place comes with (both by
    id), and how many come from there."""

    active: int | None
    waited_for: frozenset[Reserve]
    waiting: int
    representative: int | None
    coming: int


def known(edition: Edition, person: Person, mode: Mode, origin: Community | str | None) -> Known:
    """One statement for all that decides on a submission, under the lock of the places. `origin` is the city or region
    they come from, or what they wrote of it (folded) where the directory does not know it."""
    asked: dict[str, Any] = {"edition": edition.id, "person": person.id, "mode": mode, "now": clock.now()}
    place: dict[str, Any] = {} if origin is None else {"place": origin}
    if isinstance(origin, Community):
        place = {"community": origin.id}
    row = list(plain_statements.execute(_known(*place), asked | place).one())
    found, waiting, waits, of_place = row[0], row[1], row[2 : 2 + len(Reserve)], row[2 + len(Reserve) :] or [None, 0]
    return Known(found, frozenset(one for one, yes in zip(Reserve, waits, strict=True) if yes), waiting, *of_place)


@cache
def _known(origin: str = "") -> Select[Any]:
    """The statement, for a `community`, a `place` or neither. Built once: that takes longer than asking it."""
    edition: BindParameter[int] = bindparam("edition")
    active = select(Registration.id).where(
        Registration.edition_id == edition,
        Registration.person_id == bindparam("person"),
        Registration.means_to_come(),
    )
    waiting = select(func.count()).where(
        Registration.edition_id == edition,
        Registration.mode == bindparam("mode"),
        Registration.state == State.WAITING,
    )
    asked: list[ScalarSelect[Any] | ColumnElement[Any]] = [active.scalar_subquery(), waiting.scalar_subquery()]
    asked += [waits_for(edition, bindparam("mode"), one, bindparam("now", type_=UTCDateTime)) for one in Reserve]
    if origin == "community":
        community: BindParameter[int] = bindparam("community")
        come = _coming(edition, Registration.community_id == community)
        asked += [_leading(edition, community), come.scalar_subquery()]
    elif origin == "place":
        asked += [null(), _coming(edition, _wrote(bindparam("place"))).scalar_subquery()]
    return select(*asked)


def coming_from(edition: Edition, origin: Community | str, but: Registration) -> int:
    """How many others come in person from one city or region; who waits is
    counted, since a place would be offered to them; who comes in another capacity is not."""
    from_there = Registration.community_id == origin.id if isinstance(origin, Community) else _wrote(origin)
    return db.session.scalar(_coming(edition.id, from_there).where(Registration.id != but.id)) or 0


def standing(edition: Edition, community: Community) -> Representation | None:
    """Who stands for it now."""
    return read_one(select(Representation).where(_standing(edition.id, community.id)))


def stands_for(registration: Registration) -> Representation | None:
    """The city or region this person stands for now, if it is they."""
    return read_one(
        select(Representation)
        .where(Representation.registration_id == registration.id, Representation.until_at.is_(None))
        .options(joinedload(Representation.community), joinedload(Representation.for_person))
    )


def chain(registration: Registration) -> list[Representation]:
    """Everybody who has stood for the place of this person at this edition, one after the other."""
    return read_all(
        select(Representation)
        .where(
            Representation.edition_id == registration.edition_id,
            Representation.community_id == registration.community_id,
        )
        .options(joinedload(Representation.registration), joinedload(Representation.for_person))
        .order_by(Representation.since_at, Representation.id)
    )


def next_to_stand(edition: Edition, community: Community) -> Registration | None:
    """Whoever stands for it where nobody does."""
    return read_one(_next(edition.id, community.id, Registration))


def leading(edition: Edition, community: Community) -> int | None:
    """Whom somebody new comes with, by id: who stands for the place, or will before them."""
    return db.session.scalar(select(_leading(edition.id, community.id)))


def _leading(edition_id: _Id, community_id: _Id) -> ColumnElement[int | None]:
    stands = select(Representation.registration_id).where(_standing(edition_id, community_id))
    return func.coalesce(stands.scalar_subquery(), _next(edition_id, community_id, Registration.id).scalar_subquery())


def _next(edition_id: _Id, community_id: _Id, what: Any) -> Select[Any]:
    """Of those confirmed in person the mayor or president, then who stood last, then whoever has the first number."""
    stood = (
        select(func.max(Representation.id))
        .where(
            Representation.edition_id == edition_id,
            Representation.community_id == community_id,
            Representation.registration_id == Registration.id,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    is_head = case((Registration.office == Office.HEAD, 0), else_=1)
    return (
        select(what)
        .where(*of_delegation(edition_id, community_id))
        .order_by(is_head, stood.desc().nulls_last(), Registration.seq)
        .limit(1)
    )


def of_delegation(edition_id: _Id, community_id: _Id | None) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a registration is one of a place's delegation, or its representative."""
    return (Registration.edition_id == edition_id, Registration.community_id == community_id, *_IN_PERSON)


def unsettled() -> list[tuple[int, int]]:
    """Places of editions that are not over, each by the ids of both, for which nobody stands though somebody could, or
    whose delegation comes with somebody else: a name typed in forms is known since, two places have become one."""
    stands = and_(
        Representation.edition_id == Registration.edition_id,
        Representation.community_id == Registration.community_id,
        Representation.until_at.is_(None),
    )
    astray = and_(
        Registration.id != Representation.registration_id,
        or_(Registration.head_id.is_(None), Registration.head_id != Representation.registration_id),
    )
    rows = db.session.execute(
        select(Registration.edition_id, Registration.community_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .outerjoin(Representation, stands)
        .where(
            Edition.ends_at > clock.now(),
            Registration.community_id.is_not(None),
            *_IN_PERSON,
            or_(Representation.id.is_(None), astray),
        )
        .distinct()
        .order_by(Registration.edition_id, Registration.community_id)
    )
    return [(edition_id, community_id) for edition_id, community_id in rows if community_id is not None]


_IN_PERSON = (
    Registration.state == State.CONFIRMED,
    Registration.mode == Mode.ON_SITE,
    Registration.category.in_(_OF_THE_PLACE),
)


def _standing(edition_id: _Id, community_id: _Id) -> ColumnElement[bool]:
    return and_(
        Representation.edition_id == edition_id,
        Representation.community_id == community_id,
        Representation.until_at.is_(None),
    )


def _coming(edition_id: _Id, from_there: ColumnElement[bool]) -> Any:
    """Not `mode == ON_SITE`: SQLite would take the numbers of the mode, which hold everybody, for the shorter way."""
    return select(func.count(Registration.id)).where(
        Registration.edition_id == edition_id,
        from_there,
        Registration.mode.not_in([mode for mode in Mode if mode is not Mode.ON_SITE]),
        Registration.category.in_(_OF_THE_PLACE),
        Registration.state.in_(_COMING),
    )


def _wrote(place: str | BindParameter[str]) -> ColumnElement[bool]:
    return and_(
        Registration.place_folded == place,
        Registration.community_id.is_(None),
        Registration.represents == Represents.COMMUNITY,
    )


def stands_in_for(registration: Registration) -> Person | None:
    """The invited person of the same city or region who has named whoever comes by this registration."""
    return read_one(
        select(Person)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(
            Invitation.registration_id == registration.id,
            Invitation.community_id == registration.community_id,
            Invitation.reply == Reply.REPRESENTED,
        )
        .order_by(Invitation.id)
        .limit(1)
    )
