"""Recordings for other programs and sites, and the picture and the captions of one that the public can watch."""

from flask import Response, abort, current_app, request

from assembly.models import Edition
from assembly.recordings import queries
from assembly.recordings.captions.webvtt import unpacked, written
from assembly.recordings.oembed import code_in, described
from assembly.recordings.open_data import recordings_data
from assembly.recordings.public.blueprint import pages
from assembly.security import public
from assembly.web import stored_file, unless_known


@pages.get("/recordings.json")
@public(cached=True)
def as_json(edition: Edition) -> Response:
    """Plain data in both languages at once."""
    return _json(recordings_data(edition, queries.watchable(edition, with_parts=True, with_captions=True)))


@pages.get("/recordings.oembed")
@public(cached=False)
def oembed(edition: Edition) -> Response:
    """What a site shows of a link to a recording (`?url=`), in the language of this address."""
    if request.args.get("format", "json") != "json":
        abort(501)
    code = code_in(edition, request.args.get("url", ""))
    return _json(described(edition, queries.by_code(edition, code) or abort(404)))


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
    stored = (shown.recording.captions_in(captions_lang) if shown.online else None) or abort(404)
    return Response(written(unpacked(stored.cues)), content_type="text/vtt; charset=utf-8")


def _json(facts: object) -> Response:
    return unless_known(Response(current_app.json.dumps(facts), content_type="application/json"))
