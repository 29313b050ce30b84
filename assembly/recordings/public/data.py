"""Recordings for other programs and sites."""

from __future__ import annotations

from flask import abort, current_app, request
from werkzeug.wrappers import Response

from assembly.models import Edition
from assembly.recordings import queries
from assembly.recordings.oembed import code_in, described
from assembly.recordings.plain import recordings_data
from assembly.recordings.public.blueprint import pages
from assembly.security import public


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


def _json(facts: object) -> Response:
    answer = current_app.response_class(current_app.json.dumps(facts), content_type="application/json")
    answer.add_etag()
    answer.make_conditional(request)
    return answer
