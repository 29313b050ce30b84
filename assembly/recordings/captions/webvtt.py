"""Captions read from WebVTT or SubRip and written as WebVTT. Pure.

What was uploaded is never served: of it only times and plain text are kept, and each file we serve is written anew.
Styles, regions, positions, comments and tags are left out. (W3C, WebVTT: The Web Video Text Tracks Format.)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from assembly.errors import DomainError
from assembly.fold import clean
from assembly.i18n import _, _l
from assembly.tables import encodings
from assembly.tables.faults import Unreadable

MOST_CUES = 20_000
LONGEST_CUE = 1_000
_DAY = 24 * 3600 * 1000
_TIME = r"(?:([0-9]{1,2}):)?([0-5]?[0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[0-9:.,]+>|\{\\[^{}]*\}")


class NotCaptions(DomainError):
    """Nothing we can read as captions; `line` is the first one that is wrong."""

    status = 422

    def __str__(self) -> str:
        line = self.facts.get("line")
        if line:
            return _("Line %(line)s does not give a start and an end time we can read.", line=line)
        return str(self.facts.get("why") or _l("There are no captions in this file. Choose a .vtt or .srt file."))


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they are shown, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def read(content: bytes) -> list[Cue]:
    """Read a WebVTT or SubRip file, in time. Raises NotCaptions."""
    try:
        text = encodings.decoded(content).text.lstrip("\ufeff")
    except Unreadable:
        raise NotCaptions from None
    text = re.sub(r"[ \t]*(?:\r\n|\r|\n)", "\n", text)
    found: list[Cue] = []
    number = 1
    for block in re.split(r"(\n{2,})", text):
        lines = block.split("\n")
        if block.strip():
            found += _cues(lines, number)
        number += len(lines) - 1
        if len(found) > MOST_CUES:
            raise NotCaptions(why=_l("There are too many captions in this file. Choose another file."))
    if not found:
        raise NotCaptions
    return sorted(found, key=lambda one: (one.start_ms, one.end_ms))


def _cues(lines: list[str], number: int) -> Iterable[Cue]:
    """What one block between empty lines says: a cue, or nothing for a header, a comment or a style."""
    at = next((index for index, line in enumerate(lines) if "-->" in line), None)
    if at is None or lines[0].startswith(("NOTE", "STYLE", "REGION")):
        return
    times = _TIMES.fullmatch(lines[at])
    start, end = (_instant(times.groups()[:4]), _instant(times.groups()[4:])) if times else (0, 0)
    if not start < end <= _DAY:
        raise NotCaptions(line=number + at)
    text = _plain(lines[at + 1 :])
    if text:
        yield Cue(start, end, text)


def _instant(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(lines: list[str]) -> str:
    """The words alone, line by line."""
    said = (clean(unescape(_TAG.sub("", line))) for line in lines)
    return "\n".join(filter(None, said))[:LONGEST_CUE]


def written(cues: Iterable[Cue]) -> str:
    """Write captions as WebVTT."""
    blocks = (f"{_time(one.start_ms)} --> {_time(one.end_ms)}\n{_escaped(one.text)}\n" for one in cues)
    return "WEBVTT\n\n" + "\n".join(blocks)


def _time(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _escaped(text: str) -> str:
    """No word of it is a tag, a time or an empty line."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def packed(cues: Iterable[Cue]) -> list[list[int | str]]:
    """As they are kept in a row of the database."""
    return [[one.start_ms, one.end_ms, one.text] for one in cues]


def unpacked(rows: Iterable[tuple[int, int, str]]) -> list[Cue]:
    """What `packed` made."""
    return [Cue(*row) for row in rows]
