"""A transcript made of captions: paragraphs, each with the second at which it begins. Pure."""

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
    """Some sentences, each with the second at which its first caption is shown."""

    sentences: list[tuple[int, str]]

    @property
    def start_s(self) -> int:
        """When it begins, in seconds."""
        return self.sentences[0][0]

    @property
    def text(self) -> str:
        """What is said in it."""
        return " ".join(text for _start, text in self.sentences)


def paragraphs(cues: Iterable[Cue], begins: Collection[int] = ()) -> list[Paragraph]:
    """Join captions to paragraphs; a new one begins with each of the seconds in `begins`, where a person begins."""
    found: list[Paragraph] = []
    start, end = 0, 0
    for cue in cues:
        second, text = cue.start_ms // 1000, cue.text.replace("\n", " ")
        is_begun = any(start < one * 1000 <= cue.start_ms for one in begins)
        if not found or is_begun or _is_over(found[-1].text, cue.start_ms - end):
            found.append(Paragraph([(second, text)]))
            start = cue.start_ms
        elif (last := found[-1].sentences[-1])[1].endswith(_ENDS):
            found[-1].sentences.append((second, text))
        else:
            found[-1].sentences[-1] = (last[0], f"{last[1]} {text}")
        end = cue.end_ms
    return found


def _is_over(words: str, silence: int) -> bool:
    return silence >= _PAUSE_MS or len(words) >= _TOO_MUCH or (len(words) >= _ENOUGH and words.endswith(_ENDS))
