"""The supervisor decides about scans that contradict each other."""

from hashlib import sha256

from assembly import clock, history
from assembly.checkin.queries.conflicts import Conflict
from assembly.checkin.queries.merging import key_of, was_taken_back
from assembly.checkin.service.admitting import lock_guests, refresh_admissions
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import AdmitReason, ConflictReview, Door, Registration, Scan, ScanKind, Told
from assembly.transactions import insert_once


class RefusalUndone(DomainError):
    """The same "no" was sent before and has been taken back since: it is not noted a second time."""

    sentence = _l("This “no” was undone. Scan the code or search for the guest again.")


def decide(conflict: Conflict, by_id: int, *, count: bool) -> None:
    """Note the decision; to count somebody is a scan of its own, at the moment they came. A second press changes
    nothing. Whom a phone wrote down is forgotten."""
    scan = conflict.scan
    count = count and conflict.can_count
    decided = {"scan_id": scan.scan_id, "is_counted": count, "by_id": by_id, "at": clock.now()}
    db.session.execute(insert_once(ConflictReview).values(decided))
    if scan.written:
        scan.written = ""
    if count and scan.registration is not None:
        lock_guests([scan.registration.id])
        db.session.execute(insert_once(Scan).values(_counted(scan, by_id)))
        key = key_of(scan)
        refresh_admissions([key] if key else [])
    history.record("scan", scan.scan_id, "conflict decided", edition_id=scan.door.edition_id, counted=count)


def note_refusal(door: Door, scan_id: str, by_id: int, guest: Registration | None) -> None:
    """Write down that the supervisor said no, to somebody who is registered or to whom nobody found; every door is told
    of it. The same scan again changes nothing. Raises RefusalUndone where it has been taken back since."""
    now = clock.now()
    row = {
        "scan_id": scan_id,
        "door_id": door.id,
        "by_id": by_id,
        "registration_id": guest.id if guest else None,
        "kind": ScanKind.ENTRY,
        "effective_at": now,
        "received_at": now,
        "told": Told.SUPERVISOR_NO,
        "body_hash": sha256(f"no {guest.code if guest else ''} {door.id}".encode()).hexdigest(),
        "is_rehearsal": door.is_rehearsal(now),
    }
    db.session.execute(insert_once(Scan).values(row))
    if was_taken_back(scan_id):
        raise RefusalUndone


def _counted(scan: Scan, by_id: int) -> dict[str, object]:
    scan_id = sha256(f"counted {scan.scan_id}".encode()).hexdigest()[:32]
    return {
        "scan_id": scan_id,
        "door_id": scan.door_id,
        "by_id": by_id,
        "registration_id": scan.registration_id,
        "kind": ScanKind.ENTRY,
        "effective_at": scan.effective_at,
        "received_at": clock.now(),
        "told": Told.ADMITTED_ANYWAY,
        "reason": AdmitReason.SUPERVISOR,
        "body_hash": scan.body_hash,
        "counts": True,
    }
