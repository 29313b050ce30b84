"""The recordings of an assembly, searched and as a feed."""

from __future__ import annotations

from email.utils import format_datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from assembly.addresses import address
from assembly.fold import clean
from assembly.i18n import _, current_language
from assembly.models import Edition
from assembly.recordings import queries
from assembly.recordings.feed import entries
from assembly.recordings.public.blueprint import pages
from assembly.recordings.schema_org import whole_address
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


@pages.get("/recordings.atom")
@public(cached=True)
def feed(edition: Edition) -> Response:
    """What is online, for feed readers."""
    return _feed(edition, "atom", "application/atom+xml")


@pages.get("/recordings.podcast")
@public(cached=True)
def podcast(edition: Edition) -> Response:
    """The media files in the language of the address, for podcast programs."""
    return _feed(edition, "podcast", "application/rss+xml")


def _feed(edition: Edition, name: str, mimetype: str) -> Response:
    page = render_template(
        f"recordings/public/{name}.xml",
        edition=edition,
        title=_("Recordings: %(edition)s", edition=edition.name),
        entries=entries(queries.watchable(edition)),
        address=address,
        whole_address=whole_address,
        format_datetime=format_datetime,
    )
    return Response(page, mimetype=mimetype)
