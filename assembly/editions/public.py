"""The home of an edition, and the way to the current one."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda.queries import programme
from assembly.editions import queries
from assembly.extensions import db
from assembly.i18n import set_language
from assembly.models import Edition, Mode, Phase
from assembly.recordings.queries import watchable
from assembly.security import public
from assembly.speakers.queries import announcements, approved_quotes, co_chairs
from assembly.stats import figures
from assembly.stats.hemicycle import hemicycle
from assembly.stats.queries import participation
from assembly.web import preferred_language

pages = Blueprint("editions", __name__)


@pages.get("/")
@public
def root() -> Response:
    """To the visitor's language."""
    set_language(preferred_language(request))
    return redirect(url_for("editions.current"))


@pages.get("/<lang:lang>/")
@public
def current() -> Response | str:
    """The home of the current edition, at an address that never changes."""
    edition = queries.current_edition()
    if edition is None:
        return render_template("editions/public/none.html")
    return _home(edition)


@pages.get("/<lang:lang>/<edition:edition>/")
@public
def home(edition: Edition) -> str:
    """What the edition is, who takes part, and one next step."""
    return _home(edition)


def _home(edition: Edition) -> str:
    people = participation(edition)
    return render_template(
        "editions/public/home.html",
        edition=edition,
        people=people,
        headline=figures.headline(people, edition.phase),
        caption=figures.places(people.of(edition.phase)),
        seats=hemicycle(people.of(edition.phase).communities, people.seats_joined),
        counts=queries.place_counts(edition),
        pool=queries.pool_of(edition, Mode.ON_SITE),
        co_chairs=co_chairs(edition),
        sessions=programme(edition),
        quotes=approved_quotes(edition) if edition.phase is Phase.AFTER else [],
        announcements=announcements(edition) if edition.phase is Phase.AFTER else [],
        recorded=watchable(edition) if edition.phase is Phase.AFTER else [],
        watch_in={"en": "Watch in English", "fr": "Regarder en français"},
    )


@pages.get("/healthz")
@public
def healthz() -> tuple[str, int, dict[str, str]]:
    """The process lives."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/readyz")
@public
def readyz() -> tuple[str, int, dict[str, str]]:
    """The database answers and has its tables."""
    connection = db.session.connection()
    if not connection.dialect.has_table(connection, Edition.__tablename__):
        abort(503)
    return "ready\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/robots.txt")
@public
def robots() -> tuple[str, int, dict[str, str]]:
    """Search engines may read the public pages, not the entry codes."""
    return "User-agent: *\nDisallow: /b/\nDisallow: /en/r/\nDisallow: /fr/r/\n", 200, {"Content-Type": "text/plain"}
