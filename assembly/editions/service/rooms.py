"""The rooms of the venue an edition meets at."""

from dataclasses import dataclass

from sqlalchemy import update

from assembly import history
from assembly.constraints import REFERRED_TO, refused_as
from assembly.editions.queries import editions
from assembly.editions.service.editions import claim
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, Room, Session
from assembly.sealed import new_code


class RoomExists(DomainError):
    """Two rooms of one name are one too many on a sign."""

    sentence = _l("There is already a room with this name. Choose another.")


class RoomUsed(DomainError):
    """A session is planned in it."""

    sentence = _l("There are sessions planned in this room. Move them first.")


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What is said of a room: its name, how many it holds, how one gets there without steps."""

    name: Bilingual
    capacity: int | None
    access: Bilingual


def facts_of_room(room: Room) -> RoomFacts:
    """What is said of it now."""
    return RoomFacts(room.name, room.capacity, room.access)


def add_room(edition: Edition, facts: RoomFacts) -> Room:
    """A room of its venue. The same once more is that room. Raises RoomExists."""
    db.session.refresh(edition, with_for_update=True)
    known = next((one for one in editions.rooms(edition) if one.name == facts.name), None)
    if known is not None:
        if facts_of_room(known) != facts:
            raise RoomExists
        return known
    room = Room(venue=edition.venue, code=new_code(), **_columns(facts))
    db.session.add(room)
    history.record("room", room.code, "added", edition_id=edition.id)
    return room


def change_room(edition: Edition, room: Room, facts: RoomFacts, *, seen: int) -> None:
    """Other words for it. Saving what is there already does nothing. Raises ChangedMeanwhile, RoomExists."""
    if facts_of_room(room) == facts:
        return
    claim(edition, seen=seen)
    if any(one.name == facts.name for one in editions.rooms(edition) if one.id != room.id):
        raise RoomExists
    for name, value in _columns(facts).items():
        setattr(room, name, value)
    history.record("room", room.code, "changed", edition_id=edition.id)


def remove_room(edition: Edition, room: Room) -> None:
    """No session is planned in it. One that left the draft, whose room nobody can change, loses it. Raises RoomUsed."""
    code = room.code
    removed = update(Session).where(Session.room_id == room.id, Session.removed_at.is_not(None))
    db.session.execute(removed.values(room_id=None))
    with refused_as({REFERRED_TO: RoomUsed}):  # by a session: the database decides who was first
        db.session.delete(room)
    history.record("room", code, "deleted", edition_id=edition.id)


def _columns(facts: RoomFacts) -> dict[str, object]:
    return {"name": facts.name, "capacity": facts.capacity, "access": facts.access}
