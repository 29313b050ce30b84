"""What the protocol order asks about people, and people in that order."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.models import (
    Alias,
    Category,
    Community,
    Edition,
    Mandate,
    MandateRole,
    Mode,
    PageTopic,
    PageVersion,
    Person,
    Registration,
    Signature,
    SignatureKind,
    State,
)
from assembly.protocol.rules import VERSION, Facts, key_of
from assembly.signatures.queries import standing_on

MOST = 2_000
"So many the printed order shows: no room we know of holds more."


@dataclass(frozen=True, slots=True)
class Sorted:
    """One registration with the keys it has and should have."""

    id: int
    protocol_key: str
    place_folded: str
    right_key: str
    right_place: str

    @property
    def is_stale(self) -> bool:
        """Whether one of its facts has changed since it was sorted."""
        return (self.protocol_key, self.place_folded) != (self.right_key, self.right_place)


def sorting_of(registration: Registration) -> Sorted:
    """How one registration should be sorted, by what stands now; one statement."""
    row = db.session.execute(_facts(registration.edition).where(Registration.id == registration.id)).one()
    return _sorted(row)


def stale(edition: Edition, ids: Collection[int] | None = None) -> Iterator[Sorted]:
    """Those of an edition whose keys are no longer right, of all or of some (by id)."""
    mine = _facts(edition).where(Registration.edition_id == edition.id)
    if ids is not None:
        mine = mine.where(Registration.id.in_(ids))
    rows = db.session.execute(mine.execution_options(yield_per=1_000))
    return (one for one in map(_sorted, rows) if one.is_stale)


def state_of(edition: Edition) -> Hashable:
    """Return what is another when somebody of this edition might be sorted elsewhere: the counters of all that is
    written about people and places, the day of the signatures, and the rules. Who comes in is sorted as before."""
    counters = db.session.execute(
        select(PageVersion.topic, PageVersion.number)
        .where(PageVersion.topic != PageTopic.DOOR)
        .order_by(PageVersion.topic)
    ).all()
    public = db.session.scalar(select(func.count()).where(Signature.public_from_at <= clock.now()))
    return (*map(tuple, counters), public, clock.today(edition.zone), VERSION)


def _facts(edition: Edition) -> Select[*tuple[Any, ...]]:
    signed = (
        select(Signature.community_id, func.min(Signature.signed_on).label("on"))
        .where(Signature.kind == SignatureKind.SIGN, standing_on(clock.local_day(clock.now(), edition.zone)))
        .group_by(Signature.community_id)
        .subquery()
    )
    return (
        select(
            Registration.id,
            Registration.code,
            Registration.protocol_key,
            Registration.place_folded,
            Registration.office,
            Registration.org_text,
            Person.given,
            Person.family,
            Community.country,
            Community.native_name,
            signed.c.on,
            _is_co_chair(edition).label("co_chair"),
            Registration.community_id.in_(_hosts(edition)).label("host"),
        )
        .join(Person, Registration.person_id == Person.id)
        .outerjoin(Community, Registration.community_id == Community.id)
        .outerjoin(signed, signed.c.community_id == Registration.community_id)
    )


def _is_co_chair(edition: Edition) -> ColumnElement[bool]:
    """Who held the co-chair on the edition's day: by person, or by name where they registered with another address."""
    held = (
        select(Person.name_key)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(
            Mandate.role == MandateRole.CO_CHAIR,
            or_(Mandate.from_on.is_(None), Mandate.from_on <= edition.day),
            or_(Mandate.to_on.is_(None), Mandate.to_on >= edition.day),
        )
    )
    return Person.name_key.in_(held)


def _hosts(edition: Edition) -> Select[int]:
    """The community the venue's city is, in any spelling."""
    cities = {fold(name) for name in (edition.venue.city.en, edition.venue.city.fr) if name}
    return select(Alias.community_id).where(Alias.folded.in_(cities))


def _sorted(row: Any) -> Sorted:
    place = row.native_name or row.org_text
    signed_on: date | None = row.on
    facts = Facts(
        co_chair=bool(row.co_chair),
        office=row.office,
        host=bool(row.host),
        country=row.country or "",
        signed_on=signed_on,
        place=place,
        family=row.family,
        given=row.given,
        code=row.code,
    )
    return Sorted(row.id, row.protocol_key, row.place_folded, key_of(facts), fold(place)[:200])


def in_protocol_order(edition: Edition) -> list[Registration]:
    """The participants who have a place in the room, as they sit and stand."""
    return read_all(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CONFIRMED,
            Registration.mode == Mode.ON_SITE,
            Registration.category.in_([one for one in Category if one.counts_as_participant]),
        )
        .options(joinedload(Registration.community), joinedload(Registration.person))
        .order_by(Registration.protocol_key, Registration.id)
        .limit(MOST)
    )


def signatures_of(registrations: list[Registration]) -> dict[int, date]:
    """When the communities of these people (by id) first signed, as the order sees it."""
    edition = registrations[0].edition
    rows: list[tuple[int, date]] = db.session.execute(
        select(Signature.community_id, func.min(Signature.signed_on))
        .where(
            Signature.kind == SignatureKind.SIGN,
            Signature.community_id.in_([one.community_id for one in registrations if one.community_id]),
            standing_on(clock.local_day(clock.now(), edition.zone)),
        )
        .group_by(Signature.community_id)
    ).all()  # type: ignore[assignment]
    return dict(rows)


def editions_to_sort() -> list[Edition]:
    """Those that are still to come or going on: afterwards their order stands."""
    return read_all(select(Edition).where(Edition.ends_at > clock.now()))
