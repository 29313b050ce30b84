"""VTIMEZONE of our own: one sub-component for each change of the clocks near the events.

Libraries write rules or lists of dates that other calendars read an hour wrong; single dated changes are read rightly
by all we tried (RFC 5545 3.6.5).
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_NEAR = timedelta(days=366)
_STEP = timedelta(minutes=15)
"Clocks change on a quarter of an hour of UTC: in most zones on the hour, in Newfoundland on the half."


@lru_cache(64)
def timezone_for(zone: str, first: datetime, last: datetime) -> bytes:
    """Write the changes of the clocks of `zone` from a year before `first` to a year after `last` (instants).

    Written once for all emails of an assembly.
    """
    component = Timezone()
    component.add("TZID", zone)
    info = ZoneInfo(zone)
    changes = _changes(info, first - _NEAR, last + _NEAR) or (first - _NEAR,)
    for instant in changes:
        before, after = (instant - _STEP).astimezone(info), instant.astimezone(info)
        part = TimezoneDaylight() if after.dst() else TimezoneStandard()
        part.add("DTSTART", (instant + (before.utcoffset() or timedelta())).replace(tzinfo=None))
        part.add("TZOFFSETFROM", before.utcoffset())
        part.add("TZOFFSETTO", after.utcoffset())
        part.add("TZNAME", after.tzname())
        component.add_component(part)
    return bytes(component.to_ical())


def _changes(info: ZoneInfo, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The instants at which the offset changes, to a quarter of an hour."""
    instant = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    found = []
    offset = instant.astimezone(info).utcoffset()
    while instant < end:
        following = instant + timedelta(days=1)
        if following.astimezone(info).utcoffset() != offset:
            while instant.astimezone(info).utcoffset() == offset:
                instant += _STEP
            found.append(instant)
            offset = instant.astimezone(info).utcoffset()
        else:
            instant = following
    return tuple(found)
