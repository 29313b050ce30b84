"""One recording. Nothing is asked of another site before the viewer presses play."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request

from assembly.i18n import current_language
from assembly.models import Captions, Edition, Track
from assembly.recordings import queries
from assembly.recordings.captions.transcript import paragraphs
from assembly.recordings.captions.webvtt import unpacked
from assembly.recordings.moments import LONGEST
from assembly.recordings.providers import Source, source_or_link
from assembly.recordings.public.blueprint import best_track, pages
from assembly.recordings.queries import Watchable
from assembly.recordings.schema_org import media_object
from assembly.security import public
from assembly.web import CSP


@dataclass(frozen=True, slots=True)
class Viewing:
    """What the viewer chose: a language, a moment, and whether the player is open."""

    track: Track | None
    source: Source | None
    start: int
    end: int | None
    part: str
    is_open: bool

    @property
    def address(self) -> str:
        """The address of the open player."""
        return self.source.player(self.start, self.end) if self.source else ""


@pages.get("/recordings/<code>")
@public(cached=True, query=("audio", "play", "t", "part"))
def one(edition: Edition, code: str) -> Response:
    """One recording. `?play=fr` is the press on play: only then does the page hold the player of that language."""
    items = queries.watchable(edition)
    shown = next((one for one in items if one.recording.code == code), None) or abort(404)
    viewing = _viewing(shown)
    begins = [part.start_s for part in shown.recording.parts]  # as search does, whatever the programme names
    captions = shown.recording.captions if shown.online else []
    chapters = shown.chapters(current_language())
    transcript = _transcript(captions, viewing.track)
    described = None  # what search engines read of the language that would be played
    if viewing.track and viewing.source:
        described = media_object(shown, viewing.track, viewing.source, chapters, [each.lang for each in captions])
    page = make_response(
        render_template(
            "recordings/public/one.html",
            edition=edition,
            one=shown,
            viewing=viewing,
            captions=captions,
            transcript=transcript,
            paragraphs=paragraphs(unpacked(transcript.cues), begins) if transcript else [],
            chapters=chapters,
            described=described,
            anchor=_anchors(),
            **_beside(items, shown),
        )
    )
    if viewing.is_open and viewing.source:
        page.headers["Content-Security-Policy"] = f"{CSP}; {viewing.source.policy}"
    return page


def _viewing(shown: Watchable) -> Viewing:
    """What the address asks for; what it asks for in vain is left out."""
    args = request.args
    played = shown.track(args.get("play", ""))
    track = played or best_track(shown, args.get("audio", ""))
    source = source_or_link(track.address) if track else None
    part = next((one.part for one in shown.parts if one.part.code == args.get("part")), None)
    asked = args.get("t", "")
    second = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    start, end = (part.start_s, part.end_s) if part and not asked else (min(second, LONGEST), None)
    is_open = played is not None and source is not None and source.can_be_opened_here
    return Viewing(track, source, start, end, part.code if part and not asked else "", is_open)


def _transcript(captions: list[Captions], track: Track | None) -> Captions | None:
    """What one reads beside the player: in the language heard, else in the viewer's, else what there is."""
    heard = track.lang if track else ""
    return max(captions, key=lambda one: (one.lang == heard, one.lang == current_language()), default=None)


def _beside(items: list[Watchable], shown: Watchable) -> dict[str, list[Watchable]]:
    """What one can watch before and after this in the programme, and where else one of its speakers appears."""
    sessions = [one for one in items if one is shown or (one.online and one.session)]
    at = sessions.index(shown)
    before, after = sessions[max(at - 1, 0) : at], sessions[at + 1 : at + 2]
    people = {row.person_id for row in shown.people if shown.session}
    rest = [one for one in sessions if one not in (shown, *before, *after)]
    others = [one for one in rest if not people.isdisjoint(row.person_id for row in one.people)]
    return {"before": before, "after": after, "others": others[:4]}


def _anchors() -> Callable[[int], str]:
    """A name for each second, given once: a part, a chapter and a paragraph may begin together."""
    used: set[int] = set()

    def anchor(second: int) -> str:
        if second in used:
            return ""
        used.add(second)
        return f"t={second}"

    return anchor
