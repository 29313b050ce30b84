"""Phones are paired from the supervisor's screen, open the names with the PIN of the shift, and are ended."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from assembly import clock, history, plain_statements
from assembly.checkin.queries.phones import next_number, phone_by_pairing
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Device, Door, DoorShift, Edition
from assembly.sealed import keyed_hash, new_code, new_token, token_hash

PAIRING = timedelta(minutes=10)
"How long a code on the supervisor's screen can be scanned."
SHIFT = timedelta(hours=12)
_PIN = "door pin"
_PHONE = cast(Table, Device.__table__)
_NOTE = update(_PHONE).where(_PHONE.c.id == bindparam("phone"))
_NOTE_CONTACT = _NOTE.returning(_PHONE.c.ended_at)
_NOTE_CALL = _NOTE.where(_PHONE.c.called_at.is_(None))
"They write the columns they are given."


class PairingOver(DomainError):
    """The code on the supervisor's screen has been used, or ten minutes have passed."""

    sentence = _l("This pairing code has been used or has expired. Ask the supervisor for another one.")


class WrongPin(DomainError):
    """This is not the PIN of the shift, or no shift is running."""

    sentence = _l("This is not the current shift PIN. Ask the supervisor.")


@dataclass(frozen=True, slots=True)
class PhoneStatus:
    """What a phone says of itself with each batch."""

    unsent: int
    list_at: datetime | None
    skew_s: int
    is_calling: bool


def start_shift(edition: Edition) -> str:
    """Begin a shift of twelve hours in place of the one that runs; gives its PIN, which nobody can read again."""
    pin, now = f"{secrets.randbelow(1_000_000):06d}", clock.now()
    shift = DoorShift(edition=edition, pin_hash="", begins_at=now, ends_at=now + SHIFT)
    db.session.add(shift)
    db.session.flush()
    shift.pin_hash = _pin_hash(shift, pin)
    history.record("edition", edition.slug, "door shift started", edition_id=edition.id)
    return pin


def invite_phone(door: Door, by_id: int) -> tuple[Device, str]:
    """Make room for one more phone at a door; gives the code for the supervisor's screen, good once and for a while."""
    token = new_token()
    phone = Device(
        code=new_code(),
        edition=door.edition,
        door=door,
        number=next_number(door.edition),
        pairing_hash=token.hash,
        pairing_ends_at=clock.now() + PAIRING,
        paired_by_id=by_id,
    )
    db.session.add(phone)
    db.session.flush()
    return phone, token.clear


def pair(edition: Edition, pairing: str) -> tuple[Device, str]:
    """Pair the phone that has scanned the screen; gives its token, which only this phone knows. Raises PairingOver."""
    phone = phone_by_pairing(edition, token_hash(pairing))
    if phone is None or not phone.is_waiting:
        raise PairingOver
    token = new_token()
    phone.pairing_hash, phone.token_hash = None, token.hash
    phone.paired_at = phone.last_contact_at = clock.now()
    history.record("device", phone.code, "paired", edition_id=edition.id, door=phone.door.code)
    return phone, token.clear


def open_names(phone: Device, shift: DoorShift | None, pin: str) -> bytes:
    """Give the key of the names for the PIN of the shift. Raises WrongPin; whoever calls counts the tries."""
    if shift is None or phone.ended_at is not None or not compare_digest(shift.pin_hash, _pin_hash(shift, pin)):
        raise WrongPin
    phone.names_opened_at = clock.now()
    return names_key(shift)


def names_key(shift: DoorShift) -> bytes:
    """The key of the names on the lists of a shift, 32 bytes: from our own key, so that no table holds it."""
    ours: bytes = current_app.config["ASSEMBLY"].key_for("door names")
    return digest(ours, f"{shift.id} {shift.pin_hash}".encode(), sha256)


def note_contact(phone: Device, status: PhoneStatus | None) -> None:
    """Keep when a phone was last heard of, and what it says of itself; nobody ends it until the transaction is over.

    It may have been read before `writing()`: whether it is ended is read again here.
    """
    key, now = {"phone": phone.id}, clock.now()
    noted: dict[str, Any] = {"last_contact_at": now}
    if status is not None:
        noted |= {"unsent": status.unsent, "list_at": status.list_at, "skew_s": status.skew_s}
    ended_at = plain_statements.execute(_NOTE_CONTACT, key | noted).scalar_one()
    set_committed_value(phone, "ended_at", ended_at)
    if status is not None and status.is_calling:
        plain_statements.execute(_NOTE_CALL, key | {"called_at": now})


def call_supervisor(door: Door) -> None:
    """Note that somebody at the page of a door calls, and since when."""
    door.called_at = door.called_at or clock.now()


def answer_call(at: Device | Door) -> None:
    """The supervisor has been there."""
    at.called_at = None


def note_unknown_codes(phone: Device) -> None:
    """Tell the supervisor of a phone that shows more unknown codes than chance explains."""
    plain_statements.write_column(phone, "unknown_codes_at", clock.now())


def end_phone(phone: Device) -> None:
    """End a phone at once, a lost one above all: no list and no names any more. Scans it made before still count."""
    if phone.ended_at is not None:
        return
    phone.ended_at, phone.pairing_hash = clock.now(), None
    history.record("device", phone.code, "ended", edition_id=phone.edition_id)


def _pin_hash(shift: DoorShift, pin: str) -> str:
    return keyed_hash(_PIN, f"{shift.id} {pin}")
