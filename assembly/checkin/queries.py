"""Reads of the door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.extensions import db
from assembly.models import Admission, Badge, Door, Edition, Registration, Scan


def doors(edition: Edition) -> list[Door]:
    """The doors of an edition, by letter."""
    return list(db.session.scalars(select(Door).where(Door.edition_id == edition.id).order_by(Door.code)))


def door_by_slug(slug: str, code: str) -> Door | None:
    """The door with this letter at the edition with this slug."""
    return db.session.scalars(
        select(Door).join(Edition).where(Edition.slug == slug, Door.code == code).options(joinedload(Door.edition))
    ).one_or_none()


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


def scans_by_id(scan_ids: Iterable[str]) -> dict[str, Scan]:
    """Facts already stored under these names."""
    rows = db.session.scalars(
        select(Scan)
        .where(Scan.scan_id.in_(list(scan_ids)))
        .options(joinedload(Scan.door), joinedload(Scan.registration))
    )
    return {scan.scan_id: scan for scan in rows}


def inside_today(registrations: Iterable[Registration], door: Door, at: datetime) -> set[int]:
    """Which of these (by id) have come in by this checkpoint on the local day of `at`."""
    return set(
        db.session.scalars(
            select(Admission.registration_id).where(
                Admission.registration_id.in_([one.id for one in registrations]),
                Admission.checkpoint == door.checkpoint,
                Admission.day == clock.local_day(at, door.edition.zone),
            )
        )
    )


def admission_today(registration: Registration, checkpoint: str, at: datetime) -> Admission | None:
    """Whether this registration has already come in on the local day of `at`."""
    day = clock.local_day(at, registration.edition.zone)
    return db.session.scalars(
        select(Admission)
        .where(Admission.registration_id == registration.id, Admission.checkpoint == checkpoint, Admission.day == day)
        .options(joinedload(Admission.door))
    ).one_or_none()
