"""Scans are facts, inserted and never updated, but for a name that is forgotten; an admission is what they add up to.

Whatever counts attendance counts admissions, and a rehearsal makes none.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.device import Device
from assembly.models.door import Door
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, Sealed, UTCDateTime, column, ref


class ScanKind(StrEnum):
    """What happened at the door."""

    ENTRY = "entry"
    ANNUL = "annul"
    "Takes an entry back: by the phone that made it, or by the office."


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
    CLOSED = "closed"
    "It is a day of the assembly, but not an hour at which this door is open."
    NOT_FOR_ROLE = "not_for_role"
    NOT_INVITED = "not_invited"
    "This door is for other roles, or by invitation only."
    ADMITTED_ANYWAY = "admitted_anyway"
    "A volunteer let them in against the verdict, and said why."
    NOT_ON_LIST = "not_on_list"
    "The list of a phone did not have this code; the server may."
    RECORDED = "recorded"
    "A phone wrote down somebody who is not on the list, on nobody's word; whether a place is free the server says."
    SUPERVISOR_NO = "supervisor_no"
    "A volunteer wrote down that the supervisor said no; every door is told of it for the rest of the day."
    ONLINE_ONLY = "online_only"
    "Never told: somebody a phone wrote down comes for an organisation that has no place in the room."
    PHONE_ENDED = "phone_ended"
    "Never told: what the server holds against a scan made after its phone was ended or its shift was over."


class AdmitReason(Labelled):
    """Why a volunteer let somebody in against the verdict. Words of their own could hold names, and stay on a phone."""

    SUPERVISOR = "supervisor", _l("The supervisor agreed")
    CONFIRMATION = "confirmation", _l("They showed their confirmation email")
    IDENTITY = "identity", _l("I checked who they are")
    SAME_PERSON = "same_person", _l("The same person came back in")
    IN_PERSON = "in_person", _l("They were going to follow online and have come")


class Scan(Base):
    """One code shown at one door. `scan_id` is made by the client, so that a request sent twice is one fact."""

    scan_id: Mapped[str] = column("none", String(64), primary_key=True)
    door_id: Mapped[int] = ref("door")
    by_id: Mapped[int | None] = ref("user")
    token_hash: Mapped[str | None] = column("secret", String(64))
    "None where somebody was found by name."
    registration_id: Mapped[int | None] = ref("registration")
    kind: Mapped[ScanKind] = column("none", Choice(ScanKind))
    effective_at: Mapped[datetime] = column("none", UTCDateTime)
    received_at: Mapped[datetime] = column("none", UTCDateTime, index=True)
    told: Mapped[Told] = column("none", Choice(Told))
    told_scan_id: Mapped[str | None] = column("none", String(64))
    "The earlier scan an `already_in` speaks of: its time and door are shown."
    body_hash: Mapped[str] = column("none", String(64))
    is_rehearsal: Mapped[bool] = column("none", default=False)
    "Made on another day than those of the assembly: answered like any other, kept apart, never counted."
    device_id: Mapped[int | None] = ref("device")
    "The paired phone that made it; None for a page of the server."
    device_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "What the phone's clock showed; `effective_at` is what we make of it."
    offset_ms: Mapped[int] = column("none", default=0)
    "By how much our clock was ahead of the phone's when they last met, in milliseconds."
    is_offline: Mapped[bool] = column("none", default=False)
    clock_suspect: Mapped[bool] = column("none", default=False)
    "The phone's time was impossible; that of receipt is used."
    reason: Mapped[AdmitReason | None] = column("none", Choice(AdmitReason))
    against: Mapped[Told | None] = column("none", Choice(Told))
    "What the server held against it when it came, by the facts of the moment of the scan."
    counts: Mapped[bool] = column("none", default=False)
    "Whether it lets its guest in, if it is the earliest of them and no other takes it back."
    annuls: Mapped[str | None] = column("none", String(64), index=True)
    "The scan it takes back. No foreign key: either may come first."
    written: Mapped[str] = column("contact", Sealed(3000), default="", nullable=True)
    "Who was written down at a door and could not be registered: until the supervisor decides, or addresses are over."
    door: Mapped[Door] = relationship()
    registration: Mapped[Registration | None] = relationship()
    device: Mapped[Device | None] = relationship()


class ConflictReview(Base):
    """What the supervisor decided about a scan that contradicts another, or the office."""

    scan_id: Mapped[str] = column("none", String(64), primary_key=True)
    "No foreign key: a rehearsal is deleted with one statement."
    is_counted: Mapped[bool] = column("none")
    "Whether its guest was counted after all."
    by_id: Mapped[int] = ref("user")
    at: Mapped[datetime] = column("none", UTCDateTime)


class Admission(Base):
    """One registration once through one checkpoint on one local day: the database itself allows no second row."""

    __table_args__ = (Index("ix_admission_arrivals", "door_id", "checkpoint", "day", "slot5"),)
    "Arrivals are counted in this index alone."
    registration_id: Mapped[int] = ref("registration", primary_key=True)
    checkpoint: Mapped[str] = column("none", String(16), primary_key=True)
    day: Mapped[date] = column("none", primary_key=True)
    door_id: Mapped[int] = ref("door", index=False)
    scan_id: Mapped[str] = column("none", ForeignKey("scan.scan_id", deferrable=True, initially="DEFERRED"), index=True)
    first_at: Mapped[datetime] = column("none", UTCDateTime)
    slot5: Mapped[str] = column("none", String(5))
    door: Mapped[Door] = relationship()
    registration: Mapped[Registration] = relationship()
