"""Until when an offered place is held: pure. An offer never ends at night or on a weekend."""

from datetime import datetime, time, timedelta

from assembly import clock

_LONG, _SHORT, _LAST = timedelta(hours=48), timedelta(hours=24), timedelta(hours=4)
_WEEK, _EVE = timedelta(days=7), timedelta(days=2)
_FROM, _TO = time(9), time(20)
_NOON = time(12)


def answer_until(now: datetime, starts_at: datetime, zone: str) -> datetime:
    """Two days from `now`, one in the last week, four hours in the last two days; then moved to noon of the next
    working day if it fell at night or on a weekend of `zone`. Never later than the beginning of the assembly."""
    left = starts_at - now
    wall = clock.local(now + (_LONG if left > _WEEK else _SHORT if left > _EVE else _LAST), zone)
    if wall.time() >= _TO:
        wall = datetime.combine(wall.date() + timedelta(days=1), _NOON, wall.tzinfo)
    elif wall.time() < _FROM:
        wall = datetime.combine(wall.date(), _NOON, wall.tzinfo)
    while wall.weekday() > 4:
        wall = datetime.combine(wall.date() + timedelta(days=1), _NOON, wall.tzinfo)
    return min(clock.from_local(wall.replace(tzinfo=None), zone), starts_at)
