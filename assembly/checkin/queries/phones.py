"""Reads of paired phones and of the shift."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.checkin.phone_scans import form_key
from assembly.extensions import db, read_all, read_one
from assembly.models import Device, Door, DoorShift, Edition, Registration, Scan, Told
from assembly.transactions import locked

_DOOR = joinedload(Device.door).joinedload(Door.edition)


def current_shift(edition: Edition) -> DoorShift | None:
    """The shift that runs now; of two the one that was started last."""
    now = clock.now()
    running = select(DoorShift).where(
        DoorShift.edition_id == edition.id, DoorShift.begins_at <= now, DoorShift.ends_at > now
    )
    return read_one(running.order_by(DoorShift.id.desc()).limit(1))


def phones(edition: Edition) -> list[Device]:
    """The phones of an edition that were paired or can still be, the latest first."""
    rows = db.session.scalars(
        select(Device).where(Device.edition_id == edition.id).order_by(Device.number.desc()).options(_DOOR)
    )
    return [one for one in rows if one.token_hash is not None or one.is_waiting]


def holding_scans(edition: Edition) -> list[Device]:
    """The phones that still hold scans by their own word, ended ones among them, by number: attendance is not whole."""
    held = select(Device).where(Device.edition_id == edition.id, Device.unsent > 0).order_by(Device.number)
    return read_all(held.options(_DOOR))


def phone_by_code(edition: Edition, code: str) -> Device | None:
    """The phone with this code at an edition."""
    return read_one(select(Device).where(Device.edition_id == edition.id, Device.code == code).options(_DOOR))


def phone_by_pairing(edition: Edition, pairing_hash: str) -> Device | None:
    """The phone whose code on the supervisor's screen has this hash, locked: the first to use it has it."""
    sought = select(Device).where(Device.edition_id == edition.id, Device.pairing_hash == pairing_hash)
    return read_one(locked(sought))


def wrote_down(phone: Device, code: str) -> bool:
    """Whether this phone made this registration, by writing somebody down. To write down a name that is registered
    already gives no right to that person's badge."""
    sought = (
        select(Scan.scan_id, Registration.idempotency_key)
        .join(Registration)
        .where(Registration.code == code, Scan.device_id == phone.id, Scan.told == Told.RECORDED)
    )
    return any(key == form_key(scan_id) for scan_id, key in db.session.execute(sought))


def next_number(edition: Edition) -> int:
    """What the next phone of an edition is called."""
    return (db.session.scalar(select(func.max(Device.number)).where(Device.edition_id == edition.id)) or 0) + 1
