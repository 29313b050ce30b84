"""The co-chairs' card of one day: a link that shows it on that day and opens nothing else."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.edition import Edition
from assembly.models.types import Base, UTCDateTime, column, key, ref


class DayCard(Base):
    """One link to the card of one local day of an edition; a newer one for that day ends the one before."""

    __tablename__ = "day_card"
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition")
    day: Mapped[date] = column("none")
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    ended_at: Mapped[datetime | None] = column("none", UTCDateTime)
    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)

    @property
    def days_away(self) -> int:
        """In how many days it opens, on the clocks of the edition: 0 on its day, less than 0 afterwards."""
        return (self.day - clock.local_day(clock.now(), self.edition.zone)).days
