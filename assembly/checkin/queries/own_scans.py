"""What one account did on the page of a door."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from assembly.checkin.queries.merging import not_annulled
from assembly.extensions import db
from assembly.models import Door, Edition, Scan, ScanKind, Told

LAST = 20


@dataclass(frozen=True, slots=True)
class OwnScan:
    """An entry, and whether it was taken back."""

    scan: Scan
    is_undone: bool

    @property
    def can_undo(self) -> bool:
        """Whether somebody came in by it, be it by the supervisor's word and name alone, or she said no."""
        return self.scan.counts or self.scan.told in (Told.ADMITTED_ANYWAY, Told.SUPERVISOR_NO)


def own_scans(edition: Edition, user_id: int, scan_ids: Sequence[str] | None = None) -> list[OwnScan]:
    """The last entries an account made at the doors of an edition, the latest first, or those of these names."""
    rows = (
        select(Scan, not_annulled())
        .join(Door)
        .where(Door.edition_id == edition.id, Scan.by_id == user_id, Scan.kind == ScanKind.ENTRY)
        .order_by(Scan.received_at.desc(), Scan.scan_id)
        .options(contains_eager(Scan.door).joinedload(Door.edition), joinedload(Scan.registration))
    )
    rows = rows.limit(LAST) if scan_ids is None else rows.where(Scan.scan_id.in_(scan_ids))
    return [OwnScan(scan, not stands) for scan, stands in db.session.execute(rows)]
