"""Doors: where people are counted in."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.edition import OfEdition
from assembly.models.taking_part import Category
from assembly.models.types import Choice, Keyed, UTCDateTime, column, ref

EARLY = timedelta(hours=2)
"So long before the beginning of the assembly a door opens that has no hours of its own."


class DoorPhase(StrEnum):
    """What a moment is for a door."""

    OPEN = "open"
    CLOSED = "closed"
    REHEARSAL = "rehearsal"


def phase_at(at: Any, spans: Iterable[tuple[Any, Any]], held: tuple[Any, Any]) -> DoorPhase:
    """Say what a moment is for a door that is open in these spans, at an assembly held in that one.

    Each has its beginning and its end, which is no longer part of it. On the days of the assembly a closed door is
    closed, and whoever is let in all the same counts; on others everything is only tried. The phones say the same
    (`static/js/door/rules.js`, `tests/checkin/vectors/rules.json`).
    """
    if any(opens <= at < closes for opens, closes in spans):
        return DoorPhase.OPEN
    return DoorPhase.CLOSED if held[0] <= at < held[1] else DoorPhase.REHEARSAL


class DoorKind(Labelled):
    """What one enters: the building, a room, or the stream."""

    ENTRANCE = "entrance", _l("Entrance to the building")
    ROOM = "room", _l("Door to a room")
    STREAM = "stream", _l("Access to the stream")


class Door(OfEdition, Keyed):
    """A place where a code is shown. All entrances of an edition lead into the same house."""

    __table_args__ = (UniqueConstraint("edition_id", "code"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    code: Mapped[str] = column("none", String(16))
    kind: Mapped[DoorKind] = column("none", Choice(DoorKind))
    opens: Mapped[time | None] = column("none")
    closes: Mapped[time | None] = column("none")
    "The hours of each day of the assembly, on its own clocks; a door has both or neither."
    days: Mapped[list[int]] = column("none", JSON, default=list)
    "The days of the assembly it is used on, the first being 1; empty for all of them."
    roles: Mapped[list[str]] = column("none", JSON, default=list)
    "The categories of those who may enter; empty for everybody."
    invited_only: Mapped[bool] = column("none", default=False)
    "Whether only those may enter whose registration came of an invitation."
    session_id: Mapped[int | None] = ref("session")
    "The one session whose attendance is counted here; a room with several has a door for each, or counts none."
    called_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Since when somebody at its page, who has no phone of the doors, has been calling the supervisor."

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return when a scan here counts as attendance: each beginning and its end, which is no longer part of it.

        Without hours of its own a door is open from two hours before the beginning of the assembly to its end, on the
        days it is used.
        """
        begins, ends = self.edition.starts_at - EARLY, self.edition.ends_at
        used = [day for number, day in enumerate(self.assembly_days, start=1) if not self.days or number in self.days]
        if self.opens is not None and self.closes is not None:
            return [(self._on(day, self.opens), self._on(self._closing_day(day), self.closes)) for day in used]
        if not self.days:
            return [(begins, ends)]
        midnights = [(self._on(day, time()), self._on(day + timedelta(days=1), time())) for day in used]
        return [(max(begins, first), min(ends, last)) for first, last in midnights]

    @property
    def assembly_days(self) -> list[date]:
        """Return the local days of the assembly."""
        first, last = self.edition.day, clock.local_day(self.edition.ends_at, self.edition.zone)
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def is_open(self, at: datetime) -> bool:
        """Say whether one may enter here at that moment. Where nobody meets, nobody may."""
        return self.phase(at) is DoorPhase.OPEN

    def is_rehearsal(self, at: datetime) -> bool:
        """Say whether a scan here at that moment is only tried, and makes no admission."""
        return self.phase(at) is DoorPhase.REHEARSAL

    def phase(self, at: datetime) -> DoorPhase:
        """Say what that moment is for this door; where nobody meets everything is only tried."""
        return self.phases()(at)

    def phases(self) -> Callable[[datetime], DoorPhase]:
        """Give what says `phase` of any number of moments: the hours are worked out once."""
        if not self.edition.takes_place or self.edition.is_online:
            return lambda _at: DoorPhase.REHEARSAL
        return partial(phase_at, spans=self.spans, held=self.held)

    @property
    def held(self) -> tuple[datetime, datetime]:
        """Return the first moment of the first day of the assembly, and the end of the last."""
        days = self.assembly_days
        return self._on(days[0], time()), self._on(days[-1] + timedelta(days=1), time())

    def span_near(self, at: datetime) -> tuple[datetime, datetime] | None:
        """Return the hours that are said of a closed door: the next ones; None if it does not open again."""
        return next((one for one in self.spans if at < one[1]), None)

    @property
    def role_names(self) -> list[str]:
        """Return whom this door is for, in words; nothing where it is for everybody."""
        return [Category(one).label for one in self.roles]

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
