"""A recording in the vocabulary of schema.org (JSON-LD), for search engines, in the language now spoken."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from flask import current_app

from assembly.addresses import address
from assembly.models import Medium, Track
from assembly.recordings.moments import Chapter
from assembly.recordings.providers import Source
from assembly.recordings.queries import Watchable


def media_object(
    one: Watchable, track: Track, source: Source, chapters: list[Chapter], captions: list[str]
) -> dict[str, Any]:
    """Describe one language of a recording with its chapters, or else its speeches, and its captions (languages)."""
    recording, edition = one.recording, one.recording.edition
    page = address("recordings.one", edition=edition, code=recording.code, audio=track.lang)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "VideoObject" if track.medium is Medium.VIDEO else "AudioObject",
        "@id": page,
        "url": page,
        "name": str(one.title),
        "description": str(one.session.abstract if one.session and one.session.abstract else one.title),
        "inLanguage": track.lang,
        "uploadDate": track.online_on.isoformat() if track.online_on else None,
        "duration": f"PT{recording.length_s}S" if recording.length_s else None,
        "thumbnailUrl": _picture(one),
        "contentUrl": whole_address(track.address) if source.is_played_here else None,
        "embedUrl": source.frame or None,
        "caption": [_captions(one, lang) for lang in captions],
        "hasPart": _clips(one, page, chapters),
    }
    return {name: value for name, value in facts.items() if value}


def whole_address(found: str) -> str:
    """The address of a file as other programs open it: that of the demonstration is a path on our own site."""
    public_url: str = current_app.config["ASSEMBLY"].public_url
    return urljoin(public_url + "/", found)


def _picture(one: Watchable) -> str | None:
    edition, code = one.recording.edition, one.recording.code
    return address("recordings.picture", edition=edition, code=code) if one.recording.poster_id else None


def _captions(one: Watchable, lang: str) -> dict[str, Any]:
    file = address("recordings.captions", edition=one.recording.edition, code=one.recording.code, captions_lang=lang)
    return {"@type": "MediaObject", "inLanguage": lang, "encodingFormat": "text/vtt", "contentUrl": file}


def _clips(one: Watchable, page: str, chapters: list[Chapter]) -> list[dict[str, Any]]:
    """Each with its second; a chapter ends where the next one begins."""
    ends = [*(each.start_s for each in chapters[1:]), one.recording.length_s]
    found = [(each.title, each.start_s, end) for each, end in zip(chapters, ends, strict=False)]
    if not found:
        found = [(each.name, each.part.start_s, each.part.end_s) for each in one.parts]
    return [
        {"@type": "Clip", "name": name, "startOffset": start, "url": f"{page}#t={start}"}
        | ({"endOffset": end} if end else {})
        for name, start, end in found
    ]
