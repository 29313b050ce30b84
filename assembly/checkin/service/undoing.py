"""What was done at the doors is taken back: an admission by the office, scans by who made them, those of rehearsals."""

from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import delete, select

from assembly import clock, history
from assembly.access.registration_history import ADMISSION_UNDONE
from assembly.checkin.queries.merging import CountingScan, counting_scans, key_of, scans_annulled_by
from assembly.checkin.service.admitting import lock_guests, refresh_admissions
from assembly.extensions import db, read_all
from assembly.models import Admission, Door, Edition, Scan, ScanKind, Told
from assembly.transactions import insert_once


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
            _annul(scan)
    refresh_admissions([undone])


def undo_scans(scan_ids: Collection[str], by_id: int) -> None:
    """Take back entries that somebody made on the page of a door, and forget whom they named; once more changes
    nothing."""
    scans = scans_annulled_by(scan_ids)
    lock_guests(scan.registration_id for scan in scans if scan.registration_id is not None)
    for scan in scans:
        _annul(scan, by_id, is_rehearsal=scan.is_rehearsal)
        scan.written = ""  # nobody decides about it any more
    refresh_admissions([key for scan in scans if not scan.is_rehearsal and (key := key_of(scan)) is not None])


def _annul(scan: CountingScan | Scan, by_id: int | None = None, *, is_rehearsal: bool = False) -> None:
    """Take a scan back by a fact whose name follows from it."""
    now = clock.now()
    row = {
        "scan_id": sha256(f"annul {scan.scan_id}".encode()).hexdigest()[:32],
        "door_id": scan.door_id,
        "by_id": by_id,
        "registration_id": scan.registration_id,
        "kind": ScanKind.ANNUL,
        "effective_at": now,
        "received_at": now,
        "told": Told.ADMITTED,
        "body_hash": sha256(scan.scan_id.encode()).hexdigest(),
        "is_rehearsal": is_rehearsal,
        "annuls": scan.scan_id,
    }
    db.session.execute(insert_once(Scan).values(row))


def clear_rehearsal(edition: Edition) -> None:
    """Delete the scans of all rehearsals at the doors of an edition."""
    at_doors = select(Door.id).where(Door.edition_id == edition.id)
    rehearsed = delete(Scan).where(Scan.door_id.in_(at_doors), Scan.is_rehearsal).returning(Scan.scan_id)
    deleted = len(read_all(rehearsed))
    if deleted:
        history.record("edition", edition.slug, "rehearsal cleared", edition_id=edition.id, scans=deleted)
