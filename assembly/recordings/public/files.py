"""The picture and the captions of a recording the public can watch."""

from __future__ import annotations

from flask import Response, abort

from assembly.models import Edition
from assembly.recordings import queries
from assembly.recordings.captions.webvtt import unpacked, written
from assembly.recordings.public.blueprint import pages
from assembly.security import public
from assembly.web import stored_file


@pages.get("/recordings/<code>/picture")
@public(cached=False)
def picture(edition: Edition, code: str) -> Response:
    """The picture shown before anything plays; asked for anew each time, as a recording may be withheld."""
    shown = queries.by_code(edition, code) or abort(404)
    return stored_file(shown.recording.poster if shown.tracks else None)


@pages.get("/recordings/<code>/<captions_lang>.vtt")
@public(cached=True)
def captions(edition: Edition, code: str, captions_lang: str) -> Response:
    """The captions of one language, written by us from what was read."""
    shown = queries.by_code(edition, code) or abort(404)
    mine = shown.recording.captions if shown.online else []
    stored = next((one for one in mine if one.lang == captions_lang), None) or abort(404)
    return Response(written(unpacked(stored.cues)), content_type="text/vtt; charset=utf-8")
