"""Admissions follow from scans: of all that count, the earliest; whatever order they came in."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select

from assembly import clock, plain_statements
from assembly.checkin.queries.merging import CountingScan, Key, counting_scans
from assembly.checkin.rules import DoorFacts
from assembly.extensions import db, read_all
from assembly.models import Admission, Category, Door, DoorPhase, ParticipationCount, Registration, StateCount
from assembly.transactions import locked


def door_facts(door: Door, phase: DoorPhase) -> DoorFacts:
    """Give what the rules ask of a door in this phase."""
    return DoorFacts(phase is DoorPhase.CLOSED, frozenset(map(Category, door.roles)), door.invited_only)


def lock_guests(registration_ids: Iterable[int]) -> None:
    """Let scans of one guest come one after the other, in one order for everybody; on SQLite all writers do."""
    ids = sorted(set(registration_ids))
    if ids and db.engine.dialect.name != "sqlite":
        rows = select(Registration.id).where(Registration.id.in_(ids)).order_by(Registration.id)
        read_all(locked(rows))


def refresh_admissions(keys: Iterable[Key]) -> None:
    """Make each of these admissions what the scans say: the earliest that counts, or none. The guests are locked."""
    wanted = set(keys)
    ids = {registration_id for registration_id, _checkpoint, _day in wanted}
    if not ids:
        return
    if len(ids) > 1:
        _lock_figures(ids)
    first: dict[Key, CountingScan] = {}
    for scan in counting_scans(ids):
        first.setdefault(scan.key, scan)
    there = {tuple(row[:3]): row[3] for row in plain_statements.execute(_STORED, {"guests": sorted(ids)})}
    made = []
    for key in wanted:
        winner, told_by = first.get(key), there.get(key)
        if winner is None:
            if told_by is not None:
                db.session.delete(_admission(key))
        elif told_by is None:
            made.append({"registration_id": key[0], "checkpoint": key[1], "day": key[2]} | _facts(winner))
        elif told_by != winner.scan_id:
            admission = _admission(key)
            for name, value in _facts(winner).items():
                setattr(admission, name, value)
    db.session.flush()
    if made:
        plain_statements.execute(_ADD, made)


_ADMISSION = cast(Table, Admission.__table__)
_STORED = select(_ADMISSION.c.registration_id, _ADMISSION.c.checkpoint, _ADMISSION.c.day, _ADMISSION.c.scan_id).where(
    _ADMISSION.c.registration_id.in_(bindparam("guests", expanding=True))
)
_ADD = insert(_ADMISSION)


def _admission(key: Key) -> Admission:
    return db.session.get_one(Admission, key, populate_existing=True)


def _lock_figures(registration_ids: Collection[int]) -> None:
    """Let those who change several figures of an edition come one after the other, or each could wait for the other."""
    editions = select(Registration.edition_id).where(Registration.id.in_(registration_ids))
    for edition, part in (  # in the order in which the triggers ask for them
        (StateCount.edition_id, StateCount.state),
        (ParticipationCount.edition_id, ParticipationCount.community_id),
    ):
        db.session.execute(locked(select(part).where(edition.in_(editions)).order_by(edition, part))).all()


def _facts(winner: CountingScan) -> dict[str, Any]:
    slot5 = clock.slot5(winner.at, winner.zone)
    return {"door_id": winner.door_id, "scan_id": winner.scan_id, "first_at": winner.at, "slot5": slot5}
