"""Times of a workbook: written with hours, and whether hours were meant. Pure."""

import re
from datetime import time, timedelta

_WORDS = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]')
"What a format says beside its places: quoted text, single signs, languages and colours."
_WHOLE = re.compile(r"\[[ms]+\]")
"Minutes or seconds that count on beyond an hour."


def time_text(value: time | timedelta) -> str:
    """Write a time, or how long something takes, with hours, minutes and seconds: `00:42:10`."""
    seconds = round(_length(value).total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours:02}:{rest // 60:02}:{rest % 60:02}"


def is_doubtful(value: time | timedelta, code: str) -> bool:
    """Whether minutes and seconds may have been meant.

    A spreadsheet takes `12:34` for hours and minutes and shows no seconds, `42:10` for more than a day; where the
    format has no place for hours, they were never seen.
    """
    length, shown = _length(value), _WORDS.sub("", code.lower()).partition(";")[0]
    if length >= timedelta(days=1):
        return True
    if shown == "general":
        return False
    if "s" not in shown:
        return length.seconds % 60 == 0
    return length >= timedelta(hours=1) and "h" not in shown and not _WHOLE.search(shown)


def _length(value: time | timedelta) -> timedelta:
    if isinstance(value, timedelta):
        return value
    return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
