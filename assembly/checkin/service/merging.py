"""Batches of phones: any scan any number of times, in any order, and the same comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table

from assembly import clock, plain_statements
from assembly.checkin import queries, rules
from assembly.checkin.phone_scans import PhoneScan, form_key
from assembly.checkin.queries import merging
from assembly.checkin.queries.invited import invited_among
from assembly.checkin.queries.merging import Key, KnownGuest, key_of
from assembly.checkin.service.admitting import door_facts, lock_guests, refresh_admissions
from assembly.checkin.service.writing_down import register_written
from assembly.models import Device, Door, DoorPhase, Scan, ScanKind, Told
from assembly.transactions import fresh, insert_once

_SCAN = cast(Table, Scan.__table__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one scan of a batch; the same each time it is sent."""

    scan_id: str
    fault: str | None = None
    "Why it is not stored: another scan has its id (`reused`)."
    against: Told | None = None
    counts: bool = False
    guest: str | None = None
    "Whom it registered, with the reference of their badge: nobody who was registered before."
    ref: str | None = None
    is_unlisted: bool = False
    "Whether the directory does not know the place of whom it registered."


def merge_scans(device: Device, scans: Sequence[PhoneScan]) -> list[Stored]:
    """Store each scan once and let the admissions follow. A door that was renamed meanwhile is that of the phone.

    What is held against a scan depends on it alone and on what the office knew at the moment of the scan, so that no
    order of arrival changes it. The phone, its door and its edition may have been read before `writing()`.
    """
    doors = {device.door.code: device.door}
    if any(scan.door not in doors for scan in scans):
        doors = {door.code: door for door in queries.doors(device.door.edition)}
    before = merging.stored_scans({scan.scan_id for scan in scans})
    new = {scan.scan_id: scan for scan in reversed(scans) if scan.scan_id not in before}
    guests, refused = _guests(device, new, doors)
    lock_guests(guest.registration_id for guest in guests.values())
    at_doors = {name: doors.get(scan.door, device.door) for name, scan in new.items()}
    asks = any(door.invited_only for door in at_doors.values())
    invited = invited_among({one.registration_id for one in guests.values()}) if asks else set()
    phases = {door.id: door.phases() for door in at_doors.values()}
    rows = {}
    for name, scan in new.items():
        here = _Here(at_doors[name], phases[at_doors[name].id])
        rows[name] = _row(device, scan, here, guests.get(name), invited)
        if name in refused:
            rows[name]["against"] = refused[name]
    if rows:
        plain_statements.execute(insert_once(_SCAN), list(rows.values()))
        _refresh(rows, {door.id: door for door in at_doors.values()})
    stored = before | (merging.stored_scans(rows.keys()) if rows else {})
    return [_outcome(scan, stored[scan.scan_id]) for scan in scans]


def _guests(
    device: Device, new: dict[str, PhoneScan], doors: dict[str, Door]
) -> tuple[dict[str, KnownGuest], dict[str, Told]]:
    """Whom each scan stands for, if anybody; those a phone wrote down are registered now, under the lock of places, and
    whoever came first has the last place. Gives also what is held against those who may have none."""
    edition = device.door.edition
    written = [scan for scan in new.values() if scan.written and _may_register(device, scan, doors)]
    written.sort(key=_phone_time)
    codes, refused = register_written(fresh(edition), written) if written else ({}, {})
    codes |= {name: scan.guest for name, scan in new.items() if scan.guest}
    by_hash = merging.guests_by_hash({scan.code_hash for scan in new.values() if scan.code_hash})
    by_code = merging.guests_by_code(set(codes.values()), edition)
    found = {name: by_hash.get(scan.code_hash or "") or by_code.get(codes.get(name, "")) for name, scan in new.items()}
    return {name: guest for name, guest in found.items() if guest is not None}, refused


def _may_register(device: Device, scan: PhoneScan, doors: dict[str, Door]) -> bool:
    """Whether what a phone wrote down counts: not in a rehearsal, and not after the phone was ended."""
    at, _suspect = rules.effective_time(_phone_time(scan), scan.list_at, clock.now())
    return not doors.get(scan.door, device.door).is_rehearsal(at) and (device.ended_at is None or at <= device.ended_at)


def _outcome(scan: PhoneScan, row: Any) -> Stored:
    if row.body_hash != scan.body_hash:
        return Stored(scan.scan_id, fault="reused")
    is_made_by_it = scan.written is not None and row.idempotency_key == form_key(scan.scan_id)
    if not is_made_by_it:
        return Stored(scan.scan_id, None, row.against, row.counts)
    return Stored(scan.scan_id, None, row.against, row.counts, row.code, row.spoken_ref, row.community_id is None)


def _refresh(rows: dict[str, dict[str, Any]], doors: dict[int, Door]) -> None:
    """The admissions that new scans speak of, those of the entries they take back included."""
    keys = {_key(row, doors[row["door_id"]]) for row in rows.values() if row["counts"] and not row["is_rehearsal"]}
    annulled = merging.scans_annulled_by([row["annuls"] for row in rows.values() if row["annuls"]])
    lock_guests(scan.registration_id for scan in annulled if scan.registration_id is not None)
    for scan in annulled:
        if scan.written:  # nobody decides about it any more
            scan.written = ""
    keys |= {key for scan in annulled if not scan.is_rehearsal and (key := key_of(scan)) is not None}
    refresh_admissions(keys)


def _key(row: dict[str, Any], door: Door) -> Key:
    return row["registration_id"], door.checkpoint, clock.local_day(row["effective_at"], door.edition.zone)


@dataclass(frozen=True, slots=True)
class _Here:
    """The door of a scan, and what says which moment is what for it."""

    door: Door
    phase: Callable[[datetime], DoorPhase]


def _row(device: Device, scan: PhoneScan, here: _Here, guest: KnownGuest | None, invited: set[int]) -> dict[str, Any]:
    received = clock.now()
    at, suspect = rules.effective_time(_phone_time(scan), scan.list_at, received)
    is_entry, phase = scan.kind is ScanKind.ENTRY, here.phase(at)
    is_rehearsal = phase is DoorPhase.REHEARSAL
    facts = door_facts(here.door, phase)
    against = _against(device, scan, guest, at, here.door.edition_id, facts, invited) if is_entry else None
    if scan.written and is_rehearsal and against is Told.UNKNOWN:
        against = None  # nobody is registered in a rehearsal, and nobody need look for them
    keeps_name = guest is None and not is_rehearsal and against is not Told.PHONE_ENDED
    return {
        "scan_id": scan.scan_id,
        "door_id": here.door.id,
        "device_id": device.id,
        "token_hash": scan.code_hash,
        "registration_id": guest.registration_id if guest else None,
        "kind": scan.kind,
        "effective_at": at,
        "received_at": received,
        "told": scan.told,
        "body_hash": scan.body_hash,
        "is_rehearsal": is_rehearsal,
        "device_at": scan.device_at,
        "offset_ms": scan.offset_ms,
        "is_offline": scan.is_offline,
        "clock_suspect": suspect,
        "reason": scan.reason,
        "against": against,
        "counts": is_entry and guest is not None and rules.counts(scan.told, against),
        "annuls": scan.annuls,
        "written": scan.written.line if keeps_name and scan.written else "",
    }


def _phone_time(scan: PhoneScan) -> datetime:
    """By our clock, as far as the phone knew it."""
    try:
        return scan.device_at + timedelta(milliseconds=scan.offset_ms)
    except OverflowError:
        return scan.device_at


def _against(
    device: Device,
    scan: PhoneScan,
    guest: KnownGuest | None,
    at: datetime,
    edition_id: int,
    door: rules.DoorFacts,
    invited: set[int],
) -> Told | None:
    if device.ended_at is not None and at > device.ended_at:
        return Told.PHONE_ENDED
    if scan.told is Told.SUPERVISOR_NO:
        return None
    known_at = clock.now() if scan.written else at  # whoever was written down has been registered since
    facts = guest.facts_at(known_at, edition_id, invited) if guest else None
    return rules.refusal(facts, at, door)
