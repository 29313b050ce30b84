"""Moving days and times with an assembly that gets another date: pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assembly import clock


@dataclass(frozen=True, slots=True)
class Shift:
    """From one beginning of an assembly to another, both instants, on the clocks of its `zone`.

    Sessions keep their distance from the beginning; dates of registration keep theirs in days, and their time of day.
    """

    before: datetime
    after: datetime
    zone: str

    def session(self, instant: datetime) -> datetime:
        """As far from the new beginning, by the clock on the wall, as it was from the old one."""
        return self._move(instant, self._wall(self.after) - self._wall(self.before))

    def deadline(self, instant: datetime) -> datetime:
        """The same time of day, as many days from the new date as from the old one."""
        return self._move(instant, self._days)

    def coming(self, instant: datetime) -> datetime:
        """The same for what is still ahead; what has come already stays as it was."""
        return self.deadline(instant) if instant > clock.now() else instant

    def day(self, day: date) -> date:
        """As many days from the new date as from the old one."""
        return day + self._days

    @property
    def _days(self) -> timedelta:
        return clock.local_day(self.after, self.zone) - clock.local_day(self.before, self.zone)

    def _wall(self, instant: datetime) -> datetime:
        return clock.local(instant, self.zone).replace(tzinfo=None)

    def _move(self, instant: datetime, by: timedelta) -> datetime:
        return clock.from_local(self._wall(instant) + by, self.zone)
