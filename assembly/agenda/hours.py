"""When a session may be: on the days of its edition. Pure."""

from datetime import datetime, timedelta

from assembly import clock
from assembly.formats import day
from assembly.i18n import _, _l
from assembly.models import Edition

BACKWARDS = _l("The session ends before it begins. Check both times.")
_A_MOMENT = timedelta(seconds=1)


def off_its_days(edition: Edition, instant: datetime, *, is_end: bool = False) -> str:
    """Say that an instant is on none of the days of the edition, on its own clocks; "" where it is on one.

    A session that ends at midnight still belongs to the day before.
    """
    at = instant - _A_MOMENT if is_end else instant
    first, last = (clock.local_day(one, edition.zone) for one in (edition.starts_at, edition.ends_at))
    if first <= clock.local_day(at, edition.zone) <= last:
        return ""
    if first == last:
        return _("The assembly is on %(day)s. Choose a time on that day.", day=day(first))
    return _(
        "The assembly runs from %(first)s to %(last)s. Choose one of these days.", first=day(first), last=day(last)
    )
