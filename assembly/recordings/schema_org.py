"""A recording in the vocabulary of schema.org (JSON-LD), for search engines, in the language now spoken."""

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
    it: dict[str, Any] = {"edition": edition, "code": recording.code}
    page = address("recordings.one", audio=track.lang, **it)
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
        "thumbnailUrl": address("recordings.picture", **it) if recording.poster_id else None,
        "contentUrl": whole_address(track.address) if source.is_played_here else None,
        "embedUrl": source.frame or None,
        "caption": [
            {"@type": "MediaObject", "inLanguage": lang, "encodingFormat": "text/vtt"}
            | {"contentUrl": address("recordings.captions", captions_lang=lang, **it)}
            for lang in captions
        ],
        "hasPart": _clips(one, page, chapters),
    }
    return {name: value for name, value in facts.items() if value}


def whole_address(found: str) -> str:
    """The address of a file as other programs open it: that of the demonstration is a path on our own site."""
    public_url: str = current_app.config["ASSEMBLY"].public_url
    return urljoin(public_url + "/", found)


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
