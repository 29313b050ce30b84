"""Days and times as people write them, in forms and in tables. Pure: no request, no database."""

import re
from datetime import date, datetime

from assembly import clock
from assembly.i18n import _

_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def read_day(text: str) -> date:
    """Read a day as browsers send it (`2027-05-31`), or as both languages write it (`31/05/2027`, `31.5.2027`).

    Raises ValueError, with the sentence to show.
    """
    written = _WRITTEN_DAY.fullmatch(text)
    try:
        day = date(*map(int, reversed(written.groups()))) if written else date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("Enter a date, for example %(example)s.", example="30/06/2023")) from None
    if not 2000 <= day.year < 2200:
        raise ValueError(_("Check the year."))
    return day


def read_wall(wall: datetime, zone: str, *, unmistakable: bool) -> datetime:
    """Read a naive time on the clocks of `zone` as the instant (UTC) at which they show it.

    Of a time that comes twice when the clocks go back the first is meant, unless it must be `unmistakable`.
    Raises ValueError, with the sentence to show.
    """
    instant = clock.from_local(wall, zone)
    if clock.local(instant, zone).replace(tzinfo=None) != wall:
        raise ValueError(_("This time does not exist: the clocks go forward that night."))
    if unmistakable and clock.comes_twice(wall, zone):
        raise ValueError(
            _("This time occurs twice: the clocks go back that night. Choose a time before or after that hour.")
        )
    return instant
