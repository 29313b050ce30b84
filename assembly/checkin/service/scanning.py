"""Scans become facts; facts become admissions. A single scan is a batch of one (model.md 1.3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select

from assembly import clock, history
from assembly.checkin import queries, rules
from assembly.checkin.queries.merging import CountingScan, counting_scans, invited_among
from assembly.checkin.service.admitting import door_facts, lock_guests, refresh_admissions
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Admission, AdmitReason, Badge, Door, Edition, Registration, Scan, ScanKind, Told
from assembly.registration.queries.acts import ADMISSION_UNDONE
from assembly.registration.service.at_the_door import walk_in
from assembly.sealed import token_hash
from assembly.transactions import insert_once


class ScanReused(DomainError):
    """The same scan was sent before with another content; the first stays."""

    sentence = _l("This scan has already been recorded with different details. The first record has been kept.")


class Rehearsed(DomainError):
    """A walk-in on another day than those of the assembly would have been let in; nothing is stored."""

    sentence = _l("Rehearsal: no one was registered and nothing was saved.")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """One code shown at a door. `scan_id` is made by whoever scans; `at` is when, by our clock if online.

    Somebody without a code is `named` by a volunteer who found them in the list; then `token` is empty. With a `reason`
    the volunteer lets them in against the verdict.
    """

    scan_id: str
    token: str
    door: Door
    at: datetime
    by_id: int | None = None
    named: Registration | None = None
    reason: AdmitReason | None = None

    @property
    def hash(self) -> str | None:
        """What the code is looked up by; None for somebody named."""
        return token_hash(self.token) if self.named is None else None

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is only tried, on another day than those of the assembly: then no admission is made."""
        return self.door.is_rehearsal(self.at)

    @property
    def body_hash(self) -> str:
        """The same code or name at the same door gives the same value, so that a re-sent scan is recognised."""
        who = self.hash if self.named is None else self.named.code
        return sha256(f"{who} {self.door.id}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door is told. `since` and `since_door` say when and where somebody already came in."""

    told: Told
    registration: Registration | None = None
    since: datetime | None = None
    since_door: str | None = None
    is_rehearsal: bool = False


def record_scans(shown: Sequence[ShownCode]) -> list[Verdict]:
    """Store each scan once and say, for each, what the door was or is told. Raises ScanReused.

    One look-up for the batch and one insert a row that the database itself refuses to repeat: two doors at the same
    moment admit a person once, and the loser learns where and when the winner did.
    """
    stored = queries.scans_by_id(code.scan_id for code in shown)
    badges = queries.badges_by_hash({code.hash for code in shown if code.hash and code.scan_id not in stored})
    verdicts = []
    for code in shown:
        scan = stored.get(code.scan_id) or _store(code, badges.get(code.hash or ""))
        if scan.body_hash != code.body_hash:
            raise ScanReused
        stored[code.scan_id] = scan
        verdicts.append(verdict_of(scan))
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


def admit_walk_in(came: WalkIn, door: Door, by_id: int) -> Verdict:
    """Register and admit in one: whoever is registered here stands inside. The same form twice is one person, let in
    once. Raises RoomFull, ThereAlready, SentBefore, and Rehearsed on another day than those of the assembly, where
    somebody who is registered would count; nothing is stored then."""
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
    scan_id = sha256(f"walk-in {came.key}".encode()).hexdigest()[:32]
    shown = ShownCode(scan_id, "", door, clock.now(), by_id, guest)
    if shown.is_rehearsal and not queries.scans_by_id([scan_id]):
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


def verdict_of(scan: Scan) -> Verdict:
    """The verdict a stored scan was given, word for word: a re-sent scan never gets another."""
    earlier = db.session.get(Scan, scan.told_scan_id) if scan.told_scan_id else None
    return Verdict(
        scan.told,
        scan.registration,
        earlier.effective_at if earlier else None,
        earlier.door.code if earlier else None,
        scan.is_rehearsal,
    )


def _store(code: ShownCode, badge: Badge | None) -> Scan:
    shown_for = code.named or (badge.registration if badge else None)
    who = shown_for.standing if shown_for else None
    told, against, earlier = _judge(code, who, badge)
    row = {
        "scan_id": code.scan_id,
        "door_id": code.door.id,
        "by_id": code.by_id,
        "token_hash": code.hash,
        "registration_id": who.id if who else None,
        "kind": ScanKind.ENTRY,
        "effective_at": code.at,
        "received_at": clock.now(),
        "told": told,
        "told_scan_id": earlier,
        "body_hash": code.body_hash,
        "is_rehearsal": code.is_rehearsal,
        "reason": code.reason if told is Told.ADMITTED_ANYWAY else None,
        "against": against,
        "counts": rules.counts(told, against),
    }
    stored = db.session.scalars(insert_once(Scan).values(row).returning(Scan)).one_or_none()
    return stored or queries.scans_by_id([code.scan_id])[code.scan_id]


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
    return rules.refusal(facts, at, door_facts(door, at if said is None else said))


def _judge(code: ShownCode, who: Registration | None, badge: Badge | None) -> tuple[Told, Told | None, str | None]:
    """What to tell, what is held against it, and the earlier scan it refers to."""
    refused = refusal(code.door, who, badge, said=code.at)
    anyway = code.reason is not None and "anyway" in rules.actions_of(refused or Told.ALREADY_IN)
    if who is None or (refused is not None and not anyway):
        return refused or Told.UNKNOWN, refused or Told.UNKNOWN, None
    winner = _rehearse(code, who) if code.is_rehearsal else _admit(code, who)
    if anyway and (refused is not None or winner != code.scan_id):
        return Told.ADMITTED_ANYWAY, refused, None
    return (Told.ADMITTED, None, None) if winner == code.scan_id else (Told.ALREADY_IN, None, winner)


def _admit(code: ShownCode, registration: Registration) -> str:
    """Try to be the one admission of this person, checkpoint and day; the scan that is, ours or an earlier one."""
    zone = registration.edition.zone
    lock_guests([registration.id])
    first = insert_once(Admission).values(
        registration_id=registration.id,
        checkpoint=code.door.checkpoint,
        day=clock.local_day(code.at, zone),
        door_id=code.door.id,
        scan_id=code.scan_id,
        first_at=code.at,
        slot5=clock.slot5(code.at, zone),
    )
    if db.session.scalar(first.returning(Admission.scan_id)) is not None:
        return code.scan_id
    arrival = queries.arrival_today(registration, code.door, code.at)
    if arrival is None:
        raise LookupError("an admission neither inserted nor found")
    return arrival.scan_id


def _rehearse(code: ShownCode, registration: Registration) -> str:
    """Return the scan that let this person in first in a rehearsal, ours or an earlier one; two doors take turns."""
    lock_guests([registration.id])
    arrival = queries.arrival_today(registration, code.door, code.at)
    return arrival.scan_id if arrival else code.scan_id
