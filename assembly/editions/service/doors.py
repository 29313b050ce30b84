"""The doors of an edition: added, renamed, deleted as long as nobody was scanned there."""

from dataclasses import asdict, dataclass
from datetime import time

from sqlalchemy import delete, select

from assembly import history
from assembly.constraints import REFERRED_TO, refused_as
from assembly.editions.service.editions import claim
from assembly.errors import DomainError
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import Door, DoorKind, Edition, Scan, Session


@dataclass(frozen=True, slots=True)
class AdmissionRules:
    """On which days of the assembly a door is used, and who may enter; empty means all."""

    days: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    invited_only: bool = False


class DoorTaken(DomainError):
    """One name is one door."""

    sentence = _l("There is already a door with this name. Choose another.")


class DoorUsed(DomainError):
    """A scan names its door for ever, and whoever is in is in by its name."""

    sentence = _l("Someone has already been checked in at this door, so this is no longer possible.")


def add_door(edition: Edition, code: str, kind: DoorKind) -> Door:
    """A door by the letter people see on it. The same once more is that door. Raises DoorTaken."""
    known = read_one(select(Door).where(Door.edition_id == edition.id, Door.code == code))
    if known is not None:
        if known.kind is not kind:
            raise DoorTaken
        return known
    door = Door(edition=edition, code=code, kind=kind)
    with refused_as(_TAKEN):
        db.session.add(door)
    history.record("door", code, "added", edition_id=edition.id)
    return door


def change_door(
    door: Door,
    code: str,
    hours: tuple[time, time] | None,
    admission: AdmissionRules,
    session: Session | None = None,
    *,
    seen: int,
) -> None:
    """Change the letter of a door, its hours on each day (None for the usual ones), its days, who may enter, and the
    session whose attendance it counts.

    An entrance may change its letter at any time, since all of them lead into the same house. Scans that were made
    stay as they were counted. Raises ChangedMeanwhile, DoorTaken, DoorUsed.
    """
    opens, closes = hours or (None, None)
    before, admitted = (door.code, door.opens, door.closes), _admission(door)
    counted = session.id if session else None
    if before == (code, opens, closes) and admitted == admission and door.session_id == counted:
        return
    claim(door.edition, seen=seen)
    if door.code != code and door.kind is not DoorKind.ENTRANCE and _was_used(door):
        raise DoorUsed
    with refused_as(_TAKEN):
        door.code, door.opens, door.closes = code, opens, closes
        if admitted != admission:
            door.days, door.roles, door.invited_only = [*admission.days], [*admission.roles], admission.invited_only
    if door.session_id != counted:
        door.session_id = counted
        said = session.code if session else ""
        history.record("door", code, "session changed", edition_id=door.edition_id, session=said)
    if before[0] != code:
        history.record("door", code, "renamed", edition_id=door.edition_id, before=before[0])
    if before[1:] != (opens, closes):
        spoken = [f"{one:%H:%M}" for one in hours or ()]
        history.record("door", code, "hours changed", edition_id=door.edition_id, hours=spoken)
    if admitted != admission:
        history.record("door", code, "admission changed", edition_id=door.edition_id, **asdict(admission))


def _admission(door: Door) -> AdmissionRules:
    return AdmissionRules(tuple(door.days), tuple(door.roles), door.invited_only)


def remove_door(door: Door) -> None:
    """Delete a door that was used in rehearsals at most, with them. Raises DoorUsed."""
    code, edition_id = door.code, door.edition_id
    db.session.execute(delete(Scan).where(Scan.door_id == door.id, Scan.is_rehearsal))
    with refused_as({REFERRED_TO: DoorUsed}):  # by a scan: the database decides who was first
        db.session.delete(door)
    history.record("door", code, "deleted", edition_id=edition_id)


def _was_used(door: Door) -> bool:
    used = select(Scan.scan_id).where(Scan.door_id == door.id, ~Scan.is_rehearsal)
    return db.session.scalar(used.limit(1)) is not None


_TAKEN: dict[str, type[DomainError]] = {"uq_door_edition_id_code": DoorTaken}
