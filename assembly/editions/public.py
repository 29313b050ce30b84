"""The public pages of an edition beside its programme, and what machines read of the site."""

import json
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly import formats, limiter
from assembly.addresses import address
from assembly.agenda.queries import programme
from assembly.editions.header import public_header
from assembly.editions.home import home_page
from assembly.editions.queries import editions as edition_queries
from assembly.editions.sitemap import sitemap
from assembly.editions.social_card import picture as draw_card
from assembly.extensions import db, read_coded
from assembly.i18n import LANGUAGES, _, current_language, set_language
from assembly.models import Edition, Picture, Venue
from assembly.security import may_look, public
from assembly.transactions import check_writable
from assembly.web import preferred_language, stored_file

pages = Blueprint("editions", __name__)
pages.record_once(lambda state: state.app.jinja_env.globals.update(public_header=public_header))
_A_DAY = 86_400


@pages.get("/")
@public(cached=False)
def root() -> Response:
    """To the visitor's language."""
    set_language(preferred_language(request))
    return redirect(url_for("editions.current"))


@pages.get("/<lang:lang>/")
@public(cached=True)
def current() -> Response | str:
    """The home of the current edition, at an address that never changes."""
    edition = edition_queries.current_edition()
    if edition is None:
        return render_template("editions/public/none.html")
    return home_page(edition)


@pages.get("/<lang:lang>/<edition:edition>/")
@public(cached=True)
def home(edition: Edition) -> str:
    """What the edition is, who takes part, and one next step."""
    return home_page(edition)


@pages.get("/<lang:lang>/<edition:edition>/card.png")
@public(cached=True)
def card(edition: Edition) -> Response:
    """What social networks show beside a link to this assembly."""
    day = formats.day(edition.day) if edition.takes_place else edition.status.label
    drawn = draw_card(str(edition.purpose), f"{edition.name} · {day} · {edition.venue.city}")
    return Response(drawn, mimetype="image/png")


@pages.get("/<lang:lang>/app.webmanifest")
@public(cached=True)
def manifest() -> Response:
    """What a phone needs to keep the site among its apps."""
    start = url_for("editions.current")
    icons = [("img/app.svg", "any", "image/svg+xml"), ("img/app.png", "180x180", "image/png")]
    facts = {
        "name": _("Mayors’ Digital Assembly"),
        "short_name": _("Assembly"),
        "lang": current_language(),
        "id": start,
        "start_url": start,
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf6",
        "theme_color": "#0a1d4d",
        "icons": [{"src": url_for("static", filename=file), "sizes": size, "type": kind} for file, size, kind in icons],
    }
    return Response(json.dumps(facts, ensure_ascii=False), mimetype="application/manifest+json")


@pages.get("/<lang:lang>/<edition:edition>/practical")
@public(cached=True)
def practical(edition: Edition) -> str:
    """The page most read before the day: where, when, how to get in, whom to call.

    Of the rooms of the venue those alone that the published programme names: the others are nobody's business.
    """
    named = {one.room for one in programme(edition)}
    return render_template(
        "editions/public/practical.html",
        edition=edition,
        answers=edition_queries.practical(edition),
        rooms=[one for one in edition_queries.rooms(edition) if one.name in named and (one.capacity or one.access)],
        map_of=_map_of,
    )


@pages.get("/<lang:lang>/<edition:edition>/contact")
@public(cached=True)
def contact(edition: Edition) -> str:
    """Whom to write to."""
    return render_template("editions/public/contact.html", edition=edition)


@pages.get("/<lang:lang>/open-data")
@public(cached=True)
def open_data() -> str:
    """Everything machines may read, in one place."""
    editions = edition_queries.public_editions(with_reports=True)
    return render_template(
        "editions/public/open_data.html", edition=edition_queries.current_of(editions), editions=editions
    )


def _map_of(venue: Venue) -> str:
    """A link to a free map, as a plain search: nothing is asked of it before somebody presses."""
    return "https://www.openstreetmap.org/search?" + urlencode({"query": f"{venue.name}, {venue.address}"})


@pages.get("/pictures/<code>")
@public(cached=False)
def picture(code: str) -> Response:
    """The content of a picture, kept for a day: whoever is on it may ask that it goes."""
    found = read_coded(Picture, code)
    if found is None or not may_look(found.edition):
        abort(404)
    return stored_file(
        found.file, cache=f"public, max-age={_A_DAY}" if found.edition.is_announced else "private, no-cache"
    )


@pages.get("/healthz")
@public(cached=False)
def healthz() -> tuple[str, int, dict[str, str]]:
    """The process lives."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/readyz")
@public(cached=False)
def readyz() -> tuple[str, int, dict[str, str]]:
    """The database answers, has its tables and can be written to, and so can what counts tries."""
    connection = db.session.connection()
    if not connection.dialect.has_table(connection, Edition.__tablename__):
        abort(503)
    check_writable()
    limiter.check()
    return "ready\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/robots.txt")
@public(cached=False)
def robots() -> tuple[str, int, dict[str, str]]:
    """Search engines may read the public pages, not the entry codes and personal links."""
    rules = sorted(rule.rule for rule in current_app.url_map.iter_rules() if rule.rule.endswith("/<token>"))
    secret = {rule.removesuffix("<token>").replace("<lang:lang>", lang): None for rule in rules for lang in LANGUAGES}
    whole = address("editions.site_map")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in secret), "", f"Sitemap: {whole}", "")
    return "\n".join(lines), 200, {"Content-Type": "text/plain"}


@pages.get("/sitemap.xml")
@public(cached=False)
def site_map() -> tuple[bytes, int, dict[str, str]]:
    """The public pages in both languages."""
    return sitemap(), 200, {"Content-Type": "application/xml; charset=utf-8"}
