"""When the session of a line begins and ends, from its cells and from what the draft says. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from assembly import clock
from assembly.agenda.hours import BACKWARDS, off_its_days
from assembly.i18n import _
from assembly.imports.cells import Cells
from assembly.models import Edition, Session
from assembly.tables import Row
from assembly.written_times import read_wall

_WHEN = ("day", "start", "end")
_MIDNIGHT = timedelta(days=1)


class Hours:
    """When the session of a line begins and ends: what its cells leave open is as in the draft."""

    def __init__(self, row: Row, places: Mapping[str, int], told: Cells, edition: Edition) -> None:
        self._row, self._places, self._told, self._edition = row, places, told, edition
        self.starts_at: datetime | None = None
        self.ends_at: datetime | None = None

    @property
    def can_be_read(self) -> bool:
        """Whether each of its cells says something that is a day or a time."""
        wrong = {cell for cell, _sentence in self._told.faults}
        return wrong.isdisjoint(self._row.cell(self._places, name) for name in _WHEN if name in self._row.cells)

    def read(self, target: Session | None) -> None:
        """Set both instants, or note what is wrong with which cell."""
        said = self._told.values
        if target and said.keys().isdisjoint(_WHEN):
            self.starts_at, self.ends_at = target.starts_at, target.ends_at
            return
        usual = self._as_in(target) if target else {"day": _only_day(self._edition)}
        told = usual | {name: said[name] for name in _WHEN if name in said}
        sentences = {
            "day": _("Enter the date."), "start": _("Enter the start time."), "end": _("Enter the end time."),
        }  # fmt: skip
        lacking = [(name, why) for name, why in sentences.items() if told.get(name) is None]
        if lacking:
            self._told.faults += [(self._row.cell(self._places, name), why) for name, why in lacking]
            return
        before = (target.starts_at, target.ends_at) if target else (None, None)
        self.starts_at = self._instant("start", _wall(told["day"], told["start"]), before[0])
        self.ends_at = self._instant("end", _wall(told["day"], told["end"], from_=told["start"]), before[1])
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            self._fault("end", str(BACKWARDS))

    def _as_in(self, target: Session) -> dict[str, Any]:
        """What the cells of a session of the draft would say, its times counted from the midnight of its day."""
        starts, ends = (clock.local(at, self._edition.zone) for at in (target.starts_at, target.ends_at))
        on = starts.date()
        return {"day": on, "start": _since_midnight(starts, on), "end": _since_midnight(ends, on)}

    def _instant(self, column: str, wall: datetime, before: datetime | None) -> datetime | None:
        """The instant, on a day of the edition unless it has not changed."""
        zone = self._edition.zone
        if before and clock.local(before, zone).replace(tzinfo=None) == wall:
            return before
        try:
            instant = read_wall(wall, zone, unmistakable=True)
        except ValueError as problem:
            self._fault(column, str(problem))
            return None
        if fault := off_its_days(self._edition, instant, is_end=column == "end"):
            is_whole = "day" not in self._row.cells or isinstance(self._told.values.get(column), datetime)
            self._fault(column if is_whole else "day", fault)
            return None
        return instant

    def _fault(self, column: str, sentence: str) -> None:
        cell = self._row.cell(self._places, column)
        if (cell, sentence) not in self._told.faults:
            self._told.faults.append((cell, sentence))


def _only_day(edition: Edition) -> date | None:
    """The day of an edition of one day."""
    first, last = (clock.local_day(at, edition.zone) for at in (edition.starts_at, edition.ends_at))
    return first if first == last else None


def _since_midnight(wall: datetime, day: date) -> timedelta:
    """A time on a wall clock, counted from the midnight of a day, which may be the day before."""
    return wall.replace(tzinfo=None) - datetime.combine(day, time())


def _wall(day: date, said: timedelta | datetime, from_: timedelta | datetime | None = None) -> datetime:
    """The time on the wall; an end of 00:00 after a start that is later is the midnight that ends the day."""
    if isinstance(said, datetime):
        return said
    if from_ is not None and not said and from_:
        said = _MIDNIGHT
    return datetime.combine(from_.date() if isinstance(from_, datetime) else day, time()) + said
