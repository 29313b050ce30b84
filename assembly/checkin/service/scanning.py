"""Scans become facts; facts become admissions. A single scan is a batch of one (model.md 1.3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, cast

from sqlalchemy import Table, delete, select

from assembly import clock, history, plain_statements
from assembly.checkin import rules
from assembly.checkin.queries import arrival_today
from assembly.checkin.queries.invited import invited_among
from assembly.checkin.queries.merging import CountingScan, counting_scans
from assembly.checkin.queries.shown import (
    Arrival,
    Guest,
    StoredScan,
    admitted,
    arrival_of,
    guests_by_hash,
    guests_by_id,
    stored_scans,
)
from assembly.checkin.service.admitting import door_facts, lock_guests, refresh_admissions
from assembly.checkin.service.shown import ShownCode
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Admission, Badge, Door, Edition, Registration, Scan, ScanKind, Told
from assembly.registration.queries.acts import ADMISSION_UNDONE
from assembly.registration.service.at_the_door import walk_in

_SCAN, _ADMISSION = cast(Table, Scan.__table__), cast(Table, Admission.__table__)


class ScanReused(DomainError):
    """The same scan was sent before with another content; the first stays."""

    sentence = _l("This scan has already been recorded with different details. The first record has been kept.")


class Rehearsed(DomainError):
    """A walk-in on another day than those of the assembly would have been let in; nothing is stored."""

    sentence = _l("Rehearsal: no one was registered and nothing was saved.")


class WalkInNotHere(DomainError):
    """The rules of this door let nobody in who has not registered; `told` says which. Nothing is stored."""

    _SENTENCES: ClassVar = {
        Told.CLOSED: _l("This entrance is closed, so no one can be registered here. Nothing has been saved."),
        Told.NOT_FOR_ROLE: _l(
            "This entrance is only for certain roles, so no one can be registered here. Nothing has been saved."
        ),
        Told.NOT_INVITED: _l(
            "This entrance is by invitation only, so no one can be registered here. Nothing has been saved."
        ),
    }

    def __str__(self) -> str:
        return str(self._SENTENCES[self.facts["told"]])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door is told. `since` and `since_door` say when and where somebody already came in."""

    told: Told
    guest: Guest | None = None
    since: datetime | None = None
    since_door: str | None = None
    is_rehearsal: bool = False


def record_scans(shown: Sequence[ShownCode]) -> list[Verdict]:
    """Store each scan once and say, for each, what the door was or is told. Raises ScanReused.

    One look-up for the batch and one insert a row that the database itself refuses to repeat: two doors at the same
    moment admit a person once, and the loser learns where and when the winner did.
    """
    stored = stored_scans([code.scan_id for code in shown])
    fresh = [code for code in shown if code.scan_id not in stored]
    by_hash = guests_by_hash({code.hash for code in fresh if code.hash})
    by_id = guests_by_id({code.named_id for code in fresh if code.named_id is not None})
    verdicts = []
    for code in shown:
        if code.scan_id in stored:
            verdicts.append(_told_before(code, stored[code.scan_id]))
            continue
        guest = by_hash.get(code.hash or "") if code.named_id is None else by_id.get(code.named_id)
        verdict, stored[code.scan_id] = _store(code, guest)
        verdicts.append(verdict)
    return verdicts


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What a volunteer wrote about somebody who is not in the list; `key` was made with the empty form."""

    key: str
    given: str
    family: str
    place: str
    email: str
    lang: str
    another: bool = False


def walk_in_refusal(door: Door) -> WalkInNotHere | None:
    """Say why nobody can be registered at this door now, or None."""
    told = rules.walk_in_refusal(door_facts(door, door.phase(clock.now())))
    return WalkInNotHere(told=told) if told else None


def admit_walk_in(came: WalkIn, door: Door, by_id: int) -> Verdict:
    """Register and admit in one: whoever is registered here stands inside. The same form twice is one person, let in
    once. Raises WalkInNotHere, RoomFull, ThereAlready, SentBefore, and Rehearsed on another day than those of the
    assembly, where somebody who is registered would count; nothing is stored then."""
    scan_id = sha256(f"walk-in {came.key}".encode()).hexdigest()[:32]
    is_stored = bool(stored_scans([scan_id]))
    if not is_stored and (refused := walk_in_refusal(door)):
        raise refused
    guest = walk_in(
        door.edition,
        key=came.key,
        given=came.given,
        family=came.family,
        place=came.place,
        email=came.email,
        lang=came.lang,
        another=came.another,
    )
    shown = ShownCode(scan_id, "", door, clock.now(), by_id, guest)
    if shown.here.is_rehearsal and not is_stored:
        raise Rehearsed
    return record_scans([shown])[0]


def undo_admission(admission: Admission, reason: str) -> None:
    """Take back that somebody came in by a checkpoint on one day, and keep in the history which, and why.

    Every scan that let them in is taken back by a fact of its own, and the same badge can be admitted again.
    """
    history.record(
        "registration",
        admission.registration.code,
        ADMISSION_UNDONE,
        edition_id=admission.registration.edition_id,
        door=admission.door.code,
        day=admission.day.isoformat(),
        first_at=admission.first_at.isoformat(),
        reason=reason,
    )
    undone = (admission.registration_id, admission.checkpoint, admission.day)
    lock_guests([admission.registration_id])
    for scan in counting_scans([admission.registration_id]):
        if scan.key == undone:
            db.session.add(_annulment(scan))
    db.session.flush()
    refresh_admissions([undone])


def _annulment(scan: CountingScan) -> Scan:
    """The office takes a scan back."""
    now = clock.now()
    return Scan(
        scan_id=secrets.token_hex(16),
        door_id=scan.door_id,
        registration_id=scan.registration_id,
        kind=ScanKind.ANNUL,
        effective_at=now,
        received_at=now,
        told=Told.ADMITTED,
        body_hash=sha256(scan.scan_id.encode()).hexdigest(),
        annuls=scan.scan_id,
    )


def clear_rehearsal(edition: Edition) -> None:
    """Delete the scans of all rehearsals at the doors of an edition."""
    at_doors = select(Door.id).where(Door.edition_id == edition.id)
    rehearsed = delete(Scan).where(Scan.door_id.in_(at_doors), Scan.is_rehearsal).returning(Scan.scan_id)
    deleted = len(db.session.scalars(rehearsed).all())
    if deleted:
        history.record("edition", edition.slug, "rehearsal cleared", edition_id=edition.id, scans=deleted)


def _told_before(code: ShownCode, scan: StoredScan) -> Verdict:
    """The verdict a stored scan was given, word for word: a re-sent scan never gets another. Raises ScanReused."""
    if scan.body_hash != code.body_hash:
        raise ScanReused
    earlier = arrival_of(scan.told_scan_id) if scan.told_scan_id else None
    guest = guests_by_id([scan.registration_id]).get(scan.registration_id) if scan.registration_id else None
    return _verdict(scan, guest, earlier)


def _verdict(scan: StoredScan, guest: Guest | None, earlier: Arrival | None) -> Verdict:
    since, door = (earlier.at, earlier.door) if earlier else (None, None)
    return Verdict(scan.told, guest, since, door, scan.is_rehearsal)


def _store(code: ShownCode, guest: Guest | None) -> tuple[Verdict, StoredScan]:
    """Judge a scan and store it, unless somebody else has just stored it."""
    told, against, earlier = _judge(code, guest)
    scan = StoredScan(
        code.scan_id,
        code.body_hash,
        told,
        earlier.scan_id if earlier else None,
        code.here.is_rehearsal,
        guest.id if guest else None,
    )
    row = asdict(scan) | {
        "door_id": code.here.id,
        "by_id": code.by_id,
        "token_hash": code.hash,
        "kind": ScanKind.ENTRY,
        "effective_at": code.at,
        "received_at": clock.now(),
        "reason": code.reason if told is Told.ADMITTED_ANYWAY else None,
        "against": against,
        "counts": rules.counts(told, against),
    }
    if not plain_statements.insert_new(_SCAN.c.scan_id, row):
        scan = stored_scans([code.scan_id])[code.scan_id]
        return _told_before(code, scan), scan
    return _verdict(scan, guest, earlier), scan


def refusal(
    door: Door, registration: Registration | None, badge: Badge | None = None, *, said: datetime | None = None
) -> Told | None:
    """Why this person is not let in here, or None if they are. `badge` is what they show, None for somebody named;
    `said` when they came, if not now."""
    at = clock.now()
    if registration is None:
        return rules.refusal(None, at)
    asks = door.invited_only
    facts = rules.GuestFacts(
        registration.edition_id == door.edition_id,
        door.edition.takes_place,
        registration.state,
        registration.mode,
        badge.revoked_at if badge else None,
        registration.category,
        asks and registration.id in invited_among([registration.id]),
    )
    return rules.refusal(facts, at, door_facts(door, door.phase(at if said is None else said)))


def _judge(code: ShownCode, guest: Guest | None) -> tuple[Told, Told | None, Arrival | None]:
    """What to tell, what is held against it, and the earlier entry it refers to."""
    if guest is None:
        return Told.UNKNOWN, Told.UNKNOWN, None
    here = code.here
    facts = rules.GuestFacts(
        guest.edition_id == here.edition_id,
        here.takes_place,
        guest.state,
        guest.mode,
        guest.replaced_at,
        guest.category,
        here.facts.invited_only and guest.id in invited_among([guest.id]),
    )
    refused = rules.refusal(facts, clock.now(), here.facts)
    anyway = code.reason is not None and "anyway" in rules.actions_of(refused or Told.ALREADY_IN)
    if refused is not None and not anyway:
        return refused, refused, None
    earlier = arrival_today(guest.id, code.door, code.at) if here.is_rehearsal else _admit(code, guest)
    is_first = earlier is None or earlier.scan_id == code.scan_id
    if anyway:
        return Told.ADMITTED_ANYWAY, refused, None
    return (Told.ADMITTED, None, None) if is_first else (Told.ALREADY_IN, None, earlier)


def _admit(code: ShownCode, guest: Guest) -> Arrival | None:
    """Try to be the one admission of this person, checkpoint and day; the one there was, or None for ours."""
    here = code.here
    row = {
        "registration_id": guest.id,
        "checkpoint": here.checkpoint,
        "day": here.day,
        "door_id": here.id,
        "scan_id": code.scan_id,
        "first_at": code.at,
        "slot5": here.slot5,
    }
    if plain_statements.insert_new(_ADMISSION.c.scan_id, row):
        return None
    earlier = admitted(guest.id, here.checkpoint, here.day)
    if earlier is None:
        raise LookupError("an admission neither inserted nor found")
    return earlier
