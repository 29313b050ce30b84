"""An edition of the assembly: what it is called this time, when and where it meets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.extra import Extra
from assembly.models.types import Base, UTCDateTime, column, key, ref
from assembly.models.venue import Venue

if TYPE_CHECKING:
    from assembly.models.live import Broadcast, Stream
    from assembly.models.place import PlaceCount
    from assembly.models.report import Report


class Phase(StrEnum):
    """Where an edition stands, for its home page. Derived from its dates, so it cannot be forgotten."""

    BEFORE = "before"
    ON_THE_DAY = "on_the_day"
    AFTER = "after"


class Edition(HasWords, Base):
    """One assembly. The body changed its name between editions, so the name belongs here (domain.md 2)."""

    __tablename__ = "edition"
    id: Mapped[int] = key()
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
    "Days after the end for which needs, and addresses and answers, are kept (domain.md 5.4)."
    changes_until_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Until when people change their own registration; None is until the assembly begins."
    answer_by_on: Mapped[date | None] = column("none")
    "The day by which people whose registration is answered by the team are told that it will be; None tells them none."
    delegation_size: Mapped[int | None] = column("none")
    "How many of one city or region may come besides its representative; None is without limit."
    extras: Mapped[list[str]] = column("none", JSON, default=list)
    is_demo: Mapped[bool] = column("none", default=False)
    ics_sequence: Mapped[int] = column("none", default=0)
    "Raised when calendar entries of its day show something else, with the moment of that change (`sequence.py`)."
    ics_changed_at: Mapped[datetime] = column("none", UTCDateTime, default=clock.now)
    ics_place_sequence: Mapped[int] = column("none", default=0)
    "The same for what the entries of its sessions show of it: its place and its time zone."
    ics_place_changed_at: Mapped[datetime] = column("none", UTCDateTime, default=clock.now)
    version: Mapped[int] = column("none", default=1)
    venue: Mapped[Venue] = relationship(lazy="joined", innerjoin=True)
    places: Mapped[list[PlaceCount]] = relationship("PlaceCount", back_populates="edition")
    report: Mapped[Report | None] = relationship("Report", back_populates="edition")
    streams: Mapped[list[Stream]] = relationship("Stream", back_populates="edition", order_by="Stream.lang")
    broadcast: Mapped[Broadcast | None] = relationship("Broadcast", back_populates="edition")

    __mapper_args__ = {"version_id_col": version}

    def has(self, extra: str) -> bool:
        """Whether an extra is on, by itself or by its word; raises ValueError for one that does not exist."""
        return Extra(extra) in self.extras

    @property
    def phase(self) -> Phase:
        """Before, on the day (the whole local day), or after."""
        today = clock.local_day(clock.now(), self.zone)
        if today < self.day:
            return Phase.BEFORE
        return Phase.ON_THE_DAY if today <= clock.local_day(self.ends_at, self.zone) else Phase.AFTER

    @property
    def takes_changes(self) -> bool:
        """Whether people may still change their own registration, by our own clock."""
        return clock.now() < (self.changes_until_at or self.starts_at)

    @property
    def answer_by(self) -> date | None:
        """The day by which an answer can still be promised, in the edition's own zone: none once it has gone by."""
        today = clock.local_day(clock.now(), self.zone)
        return self.answer_by_on if self.answer_by_on and self.answer_by_on >= today else None

    @property
    def needs_end_on(self) -> date:
        """The day on which needs are deleted, in the edition's own zone."""
        return clock.local_day(self.ends_at, self.zone) + timedelta(days=self.needs_kept_days)

    @property
    def contacts_end_on(self) -> date:
        """The day on which addresses and answers are deleted, in the edition's own zone."""
        return clock.local_day(self.ends_at, self.zone) + timedelta(days=self.contacts_kept_days)

    @property
    def registration_is_open(self) -> bool:
        """Whether one can register now, in any way, without an invitation."""
        return any(one.takes_everybody for one in self.places)

    @property
    def registration_opens_at(self) -> datetime | None:
        """When one can begin to register without an invitation, while that is still to come."""
        ways = [one for one in self.places if not one.by_invitation]
        coming = [one.opens_at for one in ways if one.opens_at > clock.now()]
        return min(coming) if coming and len(coming) == len(ways) else None

    @property
    def day(self) -> date:
        """The first day, in the edition's own zone."""
        return clock.local_day(self.starts_at, self.zone)
