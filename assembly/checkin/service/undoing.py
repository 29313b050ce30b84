"""What was done at the doors is taken back: an admission by the office, the scans of all rehearsals."""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import delete, select

from assembly import clock, history
from assembly.access.acts import ADMISSION_UNDONE
from assembly.checkin.queries.merging import CountingScan, counting_scans
from assembly.checkin.service.admitting import lock_guests, refresh_admissions
from assembly.extensions import db
from assembly.models import Admission, Door, Edition, Scan, ScanKind, Told


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
