"""The recordings of an assembly, searched and as a feed."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from assembly.fold import clean
from assembly.i18n import _, current_language
from assembly.models import Edition
from assembly.recordings import queries
from assembly.recordings.feed import atom
from assembly.recordings.feed import podcast as podcast_of
from assembly.recordings.public.blueprint import pages
from assembly.recordings.search.finding import found
from assembly.recordings.search.index import ENOUGH
from assembly.security import public


@pages.get("/recordings")
@public(cached=True)
def listing(edition: Edition) -> str:
    """Each recording with its speakers, its length and the honest state of each language."""
    return render_template(
        "recordings/public/list.html",
        edition=edition,
        items=queries.watchable(edition),
        others=queries.others_with_recordings(edition),
    )


@pages.get("/search")
@public(cached=False)
def search(edition: Edition) -> str:
    """What the assembly shows and what was said there that holds the words; what people type is not kept."""
    text = clean(request.args.get("q", ""))[:100]
    return render_template(
        "recordings/public/search.html",
        edition=edition,
        text=text,
        hits=found(edition, text, current_language()),
        most=ENOUGH,
        others=queries.others_with_recordings(edition),
    )


@pages.get("/recordings/search")
@public(cached=False)
def former_search(edition: Edition) -> Response:
    """Where search was before it found more than recordings."""
    return redirect(url_for("recordings.search", edition=edition, q=request.args.get("q")), 301)


@pages.get("/recordings.atom")
@public(cached=True)
def feed(edition: Edition) -> Response:
    """What is online, for feed readers."""
    title = _("Recordings: %(edition)s", edition=edition.name)
    return Response(
        atom(edition, title, queries.watchable(edition)), content_type="application/atom+xml; charset=utf-8"
    )


@pages.get("/recordings.podcast")
@public(cached=True)
def podcast(edition: Edition) -> Response:
    """The media files in the language of the address, for podcast programs."""
    title = _("Recordings: %(edition)s", edition=edition.name)
    feed = podcast_of(edition, title, queries.watchable(edition))
    return Response(feed, content_type="application/rss+xml; charset=utf-8")
