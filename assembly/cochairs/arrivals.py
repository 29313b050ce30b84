"""What the entrances of an edition have recorded on one local day. A rehearsal makes no admission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select

from assembly.checkin.queries import doors
from assembly.extensions import db
from assembly.models import Admission, Category, Community, DoorKind, Edition, Person, Registration, State


@dataclass(frozen=True, slots=True)
class DoorRecord:
    """What the registration of somebody and the entrances say: how to address them, and when they came in."""

    address_form: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomCount:
    """How many participants have come in, and from how many countries."""

    participants: int
    countries: int


def is_measured(edition: Edition, at: datetime) -> bool:
    """Say whether an entrance is open at that moment: only then does somebody missing mean something."""
    return any(one.kind is DoorKind.ENTRANCE and one.is_open(at) for one in doors(edition))


def door_records(edition: Edition, day: date, names: Iterable[str]) -> dict[str, DoorRecord]:
    """Read what is known of people confirmed for the room, by folded name: somebody in the programme may have
    registered with an address we did not know, so people of one edition meet by their names."""
    rows = db.session.execute(
        select(Person.name_key, Registration.address_form, Admission.first_at)
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(Admission, and_(Admission.registration_id == Registration.id, *_came_in(day)))
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CONFIRMED,
            Person.name_key.in_(list(names)),
        )
        .order_by(Registration.id)
    )
    found: dict[str, DoorRecord] = {}
    for name, address_form, first_at in rows:
        before = found.get(name, DoorRecord("", None))
        times = [one for one in (before.arrived_at, first_at) if one is not None]
        found[name] = DoorRecord(address_form or before.address_form, min(times, default=None))
    return found


def room_count(edition: Edition, day: date) -> RoomCount:
    """Count the participants who have come in; staff, press and companions are not in the figure."""
    counted = (
        select(func.count(Registration.id), func.count(Community.country.distinct()))
        .join(Admission, Admission.registration_id == Registration.id)
        .outerjoin(Community, Registration.community_id == Community.id)
        .where(
            Registration.edition_id == edition.id,
            Registration.category.in_([one for one in Category if one.counts_as_participant]),
            *_came_in(day),
        )
    )
    participants, countries = db.session.execute(counted).one()
    return RoomCount(participants, countries)


def communities_inside(edition: Edition, day: date) -> set[int]:
    """List the communities (by id) from which somebody has come in."""
    found = (
        select(Registration.community_id)
        .join(Admission, Admission.registration_id == Registration.id)
        .where(Registration.edition_id == edition.id, Registration.community_id.is_not(None), *_came_in(day))
    )
    return {one for one in db.session.scalars(found.distinct()) if one is not None}


def _came_in(day: date) -> tuple[ColumnElement[bool], ...]:
    return (Admission.checkpoint == DoorKind.ENTRANCE.value, Admission.day == day)
