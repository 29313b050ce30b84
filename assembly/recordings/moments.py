"""Moments inside a recording, in seconds: read as people write them, said as players do, and chapters. Pure."""

import re
from dataclasses import dataclass

from assembly.i18n import _

LONGEST = 24 * 3600
"Seconds; no recording is as long."
_WRITTEN = re.compile(r"(?:(?:([0-9]{1,2}):)?([0-9]{1,3}):)?([0-9]{1,5})")
_LINE = re.compile(r"\s*((?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2})\s*[-–—:]?\s+(\S.*)")
MOST_CHAPTERS = 100


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading inside a recording."""

    start_s: int
    title: str


def read_moment(text: str) -> int:
    """Read `12:34`, `1:02:03` or a number of seconds. Raises ValueError, with the sentence to show."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(_("Enter a time such as %(example)s.", example="12:34"))
    hours, minutes, seconds = (int(part or 0) for part in written.groups())
    has_places = written[2] is not None
    moment = hours * 3600 + minutes * 60 + seconds
    if (has_places and (seconds > 59 or len(written[3]) != 2)) or (written[1] and minutes > 59) or moment > LONGEST:
        raise ValueError(_("Enter a time such as %(example)s.", example="12:34"))
    return moment


def said_moment(seconds: int) -> str:
    """`12:34`, from an hour on `1:02:03`."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def said_length(seconds: int) -> str:
    """`1 h 12 min`; seconds for what is shorter than a minute."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if seconds < 60:
        return _("%(seconds)s s", seconds=seconds)
    if not hours:
        return _("%(minutes)s min", minutes=minutes)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{minutes:02}")


def read_chapters(text: str) -> list[Chapter]:
    """Read one chapter a line, a time and a title, as video sites show them. Raises ValueError with the sentence."""
    found: list[Chapter] = []
    for line in filter(str.strip, text.splitlines()):
        written = _LINE.fullmatch(line)
        if written is None:
            said = {"line": line.strip(), "example": "12:34"}
            raise ValueError(_("“%(line)s” needs a time and a title, for example “%(example)s Welcome”.", **said))
        found.append(Chapter(read_moment(written[1]), written[2].strip()))
    if len(found) > MOST_CHAPTERS:
        raise ValueError(_("Enter %(count)s chapters or fewer.", count=MOST_CHAPTERS))
    if len({one.start_s for one in found}) < len(found):
        raise ValueError(_("Two chapters begin at the same time. Change one of them."))
    return sorted(found, key=lambda one: one.start_s)


def written_chapters(chapters: list[Chapter]) -> str:
    """The lines they are kept as."""
    return "\n".join(f"{said_moment(one.start_s)} {one.title}" for one in chapters)
