"""When the card of a day is emailed, on the clocks of its edition. Pure."""

from datetime import date, datetime, time, timedelta

from assembly import clock

SENDINGS = {"evening": (1, time(18), time(23, 59)), "morning": (0, time(7, 30), time(12))}
"Days before, from when, and until when it may still leave if nobody could send it in time."


def due(day: date, zone: str, at: datetime) -> list[str]:
    """Which of the two may leave at this instant for the card of `day`."""
    found = []
    for when, (days, *walls) in SENDINGS.items():
        on = day - timedelta(days=days)
        begins, ends = (clock.from_local(datetime.combine(on, wall), zone) for wall in walls)
        if begins <= at < ends:
            found.append(when)
    return found
