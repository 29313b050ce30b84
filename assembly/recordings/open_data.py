"""Recordings as plain data for other programs, both languages at once: `docs/open-data.md` names the fields. Pure."""

from collections.abc import Iterable
from typing import Any

from assembly.addresses import address, addresses_by_language
from assembly.i18n import LANGUAGES
from assembly.models import Edition, Track
from assembly.recordings.providers import source_or_link
from assembly.recordings.queries import PublicPart, Watchable
from assembly.recordings.schema_org import whole_address

FORMAT = 1


def recordings_data(edition: Edition, items: Iterable[Watchable]) -> dict[str, Any]:
    """What the list of recordings says, and what is inside each of them."""
    return {
        "format": FORMAT,
        "edition": {"slug": edition.slug, "name": edition.name.by_language()},
        "url": addresses_by_language("recordings.listing", edition=edition),
        "recordings": [_recording(edition, one) for one in items],
    }


def _recording(edition: Edition, one: Watchable) -> dict[str, Any]:
    recording = one.recording
    return {
        "code": recording.code,
        "session": one.session.code if one.session else None,
        "title": one.title.by_language(),
        "date": one.day.isoformat(),
        "state": one.state.value,
        "length_s": recording.length_s,
        "languages": [_language(track) for track in one.tracks],
        "chapters": {lang: [{"start_s": each.start_s, "title": each.title} for each in one.chapters(lang)]
                     for lang in LANGUAGES},
        "speeches": [_speech(edition, one, part) for part in one.parts],
        "captions": [_captions(one, each.lang, automatic=each.automatic) for each in recording.captions if one.online],
        "url": addresses_by_language("recordings.one", edition=edition, code=recording.code),
    }  # fmt: skip


def _language(track: Track) -> dict[str, Any]:
    found = source_or_link(track.address) if track.address else None
    return {
        "language": track.lang,
        "kind": track.kind.value,
        "medium": track.medium.value,
        "state": track.state.value,
        "provider": found.provider.value if found else None,
        "address": whole_address(track.address) if track.address else None,
        "online_on": track.online_on.isoformat() if track.online_on else None,
        "expected_on": track.expected_on.isoformat() if track.expected_on else None,
    }


def _speech(edition: Edition, one: Watchable, part: PublicPart) -> dict[str, Any]:
    page = addresses_by_language("recordings.one", edition=edition, code=one.recording.code)
    return {
        "name": part.name,
        "function": part.function.by_language(),
        "start_s": part.part.start_s,
        "end_s": part.part.end_s,
        "url": {lang: f"{whole}#t={part.part.start_s}" for lang, whole in page.items()},
    }


def _captions(one: Watchable, lang: str, *, automatic: bool) -> dict[str, Any]:
    place = {"edition": one.recording.edition, "code": one.recording.code, "captions_lang": lang, "lang": LANGUAGES[0]}
    return {"language": lang, "automatic": automatic, "url": address("recordings.captions", **place)}
