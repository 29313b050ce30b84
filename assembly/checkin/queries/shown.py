"""Reads what one scan has to know, in columns: under the write lock nothing is loaded that the verdict does not say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, Table, bindparam, func, null, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from assembly import plain_statements
from assembly.extensions import db
from assembly.models import (
    Admission,
    Badge,
    Bilingual,
    Category,
    Community,
    Door,
    Mode,
    Registration,
    Scan,
    State,
    Told,
)
from assembly.transactions import locked


@dataclass(frozen=True, slots=True)
class Place:
    """A city or region, as the directory knows it."""

    code: str
    names: Bilingual


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a code or a name stands for: the registration that is valid for them, and what the door shows of it."""

    id: int
    code: str
    edition_id: int
    state: State
    mode: Mode
    badge_name: str
    lang: str
    function: str
    org_text: str
    category: Category
    desk_note: str
    community: Place | None
    replaced_at: datetime | None
    "When a newer code took the place of the one shown; None for the valid one and for a name."

    @property
    def place(self) -> str:
        """Whom they represent, in the language now spoken."""
        return str(self.community.names) if self.community else self.org_text


@dataclass(frozen=True, slots=True)
class Arrival:
    """The first entry of somebody on one day: the scan that let them in, when, and the name of the door."""

    scan_id: str
    at: datetime
    door: str


@dataclass(frozen=True, slots=True)
class StoredScan:
    """What is stored of a scan: what was shown, what the door was told, and the earlier scan this speaks of."""

    scan_id: str
    body_hash: str
    told: Told
    told_scan_id: str | None
    is_rehearsal: bool
    registration_id: int | None
    written: str = ""
    "Who was let in by name alone, until the supervisor has decided."


_shown = aliased(Registration)
_PLACE = cast(Table, Community.__table__)


def _guests(found_by: Any, replaced_at: Any) -> Select[*tuple[Any, ...]]:
    """Select the valid registrations of those that are `_shown`: each itself, or the one it was merged into."""
    valid = func.coalesce(_shown.merged_into_id, _shown.id)
    return (
        select(
            found_by,
            Registration.id,
            Registration.code,
            Registration.edition_id,
            Registration.state,
            Registration.mode,
            Registration.badge_name,
            Registration.lang,
            Registration.function,
            Registration.org_text,
            Registration.category,
            Registration.desk_note,
            _PLACE.c.names_en,
            _PLACE.c.names_fr,
            _PLACE.c.code,
            replaced_at,
        )
        .select_from(_shown)
        .join(Registration, Registration.id == valid)
        .outerjoin(_PLACE, _PLACE.c.id == Registration.community_id)
        .order_by(Registration.id)
    )


class _Lookup:
    """A statement for the rows with any of these values in a column, built once, as each scan sends it. For a single
    value it compares: SQLAlchemy writes a list anew each time."""

    def __init__(self, rows: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any]) -> None:
        self._many = rows.where(column.in_(bindparam("wanted", expanding=True)))
        self._one = rows.where(column == bindparam("wanted"))

    def rows(self, wanted: Collection[Any], *, lock: bool = False) -> CursorResult[*tuple[Any, ...]]:
        """Send it; on PostgreSQL `lock` locks the registrations. On SQLite all writers take turns."""
        values = list(wanted)
        statement = self._one if len(values) == 1 else self._many
        if lock and db.engine.dialect.name != "sqlite":
            statement = locked(statement, of=Registration)
        return plain_statements.execute(statement, {"wanted": values[0] if len(values) == 1 else values})


_BY_HASH = _Lookup(
    _guests(Badge.token_hash, Badge.revoked_at).join(Badge, Badge.registration_id == _shown.id), Badge.token_hash
)
_BY_ID = _Lookup(_guests(_shown.id, null()), _shown.id)
_STORED = _Lookup(
    select(
        Scan.scan_id,
        Scan.body_hash,
        Scan.told,
        Scan.told_scan_id,
        Scan.is_rehearsal,
        Scan.registration_id,
        Scan.written,
    ),
    Scan.scan_id,
)


def guests_by_hash(hashes: Collection[str]) -> dict[str, Guest]:
    """The guests whose codes were shown, by the hash of the code; locked, so that their scans take turns."""
    return _found(_BY_HASH, hashes)


def guests_by_id(ids: Collection[int]) -> dict[int, Guest]:
    """The guests found by name, by the id of their registration; locked as well."""
    return _found(_BY_ID, ids)


def _found(lookup: _Lookup, wanted: Collection[Any]) -> dict[Any, Guest]:
    if not wanted:
        return {}
    guests = {}
    for found_by, *facts, names_en, names_fr, code, replaced_at in lookup.rows(wanted, lock=True):
        facts += [Place(code, Bilingual(names_en, names_fr)) if code else None, replaced_at]
        guests[found_by] = Guest(*facts)
    return guests


def stored_scans(scan_ids: Collection[str]) -> dict[str, StoredScan]:
    """Facts already stored under these names."""
    return {row.scan_id: StoredScan(*row) for row in _STORED.rows(scan_ids)}


_ADMITTED = (
    select(Admission.scan_id, Admission.first_at, Door.code)
    .join(Door, Door.id == Admission.door_id)
    .where(
        Admission.registration_id == bindparam("guest"),
        Admission.checkpoint == bindparam("checkpoint"),
        Admission.day == bindparam("day"),
    )
)


def admitted(registration_id: int, checkpoint: str, day: date) -> Arrival | None:
    """The one entry of somebody by a checkpoint on a day."""
    named = {"guest": registration_id, "checkpoint": checkpoint, "day": day}
    row = plain_statements.execute(_ADMITTED, named).one_or_none()
    return Arrival(*row) if row else None


def arrival_of(scan_id: str) -> Arrival | None:
    """When and where a stored scan was made."""
    made = select(Scan.scan_id, Scan.effective_at, Door.code).join(Door, Door.id == Scan.door_id)
    row = db.session.execute(made.where(Scan.scan_id == scan_id)).one_or_none()
    return Arrival(*row) if row else None
