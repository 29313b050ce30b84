"""Reads of the door."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from assembly import clock, plain_statements
from assembly.checkin.phone_scans import scan_of_form
from assembly.checkin.queries.merging import not_annulled
from assembly.checkin.queries.shown import Arrival, admitted
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Admission,
    Badge,
    Door,
    DoorKind,
    Edition,
    ExternalCode,
    Mode,
    PageTopic,
    PageVersion,
    Pool,
    Registration,
    Reserve,
    Scan,
    ScanKind,
    Told,
)
from assembly.transactions import locked


def doors(edition: Edition) -> list[Door]:
    """The doors of an edition, by letter."""
    return read_all(select(Door).where(Door.edition_id == edition.id).order_by(Door.code))


_BY_SLUG = (
    select(Door)
    .join(Edition)
    .where(Edition.slug == bindparam("slug"), Door.code == bindparam("code"))
    .options(joinedload(Door.edition).lazyload(Edition.venue))
)
"Built once, as each scan asks for it; no verdict says where the venue is."


def door_by_slug(slug: str, code: str) -> Door | None:
    """The door with this letter at the edition with this slug."""
    return read_one(_BY_SLUG, {"slug": slug, "code": code})


_VERSIONS = cast(Table, PageVersion.__table__)
_VERSION = select(_VERSIONS.c.number).where(_VERSIONS.c.topic == PageTopic.CONTENT)


def kept_door(slug: str, code: str) -> Door | None:
    """The same outside the session, to be read alone: its columns and those of its edition. It is kept from the last
    scan while no door and no edition changed."""
    kept: dict[tuple[str, str], tuple[int, Door]] = current_app.extensions.setdefault("doors", {})
    version: int = plain_statements.execute(_VERSION).scalar_one()
    known = kept.get((slug, code))
    if known is not None and known[0] == version:
        return known[1]
    found = door_by_slug(slug, code)
    if found is None:
        return None
    for one in (found, found.edition):
        db.session.expunge(one)
    kept[slug, code] = version, found
    return found


def has_external_codes(edition: Edition) -> bool:
    """Whether badges of another event open the doors of an edition."""
    return bool(db.session.scalar(select(exists().where(ExternalCode.edition_id == edition.id))))


def badges_by_hash(hashes: Iterable[str]) -> dict[str, Badge]:
    """The badges whose codes were shown, with registration, edition and community, in one look-up."""
    rows = db.session.scalars(
        select(Badge)
        .where(Badge.token_hash.in_(list(hashes)))
        .options(
            joinedload(Badge.registration).options(
                joinedload(Registration.edition),
                joinedload(Registration.community),
                joinedload(Registration.merged_into).joinedload(Registration.community),
            )
        )
    )
    return {badge.token_hash: badge for badge in rows}


def admission_by_scan(scan_id: str, *, lock: bool = False) -> Admission | None:
    """Return the admission this scan made, unless it was undone; locked for whoever means to undo it."""
    wanted = select(Admission).where(Admission.scan_id == scan_id)
    return read_one(locked(wanted) if lock else wanted)


_INSIDE = select(Admission.registration_id).where(
    Admission.registration_id.in_(bindparam("wanted", expanding=True)),
    Admission.checkpoint == bindparam("checkpoint"),
    Admission.day == bindparam("day"),
)


def inside_today(ids: Collection[int], door: Door, at: datetime) -> set[int]:
    """Return those of these registrations, by id, that have come in by this checkpoint on the local day of `at`."""
    if door.is_rehearsal(at):
        return set(db.session.scalars(_rehearsed(door, at).with_only_columns(Scan.registration_id).where(_of(ids))))
    day = clock.local_day(at, door.edition.zone)
    named = {"wanted": list(ids), "checkpoint": door.checkpoint, "day": day}
    return set(plain_statements.execute(_INSIDE, named).scalars())


def arrival_today(registration_id: int, door: Door, at: datetime) -> Arrival | None:
    """Return the entry of this registration, by id, by this checkpoint on the local day of `at`; on another day than
    those of the assembly the one of the rehearsal."""
    if door.is_rehearsal(at):
        first = _rehearsed(door, at).where(_of([registration_id])).order_by(Scan.effective_at, Scan.received_at)
        scan = read_one(first.limit(1))
        return Arrival(scan.scan_id, scan.effective_at, scan.door.code) if scan else None
    return admitted(registration_id, door.checkpoint, clock.local_day(at, door.edition.zone))


def registered_by(user_id: int, code: str) -> bool:
    """Whether somebody registered these people at a door: to find a name that is registered already gives no right to
    that person's badge."""
    rows = select(Scan.scan_id, Registration.idempotency_key).join(Registration)
    sought = db.session.execute(rows.where(Registration.code == code, Scan.by_id == user_id))
    return any(key is not None and scan_id == scan_of_form(key) for scan_id, key in sought)


_POOLS = select(Pool).where(Pool.edition_id == bindparam("edition"), Pool.mode == Mode.ON_SITE)


def places_left(edition: Edition) -> tuple[int, int] | None:
    """How many places in the room are free for everybody, and how many for some alone; None without a limit."""
    pools = db.session.scalars(_POOLS, {"edition": edition.id}).all()
    left = sum(pool.left for pool in pools if pool.open_to is Reserve.EVERYBODY)
    return (left, sum(pool.left for pool in pools) - left) if pools else None


def _refused() -> Select[tuple[str, str, datetime, str]]:
    """Select the last "no" of the supervisor to each guest since the day began who was not let in after it."""
    later, asked = aliased(Scan), aliased(Registration)
    let_in = exists().where(
        or_(later.registration_id == Registration.id, later.registration_id == asked.id),
        later.is_rehearsal == Scan.is_rehearsal,
        later.effective_at > Scan.effective_at,
        later.counts,
        not_annulled(later),
    )
    # No join: it would have SQLite read all scans of the doors instead of those of the day or of the registration.
    letter = select(Door.code).where(Door.id == Scan.door_id).scalar_subquery()
    return (
        select(Registration.code, Scan.scan_id, Scan.effective_at, letter)
        .select_from(Scan)
        .join(asked, asked.id == Scan.registration_id)
        .join(Registration, Registration.id == func.coalesce(asked.merged_into_id, asked.id))
        .where(
            Registration.edition_id == bindparam("edition"),
            Scan.received_at >= bindparam("begin"),  # by its index
            Scan.effective_at >= bindparam("begin"),
            Scan.told == Told.SUPERVISOR_NO,
            Scan.kind == ScanKind.ENTRY,
            Scan.against.is_(None),
            Scan.is_rehearsal == bindparam("is_rehearsal"),
            not_annulled(),
            ~let_in,
        )
        .order_by(Scan.effective_at, Scan.scan_id)
    )


_WANTED = bindparam("guest", type_=Registration.id.type)
_REFUSED = _refused()
_REFUSED_TO_ONE = _REFUSED.where(
    Scan.registration_id.in_(
        select(Registration.id).where(or_(Registration.id == _WANTED, Registration.merged_into_id == _WANTED))
    )
)
"Built once, as each amber verdict asks for it."


def refusals(door: Door, at: datetime, registration_id: int | None = None) -> dict[str, Arrival]:
    """To whom the supervisor has said no on the local day of `at`, at any door of the edition, by the code of their
    registration, which may have been made one with another since; the last time, unless it was taken back or they were
    let in after it. With an id only to that registration."""
    named: dict[str, Any] = {
        "edition": door.edition_id,
        "begin": _day(door, at)[0],
        "is_rehearsal": door.is_rehearsal(at),
    }
    statement = _REFUSED if registration_id is None else _REFUSED_TO_ONE
    if registration_id is not None:
        named["guest"] = registration_id
    rows = plain_statements.execute(statement, named)
    return {code: Arrival(name, made, letter) for code, name, made, letter in rows}


def rehearsals(edition: Edition) -> int:
    """Count the scans of rehearsals at the doors of an edition."""
    rows = select(func.count()).select_from(Scan).join(Door)
    return db.session.scalar(rows.where(Door.edition_id == edition.id, Scan.is_rehearsal)) or 0


def _rehearsed(door: Door, at: datetime) -> Select[Scan]:
    """Select who was let in by this checkpoint on the local day of `at`, in a rehearsal."""
    begin, end = _day(door, at)
    same = Door.kind == DoorKind.ENTRANCE if door.kind is DoorKind.ENTRANCE else Door.id == door.id
    return (
        select(Scan)
        .join(Door)
        .where(
            Door.edition_id == door.edition_id,
            same,
            Scan.is_rehearsal,
            Scan.counts,
            not_annulled(),
            Scan.effective_at >= begin,
            Scan.effective_at < end,
        )
    )


def _day(door: Door, at: datetime) -> tuple[datetime, datetime]:
    """When the local day of `at` begins and ends."""
    zone = door.edition.zone
    day = clock.local_day(at, zone)
    begin, end = (clock.from_local(datetime.combine(one, time()), zone) for one in (day, day + timedelta(days=1)))
    return begin, end


def _of(registration_ids: Collection[int]) -> ColumnElement[bool]:
    return Scan.registration_id.in_(registration_ids)
