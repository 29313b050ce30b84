"""A transcript made of captions: paragraphs, each with the second at which it begins. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assembly.recordings.captions.webvtt import Cue

_PAUSE_MS = 2_500
"A silence after which another paragraph begins."
_ENOUGH = 320
"Letters after which a paragraph ends with its sentence."
_TOO_MUCH = 900
_ENDS = (".", "!", "?", "…", ".”", ".»", ". »", "!”", "?”")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences and when they begin, in seconds."""

    start_s: int
    text: str


def paragraphs(cues: Iterable[Cue], begins: Collection[int] = ()) -> list[Paragraph]:
    """Join captions to paragraphs; a new one begins with each of the seconds in `begins`, where a person begins."""
    found: list[Paragraph] = []
    words, start, end = "", 0, 0
    for cue in cues:
        text = cue.text.replace("\n", " ")
        if words and (_is_over(words, cue.start_ms - end) or any(start < one * 1000 <= cue.start_ms for one in begins)):
            found.append(Paragraph(start // 1000, words))
            words = ""
        if not words:
            start = cue.start_ms
        words, end = f"{words} {text}".strip(), cue.end_ms
    return [*found, Paragraph(start // 1000, words)] if words else found


def _is_over(words: str, silence: int) -> bool:
    return silence >= _PAUSE_MS or len(words) >= _TOO_MUCH or (len(words) >= _ENOUGH and words.endswith(_ENDS))
