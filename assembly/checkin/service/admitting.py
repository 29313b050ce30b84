"""Admissions follow from scans: of all that count, the earliest; whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries.merging import Key, counting_scans, key_of
from assembly.extensions import db
from assembly.models import Admission, Registration, Scan
from assembly.transactions import locked


def lock_guests(registration_ids: Iterable[int]) -> None:
    """Let scans of one guest come one after the other, in one order for everybody."""
    ids = sorted(set(registration_ids))
    if ids:
        rows = select(Registration.id).where(Registration.id.in_(ids)).order_by(Registration.id)
        db.session.scalars(locked(rows)).all()


def refresh_admissions(keys: Iterable[Key]) -> None:
    """Make each of these admissions what the scans say: the earliest that counts, or none. The guests are locked."""
    wanted = set(keys)
    ids = {registration_id for registration_id, _checkpoint, _day in wanted}
    if not ids:
        return
    first: dict[Key | None, Scan] = {}
    for counting in counting_scans(ids):
        first.setdefault(key_of(counting), counting)
    stored = select(Admission).where(Admission.registration_id.in_(ids)).execution_options(populate_existing=True)
    there = {(one.registration_id, one.checkpoint, one.day): one for one in db.session.scalars(stored)}
    for key in wanted:
        scan, admission = first.get(key), there.get(key)
        if scan is None:
            if admission is not None:
                db.session.delete(admission)
        elif admission is None:
            db.session.add(_admission(key, scan))
        elif admission.scan_id != scan.scan_id:
            _point_to(admission, scan)
    db.session.flush()


def _admission(key: Key, scan: Scan) -> Admission:
    made = Admission(registration_id=key[0], checkpoint=key[1], day=key[2])
    _point_to(made, scan)
    return made


def _point_to(admission: Admission, scan: Scan) -> None:
    admission.door_id, admission.scan_id, admission.first_at = scan.door_id, scan.scan_id, scan.effective_at
    admission.slot5 = clock.slot5(scan.effective_at, scan.door.edition.zone)
