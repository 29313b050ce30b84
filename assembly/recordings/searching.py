"""Finding a speech: people, sessions and chapters, blind to accents and case."""

from __future__ import annotations

from dataclasses import dataclass, field

from assembly.fold import fold
from assembly.models import Edition
from assembly.recordings.moments import Chapter, read_chapters
from assembly.recordings.queries import PublicPart, Watchable, watchable


@dataclass(frozen=True, slots=True)
class Found:
    """A recording in which something matches: itself, parts of people, chapters."""

    one: Watchable
    parts: list[PublicPart] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)


def found(edition: Edition, text: str, lang: str) -> list[Found]:
    """Find the recordings of which the title, a person or a chapter holds all these words, in the order of the day."""
    words = fold(text).split()
    if not words:
        return []
    results = []
    for one in watchable(edition, with_parts=True):
        title = f"{one.title.en} {one.title.fr}"
        parts = [part for part in one.parts if _holds(_said_of(part), words)]
        chapters = [each for each in chapters_of(one, lang) if _holds(each.title, words)]
        names = " ".join(person.name for person in one.people) if one.session else ""
        if parts or chapters or _holds(f"{title} {names}", words):
            results.append(Found(one, parts, chapters))
    return results


def chapters_of(one: Watchable, lang: str) -> list[Chapter]:
    """The chapters in a language, else in the other."""
    return read_chapters(one.recording.chapters.in_language(lang)) if one.online else []


def _said_of(part: PublicPart) -> str:
    return f"{part.name} {part.function.en} {part.function.fr}"


def _holds(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
