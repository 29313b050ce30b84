"""Scans become facts; facts become admissions. A single scan is a batch of one (model.md 1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from assembly import clock
from assembly.checkin import queries
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Admission, Badge, Door, Registration, Scan, ScanKind, State, Told
from assembly.sealed import token_hash
from assembly.transactions import insert_once


class ScanReused(DomainError):
    """The same scan was sent before with another content; the first stays."""

    sentence = _l("This scan was sent before with another content. The first was kept.")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """One code shown at a door. `scan_id` is made by whoever scans; `at` is when, by our clock if online."""

    scan_id: str
    token: str
    door: Door
    at: datetime
    by_id: int | None = None

    @property
    def body_hash(self) -> str:
        """The same code at the same door gives the same value, so that a re-sent scan is recognised."""
        return sha256(f"{token_hash(self.token)} {self.door.id}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door is told. `since` and `since_door` say when and where somebody already came in."""

    told: Told
    registration: Registration | None = None
    since: datetime | None = None
    since_door: str | None = None


def record_scans(shown: Sequence[ShownCode]) -> list[Verdict]:
    """Store each scan once and say, for each, what the door was or is told. Raises ScanReused.

    One look-up for the batch and one insert a row that the database itself refuses to repeat: two doors at the same
    moment admit a person once, and the loser learns where and when the winner did.
    """
    stored = queries.scans_by_id(code.scan_id for code in shown)
    badges = queries.badges_by_hash({token_hash(code.token) for code in shown if code.scan_id not in stored})
    verdicts = []
    for code in shown:
        scan = stored.get(code.scan_id) or _store(code, badges.get(token_hash(code.token)))
        if scan.body_hash != code.body_hash:
            raise ScanReused
        stored[code.scan_id] = scan
        verdicts.append(verdict_of(scan))
    return verdicts


def verdict_of(scan: Scan) -> Verdict:
    """The verdict a stored scan was given, word for word: a re-sent scan never gets another."""
    earlier = db.session.get(Scan, scan.told_scan_id) if scan.told_scan_id else None
    return Verdict(
        scan.told,
        scan.registration,
        earlier.effective_at if earlier else None,
        earlier.door.code if earlier else None,
    )


def _store(code: ShownCode, badge: Badge | None) -> Scan:
    told, earlier = _judge(code, badge)
    row = {
        "scan_id": code.scan_id,
        "door_id": code.door.id,
        "by_id": code.by_id,
        "token_hash": token_hash(code.token),
        "registration_id": badge.registration_id if badge else None,
        "kind": ScanKind.ENTRY,
        "effective_at": code.at,
        "received_at": clock.now(),
        "told": told,
        "told_scan_id": earlier,
        "body_hash": code.body_hash,
    }
    db.session.execute(insert_once(Scan).values(row))
    return queries.scans_by_id([code.scan_id])[code.scan_id]


def refusal(door: Door, badge: Badge | None) -> Told | None:
    """Why this badge does not open this door, or None if it does. The page asks before, the scan decides."""
    if badge is None:
        return Told.UNKNOWN
    if badge.registration.edition_id != door.edition_id:
        return Told.OTHER_EDITION
    if badge.revoked_at is not None:
        return Told.REPLACED
    if badge.registration.state is not State.CONFIRMED:
        return Told.NOT_CONFIRMED
    return None if badge.registration.opens_doors else Told.REGISTERED_ONLINE


def _judge(code: ShownCode, badge: Badge | None) -> tuple[Told, str | None]:
    """What to tell, and the earlier scan it refers to."""
    refused = refusal(code.door, badge)
    if refused is not None or badge is None:
        return refused or Told.UNKNOWN, None
    winner = _admit(code, badge.registration)
    return (Told.ADMITTED, None) if winner == code.scan_id else (Told.ALREADY_IN, winner)


def _admit(code: ShownCode, registration: Registration) -> str:
    """Try to be the one admission of this person, checkpoint and day; the scan that is, ours or an earlier one."""
    zone = registration.edition.zone
    db.session.execute(
        insert_once(Admission).values(
            registration_id=registration.id,
            checkpoint=code.door.checkpoint,
            day=clock.local_day(code.at, zone),
            door_id=code.door.id,
            scan_id=code.scan_id,
            first_at=code.at,
            slot5=clock.slot5(code.at, zone),
        )
    )
    admission = queries.admission_today(registration, code.door.checkpoint, code.at)
    if admission is None:
        raise LookupError("an admission neither inserted nor found")
    return admission.scan_id
