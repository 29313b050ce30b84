"""When the mails of the series leave. Pure: an edition, what the organiser set, and the present instant."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from assembly import clock
from assembly.models import Edition, SeriesStep, Step

_USUAL = {Step.SEVEN_DAYS: (7, "10:00")}
_OTHERWISE = (1, "10:00")
_CATCH_UP = (7, "10:00")
"Days before the first day, after the last for what leaves after it, and the time on the clocks of the edition."
_LATEST = {Step.SEVEN_DAYS: timedelta(days=1), Step.DAY_BEFORE: timedelta(days=1), Step.THANKS: timedelta(days=3)}
_LATEST_CATCH_UP = timedelta(days=14)
"How late it may still leave, if nobody could send it in time, or nothing was online. Later it would only confuse."


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of the series at one edition."""

    edition: Edition
    step: Step
    days: int
    at: str
    paused: bool

    @property
    def leaves_at(self) -> datetime:
        """The instant from which it may leave."""
        day, away = self.edition.day, -self.days
        if self.step.is_after:
            day, away = clock.local_day(self.edition.ends_at, self.edition.zone), self.days
        wall = datetime.combine(day + timedelta(days=away), time.fromisoformat(self.at))
        return clock.from_local(wall, self.edition.zone)

    @property
    def ends_at(self) -> datetime:
        """The instant from which it is too late; a reminder is always too late when the assembly has begun."""
        latest = self.leaves_at + _LATEST.get(self.step, _LATEST_CATCH_UP)
        return latest if self.step.is_after else min(latest, self.edition.starts_at)

    @property
    def is_ahead(self) -> bool:
        """Its time has not come; while the assembly is not held, no time is known."""
        return self.edition.takes_place and clock.now() < self.leaves_at

    @property
    def has_come(self) -> bool:
        """Its time has come and it is not too late: it leaves now, or at once when somebody turns it on."""
        return self.edition.takes_place and self.leaves_at <= clock.now() < self.ends_at

    @property
    def is_due(self) -> bool:
        """It leaves now, to whoever has not had it."""
        return not self.paused and self.has_come

    @property
    def is_over(self) -> bool:
        """It would be too late."""
        return clock.now() >= self.ends_at


def planned(edition: Edition, step: Step, row: SeriesStep | None) -> Planned:
    """The step as the organiser set it, else as usual: what leads to recordings is off until somebody turns it on."""
    if row is not None:
        return Planned(edition, step, row.days, row.at, row.paused)
    days, at = _CATCH_UP if step.is_catch_up else _USUAL.get(step, _OTHERWISE)
    return Planned(edition, step, days, at, step.is_catch_up)
