"""Scans that contradict another one or the office, for the supervisor."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from assembly.checkin.queries.merging import key_of, not_annulled
from assembly.extensions import db, read_all
from assembly.models import Admission, ConflictReview, Door, Edition, Scan, ScanKind, Told

SOON = timedelta(minutes=10)
"Two entries so close by different doors are rarely the same person."
SHOWN = 100
_LET_IN = (Told.ADMITTED, Told.ADMITTED_ANYWAY, Told.RECORDED)
_NOBODY_HERE = (Told.UNKNOWN, Told.OTHER_EDITION, Told.NOT_HELD)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A scan somebody must look at. `kind` says what is wrong: two_doors, again, anyway, clock, or what is held against
    it; `first` is the entry that counts."""

    scan: Scan
    kind: str
    first: Admission | None

    @property
    def can_count(self) -> bool:
        """Whether the guest can be counted after all."""
        scan = self.scan
        known = scan.registration is not None and scan.against not in _NOBODY_HERE
        return known and not scan.counts and not scan.is_rehearsal and self.first is None


def conflicts(edition: Edition) -> list[Conflict]:
    """The contradictions nobody has decided yet, the latest first."""
    first_of_all = exists().where(Admission.scan_id == Scan.scan_id)
    statement = (
        select(Scan)
        .join(Door)
        .where(
            Door.edition_id == edition.id,
            Scan.kind == ScanKind.ENTRY,
            Scan.told.in_(_LET_IN),
            or_(
                Scan.against.is_not(None),
                Scan.told == Told.ADMITTED_ANYWAY,
                Scan.clock_suspect,
                Scan.counts & ~Scan.is_rehearsal & ~first_of_all,
            ),
            or_(Scan.by_id.is_(None), (Scan.told == Told.ADMITTED_ANYWAY) & ~_was_decided()),
            not_annulled(),
            ~(Scan.is_rehearsal & Scan.registration_id.is_(None) & Scan.token_hash.is_(None)),  # a rehearsed walk-in
            ~exists().where(ConflictReview.scan_id == Scan.scan_id),
        )
        .order_by(Scan.effective_at.desc(), Scan.scan_id)
        .limit(SHOWN)
        .options(joinedload(Scan.registration), joinedload(Scan.device), joinedload(Scan.door).joinedload(Door.edition))
    )
    scans = read_all(statement)
    first = _admissions([scan.registration_id for scan in scans if scan.registration_id is not None])
    return [Conflict(scan, _kind(scan, first), first.get(key_of(scan))) for scan in scans]


def _was_decided() -> ColumnElement[bool]:
    """The condition that a scan is itself the decision to count somebody after all (`reviewing.decide`)."""
    first = aliased(Scan)
    return exists().where(
        ConflictReview.is_counted, first.scan_id == ConflictReview.scan_id, first.body_hash == Scan.body_hash
    )


def _admissions(ids: list[int]) -> dict[object, Admission]:
    rows = select(Admission).where(Admission.registration_id.in_(ids)).options(joinedload(Admission.door))
    return {(one.registration_id, one.checkpoint, one.day): one for one in db.session.scalars(rows)}


def _kind(scan: Scan, admissions: dict[object, Admission]) -> str:
    if scan.against is not None:
        return scan.against.value
    first = admissions.get(key_of(scan))
    if scan.counts and first is not None and first.scan_id != scan.scan_id:
        apart = abs(scan.effective_at - first.first_at)
        return "two_doors" if apart < SOON and first.door_id != scan.door_id else "again"
    return "clock" if scan.clock_suspect else "anyway"


def conflict(edition: Edition, scan_id: str) -> Conflict | None:
    """One of the contradictions, by its scan."""
    return next((one for one in conflicts(edition) if one.scan.scan_id == scan_id), None)
