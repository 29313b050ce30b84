"""Scans are facts, inserted and never updated; an admission is what they add up to (model.md 1.3).

Whatever counts attendance counts admissions, and a rehearsal makes none.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.door import Door
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, UTCDateTime, column, ref


class ScanKind(StrEnum):
    """What happened at the door."""

    ENTRY = "entry"


class Told(StrEnum):
    """The verdict the door was given. It belongs to the fact and never changes."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    NOT_CONFIRMED = "not_confirmed"
    REGISTERED_ONLINE = "registered_online"
    OTHER_EDITION = "other_edition"
    REPLACED = "replaced"
    UNKNOWN = "unknown"
    NOT_HELD = "not_held"
    "The assembly is cancelled, or postponed to a day nobody knows yet."


class Scan(Base):
    """One code shown at one door. `scan_id` is made by the client, so that a request sent twice is one fact."""

    __tablename__ = "scan"
    scan_id: Mapped[str] = column("none", String(64), primary_key=True)
    door_id: Mapped[int] = ref("door")
    by_id: Mapped[int | None] = ref("user")
    token_hash: Mapped[str | None] = column("secret", String(64))
    "None where somebody was found by name."
    registration_id: Mapped[int | None] = ref("registration")
    kind: Mapped[ScanKind] = column("none", Choice(ScanKind))
    effective_at: Mapped[datetime] = column("none", UTCDateTime)
    received_at: Mapped[datetime] = column("none", UTCDateTime)
    told: Mapped[Told] = column("none", Choice(Told))
    told_scan_id: Mapped[str | None] = column("none", String(64))
    "The earlier scan an `already_in` speaks of: its time and door are shown."
    body_hash: Mapped[str] = column("none", String(64))
    is_rehearsal: Mapped[bool] = column("none", default=False)
    "Made outside the hours of its door: answered like any other, kept apart, never counted."
    door: Mapped[Door] = relationship()
    registration: Mapped[Registration | None] = relationship()


class Admission(Base):
    """One registration once through one checkpoint on one local day: the database itself allows no second row."""

    __tablename__ = "admission"
    registration_id: Mapped[int] = ref("registration", primary_key=True)
    checkpoint: Mapped[str] = column("none", String(16), primary_key=True)
    day: Mapped[date] = column("none", primary_key=True)
    door_id: Mapped[int] = ref("door")
    scan_id: Mapped[str] = column("none", ForeignKey("scan.scan_id", deferrable=True, initially="DEFERRED"), index=True)
    first_at: Mapped[datetime] = column("none", UTCDateTime)
    slot5: Mapped[str] = column("none", String(5))
    door: Mapped[Door] = relationship()
    registration: Mapped[Registration] = relationship()
