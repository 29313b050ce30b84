"""The recordings of an assembly, searched and as a feed."""

from email.utils import format_datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from assembly.addresses import address
from assembly.editions.queries.editions import public_editions
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
@public(cached=True, query=("audio",))
def listing(edition: Edition) -> str:
    """Each recording with its speakers, its length and the honest state of each language; of an assembly that has none
    to watch, those of the latest one that has come first."""
    items, others = queries.watchable(edition), queries.others_with_recordings(edition)
    latest = others[0] if others and not any(one.online for one in items) else None
    return render_template(
        "recordings/public/list.html",
        edition=edition,
        items=items,
        latest=latest,
        latest_items=queries.watchable(latest) if latest else [],
        others=others,
    )


@pages.get("/search")
@public(cached=False)
def search(edition: Edition) -> str:
    """What this assembly, or all of them (`?all=1`), show that holds the words, and what was said there; what people
    type is not kept."""
    text, everywhere = clean(request.args.get("q", ""))[:100], "all" in request.args
    others = [one for one in public_editions() if one.id != edition.id]
    return render_template(
        "recordings/public/search.html",
        edition=edition,
        text=text,
        everywhere=everywhere,
        others=others,
        hits=found([edition, *others] if everywhere else [edition], text, current_language()),
        most=ENOUGH,
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
