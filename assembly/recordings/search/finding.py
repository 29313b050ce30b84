"""Everything assemblies show that holds some words: people, cities, sessions, speeches, chapters, transcripts.

Only what the public pages show is looked at, so that what is hidden, withheld or not published is never found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assembly.i18n import Labelled, _l
from assembly.models import Community, Edition, Passage, Person, ReleasedAppearance, ReleasedSession
from assembly.recordings.moments import Chapter
from assembly.recordings.queries import PublicPart, Watchable, watchable
from assembly.recordings.search import index, public_pages
from assembly.recordings.search.words import Match, Piece, match, snippet, words_of


class HitKind(Labelled):
    """What was found; in this order where everything else is equal."""

    PERSON = "person", _l("Speaker")
    CITY = "city", _l("City or region")
    SESSION = "session", _l("Session")
    RECORDING = "recording", _l("Recording")
    SPEECH = "speech", _l("Speech")
    CHAPTER = "chapter", _l("Chapter")
    TRANSCRIPT = "transcript", _l("Transcript")


_FIRST = (0, 0, 0)
_ORDER = {kind: number for number, kind in enumerate(HitKind)}


Place = tuple[int, int, int]
"Which session of the programme, which recording (by id), and the second in it; what is of no session comes first."


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and what a line of the results says of it."""

    kind: HitKind
    match: Match
    place: Place
    edition: Edition
    one: Watchable | None = None
    session: ReleasedSession | None = None
    person: Person | None = None
    appearance: ReleasedAppearance | None = None
    community: Community | None = None
    part: PublicPart | None = None
    chapter: Chapter | None = None
    passage: Passage | None = None
    pieces: list[Piece] = field(default_factory=list)

    def rank(self, lang: str) -> tuple[object, ...]:
        """The order in an assembly: words together, words found, titles before transcripts, then time, and of what is
        said twice the viewer's language."""
        is_other = self.passage is not None and self.passage.lang != lang
        return (self.match, self.passage is not None, self.place, _ORDER[self.kind], is_other)


def found(editions: Sequence[Edition], text: str, lang: str) -> list[Hit]:
    """Find what holds the words in these assemblies, the best first and no more than anybody reads; of what is found
    equally well, the first assembly's comes first."""
    words = words_of(text)
    if not words:
        return []
    hits: list[Hit] = []
    for edition in editions:
        mine = [*(_cities(edition, words) if edition is editions[0] else ()), *_in_edition(edition, words, lang)]
        hits += sorted(mine, key=lambda one: one.rank(lang))
    complete = [one for one in hits if not one.match.missing]
    return sorted(complete or hits, key=lambda one: (one.match, one.passage is not None))[: index.ENOUGH]


def _in_edition(edition: Edition, words: tuple[str, ...], lang: str) -> Iterator[Hit]:
    pages, recordings = public_pages.read(edition), watchable(edition, with_parts=True)
    yield from _people(pages, words)
    yield from _sessions(pages, recordings, words)
    for one in recordings:
        yield from _inside(one, pages.number_of(one), words, lang)
    yield from _transcripts(pages, recordings, words)


def _people(pages: public_pages.PublicPages, words: tuple[str, ...]) -> Iterator[Hit]:
    for person, rows in pages.speakers:
        said = " ".join(f"{row.name} {row.function.en} {row.function.fr}" for row in rows)
        held = match(said, words)
        if held:
            yield Hit(HitKind.PERSON, held, _FIRST, pages.edition, person=person, appearance=rows[0])


def _cities(edition: Edition, words: tuple[str, ...]) -> Iterator[Hit]:
    """They are of the movement, and of no assembly."""
    for community in public_pages.communities(edition):
        held = match(" ".join(alias.text for alias in community.aliases), words)
        if held:
            yield Hit(HitKind.CITY, held, _FIRST, edition, community=community)


def _sessions(
    pages: public_pages.PublicPages, recordings: Iterable[Watchable], words: tuple[str, ...]
) -> Iterator[Hit]:
    recorded = {one.session.session_id: one for one in recordings if one.session}
    for session in pages.sessions:
        names = " ".join(row.name for row in pages.people.get(session.session_id, []))
        title, abstract = session.title, session.abstract
        held = match(f"{title.en} {title.fr} {abstract.en} {abstract.fr} {names}", words)
        if held:
            pieces = snippet(str(abstract), words) if abstract else []
            one = recorded.get(session.session_id)
            place = (pages.numbers[session.session_id], 0, 0)
            yield Hit(HitKind.SESSION, held, place, pages.edition, one=one, session=session, pieces=pieces)


def _inside(one: Watchable, number: int, words: tuple[str, ...], lang: str) -> Iterator[Hit]:
    """What a recording tells of itself: its own title, the speeches and the chapters."""
    key, edition = one.recording.id, one.recording.edition
    held = match(f"{one.title.en} {one.title.fr}", words) if one.session is None else None
    if held:
        yield Hit(HitKind.RECORDING, held, (number, key, 0), edition, one=one)
    for part in one.parts:
        held = match(f"{part.name} {part.function.en} {part.function.fr}", words)
        if held:
            yield Hit(HitKind.SPEECH, held, (number, key, part.part.start_s), edition, one=one, part=part)
    for chapter in one.chapters(lang):
        held = match(chapter.title, words)
        if held:
            yield Hit(HitKind.CHAPTER, held, (number, key, chapter.start_s), edition, one=one, chapter=chapter)


def _transcripts(
    pages: public_pages.PublicPages, recordings: Iterable[Watchable], words: tuple[str, ...]
) -> Iterator[Hit]:
    online = {one.recording.id: one for one in recordings if one.online}
    for passage in index.passages_with(words, list(online)):
        held = match(passage.folded, words)
        if held:
            one, pieces = online[passage.recording_id], snippet(passage.text, words)
            place = (pages.number_of(one), one.recording.id, passage.start_s)
            yield Hit(HitKind.TRANSCRIPT, held, place, pages.edition, one=one, passage=passage, pieces=pieces)
