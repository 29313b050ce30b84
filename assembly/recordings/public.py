"""Watching recordings. Nothing is asked of another site before the viewer presses play (domain.md 6.2)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from assembly.i18n import _
from assembly.models import Edition, Track, TrackState
from assembly.recordings import queries
from assembly.recordings.feed import atom
from assembly.security import public
from assembly.web import CSP

pages = Blueprint("recordings", __name__, url_prefix="/<lang:lang>/<edition:edition>")
EMBEDDABLE = frozenset({"www.youtube-nocookie.com"})
"Sites whose player may stand in our page once asked for; any other is a plain link."


@pages.get("/recordings")
@public(cached=True)
def listing(edition: Edition) -> str:
    """Each session with the honest state of each language."""
    return render_template(
        "recordings/public/list.html",
        edition=edition,
        items=queries.watchable(edition),
        others=queries.others_with_recordings(edition),
    )


@pages.get("/recordings.atom")
@public(cached=True)
def feed(edition: Edition) -> Response:
    """What is online, for feed readers."""
    items = ((one.recording, one.session) for one in queries.watchable(edition))
    title = _("Recordings: %(edition)s", edition=edition.name)
    return Response(atom(edition, title, items), content_type="application/atom+xml; charset=utf-8")


@pages.get("/recordings/<code>")
@public(cached=True, query=("play",))
def one(edition: Edition, code: str) -> Response:
    """One recording. `?play=fr` is the press on play: only then does the page hold the player of that language."""
    found = queries.by_code(edition, code)
    if found is None:
        abort(404)
    track = found.recording.track(request.args.get("play", ""))
    player = track if track is not None and _may_stand_here(track) else None
    page = make_response(
        render_template(
            "recordings/public/one.html",
            edition=edition,
            one=found,
            player=player,
            embeddable=[track.lang for track in found.recording.tracks if _may_stand_here(track)],
        )
    )
    if player is not None:
        page.headers["Content-Security-Policy"] = f"{CSP}; frame-src https://{urlsplit(player.address).hostname}"
    return page


def _may_stand_here(track: Track) -> bool:
    """Online, and on a site we know the player of; in the demonstration a made-up site is one."""
    hosts = EMBEDDABLE | ({"video.example.org"} if current_app.config["ASSEMBLY"].demo else set())
    return track.state is TrackState.ONLINE and urlsplit(track.address).hostname in hosts
