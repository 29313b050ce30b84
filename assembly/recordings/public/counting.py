"""The player was started: one more view, of which nothing else is kept."""

from typing import Any

from flask import abort, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from assembly import limiter
from assembly.extensions import csrf
from assembly.models import Edition
from assembly.recordings import queries, service
from assembly.recordings.public.blueprint import pages
from assembly.security import public
from assembly.transactions import fresh, writing

FROM_ONE_VISITOR = "60 per hour"
"Beyond it nothing is counted; a school or an office behind one address stays below."


@pages.post("/recordings/<code>/<track_lang>/started")
@csrf.exempt  # type: ignore[untyped-decorator]  # a page from the cache has no token; other sites are refused all the same
@public(cached=False)
def started(edition: Edition, code: str, track_lang: str) -> Response:
    """Count a start, as the script of the page says."""
    _count(edition, code, track_lang)
    return Response(status=204)


@pages.post("/recordings/<code>/<track_lang>/play")
@csrf.exempt  # type: ignore[untyped-decorator]  # as above
@public(cached=False)
def play(edition: Edition, code: str, track_lang: str) -> Response:
    """Open the player without a script, and count that: where the script runs it opens the page itself and counts."""
    _count(edition, code, track_lang)
    place: dict[str, Any] = {name: value for name in ("t", "part") if (value := request.form.get(name))}
    return redirect(url_for("recordings.one", edition=edition, code=code, play=track_lang, **place), 303)


def _count(edition: Edition, code: str, track_lang: str) -> None:
    """One more; whoever is no browser on a page of ours counts nothing."""
    if "Origin" not in request.headers:  # browsers send it with every POST, and that of other sites is refused before
        abort(403)
    shown = queries.by_code(edition, code)
    if shown is None or shown.track(track_lang) is None:
        abort(404)
    if limiter.may_spend(FROM_ONE_VISITOR, "views from", limiter.visitor()):
        with writing():
            service.count_view(fresh(shown.recording), track_lang)
