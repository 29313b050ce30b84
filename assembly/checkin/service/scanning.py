"""Scans become facts; facts become admissions. A single scan is a batch of one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table

from assembly import clock, plain_statements
from assembly.checkin import rules
from assembly.checkin.queries import arrival_today
from assembly.checkin.queries.invited import invited_among
from assembly.checkin.queries.merging import was_taken_back
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
from assembly.checkin.service.admitting import door_facts
from assembly.checkin.service.shown import ShownCode
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import Admission, Badge, Door, Registration, Scan, ScanKind, Told

_SCAN, _ADMISSION = cast(Table, Scan.__table__), cast(Table, Admission.__table__)


class ScanReused(DomainError):
    """The same scan was sent before with another content; the first stays."""

    sentence = _l("This scan has already been recorded with different details. The first record has been kept.")


class ScanUndone(DomainError):
    """The same scan was sent before and has been taken back since: it lets nobody in a second time."""

    sentence = _l("This check-in was undone. To admit the person, scan the code or search for them again.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door is told. `since` and `since_door` say when and where somebody already came in, `written` who was
    let in by name alone."""

    told: Told
    guest: Guest | None = None
    since: datetime | None = None
    since_door: str | None = None
    is_rehearsal: bool = False
    written: str = ""


def record_scans(shown: Sequence[ShownCode]) -> list[Verdict]:
    """Store each scan once and say, for each, what the door was or is told. Raises ScanReused, ScanUndone.

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


def _told_before(code: ShownCode, scan: StoredScan) -> Verdict:
    """The verdict a stored scan was given, word for word: a re-sent scan never gets another.

    Raises ScanReused, and ScanUndone where nobody is in by it any more.
    """
    if scan.body_hash != code.body_hash:
        raise ScanReused
    if was_taken_back(scan.scan_id):
        raise ScanUndone
    earlier = arrival_of(scan.told_scan_id) if scan.told_scan_id else None
    guest = guests_by_id([scan.registration_id]).get(scan.registration_id) if scan.registration_id else None
    return _verdict(scan, guest, earlier)


def _verdict(scan: StoredScan, guest: Guest | None, earlier: Arrival | None) -> Verdict:
    since, door = (earlier.at, earlier.door) if earlier else (None, None)
    return Verdict(scan.told, guest, since, door, scan.is_rehearsal, scan.written)


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
    if plain_statements.insert_new(_SCAN.c.scan_id, row) is None:
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
        return Told.NOT_ON_LIST if code.external_hash else Told.UNKNOWN, Told.UNKNOWN, None
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
    if plain_statements.insert_new(_ADMISSION.c.scan_id, row) is not None:
        return None
    earlier = admitted(guest.id, here.checkpoint, here.day)
    if earlier is None:
        raise LookupError("an admission neither inserted nor found")
    return earlier
