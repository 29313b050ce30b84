"""Doors: where people are counted in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import _l
from assembly.models.edition import Edition
from assembly.models.types import Base, Choice, column, key, ref

EARLY = timedelta(hours=2)
"So long before the beginning of the assembly a door opens that has no hours of its own."


class DoorKind(StrEnum):
    """What one enters: the building, a room, or the stream."""

    ENTRANCE = "entrance"
    ROOM = "room"
    STREAM = "stream"

    @property
    def label(self) -> str:
        """What it is called in the office."""
        return str(
            {
                DoorKind.ENTRANCE: _l("Entrance to the building"),
                DoorKind.ROOM: _l("Door to a room"),
                DoorKind.STREAM: _l("Access to the stream"),
            }[self]
        )


class Door(Base):
    """A place where a code is shown. All entrances of an edition lead into the same house."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition", index=False)
    code: Mapped[str] = column("none", String(16))
    kind: Mapped[DoorKind] = column("none", Choice(DoorKind))
    opens: Mapped[time | None] = column("none")
    closes: Mapped[time | None] = column("none")
    "The hours of each day of the assembly, on its own clocks; a door has both or neither."
    edition: Mapped[Edition] = relationship()

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return when a scan here counts as attendance: each beginning and its end, which is no longer part of it.

        Without hours of its own a door is open from two hours before the beginning of the assembly to its end.
        """
        edition = self.edition
        if self.opens is None or self.closes is None:
            return [(edition.starts_at - EARLY, edition.ends_at)]
        first, last = edition.day, clock.local_day(edition.ends_at, edition.zone)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [(self._on(day, self.opens), self._on(self._closing_day(day), self.closes)) for day in days]

    def is_open(self, at: datetime) -> bool:
        """Say whether a scan here at that moment counts; any other is a rehearsal. Where nobody meets, none counts."""
        if not self.edition.takes_place or self.edition.is_online:
            return False
        return any(opens <= at < closes for opens, closes in self.spans)

    def _closing_day(self, day: date) -> date:
        """Return the day a door closes on: it may stay open past midnight."""
        assert self.opens is not None
        assert self.closes is not None
        return day if self.opens < self.closes else day + timedelta(days=1)

    def _on(self, day: date, wall: time) -> datetime:
        return clock.from_local(datetime.combine(day, wall), self.edition.zone)

    @property
    def checkpoint(self) -> str:
        """What one can enter once: the house by any of its entrances, else this very door."""
        return DoorKind.ENTRANCE.value if self.kind is DoorKind.ENTRANCE else self.code
