"""An edition of the assembly: what it is called this time, when and where it meets."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, UTCDateTime, column, key, ref
from assembly.models.venue import Venue


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
    venue_id: Mapped[int] = ref("venue")
    zone: Mapped[str] = column("none", String(64))
    starts_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    lead_up_from_on: Mapped[date] = column("none")
    contact_email: Mapped[str] = column("none", String(320))
    is_demo: Mapped[bool] = column("none", default=False)
    venue: Mapped[Venue] = relationship(lazy="joined", innerjoin=True)

    @property
    def phase(self) -> Phase:
        """Before, on the day (the whole local day), or after."""
        today = clock.local_day(clock.now(), self.zone)
        if today < self.day:
            return Phase.BEFORE
        return Phase.ON_THE_DAY if today <= clock.local_day(self.ends_at, self.zone) else Phase.AFTER

    @property
    def day(self) -> date:
        """The first day, in the edition's own zone."""
        return clock.local_day(self.starts_at, self.zone)
