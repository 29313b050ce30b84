"""An edition of the assembly: what it is called this time, when and where it meets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, declared_attr, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.extra import Extra
from assembly.models.types import Base, Choice, Keyed, UTCDateTime, column, ref
from assembly.models.venue import Venue

if TYPE_CHECKING:
    from assembly.models.edition_change import EditionChange
    from assembly.models.live import Broadcast, Stream
    from assembly.models.place import PlaceCount
    from assembly.models.report import Report


class Phase(StrEnum):
    """Where an edition stands, for its home page. Derived from its dates, so it cannot be forgotten."""

    BEFORE = "before"
    ON_THE_DAY = "on_the_day"
    AFTER = "after"


class EditionStatus(Labelled):
    """Whether an edition takes place, and on which day: as planned, on another day, on a day not known yet, or not."""

    SCHEDULED = "scheduled", ""
    RESCHEDULED = "rescheduled", _l("New date")
    POSTPONED = "postponed", _l("Postponed")
    CANCELLED = "cancelled", _l("Cancelled")


KEPT_WHILE_POSTPONED = timedelta(days=365)
"So long after its former end the data of a postponed edition wait for a new date; then they are deleted as planned."


HELD = (EditionStatus.SCHEDULED, EditionStatus.RESCHEDULED)
"The states in which an edition takes place on a known day."


class Edition(HasWords, Keyed):
    """One assembly. The body changed its name between editions, so the name belongs here."""

    slug: Mapped[str] = column("none", String(40), unique=True)
    ordinal: Mapped[int] = column("none")
    body_name: Mapped[Bilingual] = bilingual("body_name")
    name: Mapped[Bilingual] = bilingual("name")
    purpose: Mapped[Bilingual] = bilingual("purpose")
    host_event: Mapped[Bilingual] = bilingual("host_event")
    body: Mapped[Bilingual] = bilingual("body")
    "What the assembly is, as it said of itself then."
    vision: Mapped[Bilingual] = bilingual("vision")
    venue_id: Mapped[int] = ref("venue")
    zone: Mapped[str] = column("none", String(64))
    starts_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    lead_up_from_on: Mapped[date] = column("none")
    contact_email: Mapped[str] = column("none", String(320))
    is_announced: Mapped[bool] = column("none", default=True)
    "Whether the public sees it: one that is being set up is the office's alone."
    controller: Mapped[Bilingual] = bilingual("controller")
    "Who answers for the personal data of this edition, as the privacy statement says it."
    needs_kept_days: Mapped[int] = column("none", default=30)
    contacts_kept_days: Mapped[int] = column("none", default=90)
    "Days after the end for which needs, and addresses and answers, are kept."
    changes_until_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Until when people change their own registration; None is until the assembly begins."
    answer_by_on: Mapped[date | None] = column("none")
    "The day by which people whose registration is answered by the team are told that it will be; None tells them none."
    delegation_size: Mapped[int | None] = column("none")
    "How many of one city or region may come besides its representative; None is without limit."
    extras: Mapped[list[str]] = column("none", JSON, default=list)
    status: Mapped[EditionStatus] = column("none", Choice(EditionStatus), default=EditionStatus.SCHEDULED)
    is_online: Mapped[bool] = column("none", default=False)
    "Whether an assembly that was to meet in person takes place online alone."
    plan_changed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When a change of plan was announced last (`changes`); None if never."
    is_demo: Mapped[bool] = column("none", default=False)
    ics_sequence: Mapped[int] = column("none", default=0)
    "Raised when calendar entries of its day show something else, with the moment of that change (`sequence.py`)."
    ics_changed_at: Mapped[datetime] = column("none", UTCDateTime, default=clock.now)
    ics_place_sequence: Mapped[int] = column("none", default=0)
    "The same for what the entries of its sessions show of it: its place, its time zone and whom to write to."
    ics_place_changed_at: Mapped[datetime] = column("none", UTCDateTime, default=clock.now)
    version: Mapped[int] = column("none", default=1)
    venue: Mapped[Venue] = relationship(lazy="joined", innerjoin=True)
    places: Mapped[list[PlaceCount]] = relationship("PlaceCount", back_populates="edition")
    report: Mapped[Report | None] = relationship("Report", back_populates="edition")
    changes: Mapped[list[EditionChange]] = relationship("EditionChange", order_by="EditionChange.number")
    streams: Mapped[list[Stream]] = relationship("Stream", back_populates="edition", order_by="Stream.lang")
    broadcast: Mapped[Broadcast | None] = relationship("Broadcast", back_populates="edition")

    __mapper_args__ = {"version_id_col": version}

    def has(self, extra: str) -> bool:
        """Whether an extra is on, by itself or by its word; raises ValueError for one that does not exist."""
        return Extra(extra) in self.extras

    @property
    def public_report(self) -> Report | None:
        """Its report, unless there is none or it was withdrawn."""
        return self.report if self.report is not None and self.report.is_public else None

    @property
    def takes_place(self) -> bool:
        """Whether it takes place, on a day that is known."""
        return self.status in HELD

    @property
    def is_over(self) -> bool:
        """Whether it has ended, by our own clock; one without a date has not."""
        return self.status is not EditionStatus.POSTPONED and clock.has_come(self.ends_at)

    @property
    def is_ahead(self) -> bool:
        """Whether one can be invited to it: it takes place, on a day that is known, and has not ended."""
        return self.takes_place and not self.is_over

    @property
    def notice(self) -> EditionChange | None:
        """The change of plan its pages tell of: the latest, until an assembly that takes place is over."""
        if self.plan_changed_at is None or (self.takes_place and self.is_over) or not self.changes:
            return None
        return self.changes[-1]

    @property
    def phase(self) -> Phase:
        """Before, on the day (the whole local day), or after; before, as long as there is no date."""
        if self.status is EditionStatus.POSTPONED:
            return Phase.BEFORE
        today = clock.today(self.zone)
        if today < self.day:
            return Phase.BEFORE
        return Phase.ON_THE_DAY if today <= clock.local_day(self.ends_at, self.zone) else Phase.AFTER

    @property
    def takes_changes(self) -> bool:
        """Whether people may still change their own registration, by our own clock; while there is no date, always."""
        if not self.takes_place:
            return self.status is EditionStatus.POSTPONED
        return not clock.has_come(self.changes_until_at or self.starts_at)

    @property
    def takes_answers(self) -> bool:
        """Whether it can still be said who comes, by them or by the office: not once it is over, nor cancelled."""
        return not self.is_over and self.status is not EditionStatus.CANCELLED

    @property
    def answer_by(self) -> date | None:
        """The day by which an answer can still be promised, in the edition's own zone: none once it has gone by."""
        today = clock.today(self.zone)
        return self.answer_by_on if self.answer_by_on and self.answer_by_on >= today else None

    @property
    def needs_end_on(self) -> date:
        """The day on which needs are deleted, in the edition's own zone."""
        return self._kept_from + timedelta(days=self.needs_kept_days)

    @property
    def contacts_end_on(self) -> date:
        """The day on which addresses and answers are deleted, in the edition's own zone."""
        return self._kept_from + timedelta(days=self.contacts_kept_days)

    @property
    def _kept_from(self) -> date:
        """The day from which data are kept for some days."""
        waits = KEPT_WHILE_POSTPONED if self.status is EditionStatus.POSTPONED else timedelta()
        return clock.local_day(self.ends_at + waits, self.zone)

    @property
    def registration_is_open(self) -> bool:
        """Whether one can register now, in any way, without an invitation."""
        return any(one.takes_everybody for one in self.places)

    @property
    def registration_opens_at(self) -> datetime | None:
        """When one can begin to register without an invitation, while that is still to come."""
        if not self.takes_place:
            return None
        ways = [one for one in self.places if not one.by_invitation and one.has_hours]
        coming = [one.opens_at for one in ways if not clock.has_come(one.opens_at)]
        return min(coming) if coming and len(coming) == len(ways) else None

    @property
    def day(self) -> date:
        """The first day, in the edition's own zone."""
        return clock.local_day(self.starts_at, self.zone)


class OfEdition(Base):
    """What belongs to one edition."""

    __abstract__ = True
    edition_id: Mapped[int] = ref("edition")

    @declared_attr
    def edition(cls) -> Mapped[Edition]:  # noqa: N805 -- SQLAlchemy passes the class
        """The edition it belongs to."""
        return relationship()
