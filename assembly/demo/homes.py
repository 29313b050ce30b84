"""The home of the coming assembly as it will be at each of its moments, which the demonstration shows today."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, abort, render_template

from assembly import clock
from assembly.editions.home import home_page
from assembly.editions.queries.editions import current_edition, public_editions
from assembly.i18n import LazyString, _l
from assembly.models import Edition
from assembly.security import demo_only

homes = Blueprint("demo_homes", __name__, url_prefix="/<lang:lang>/demo/home")

_MOMENTS: dict[str, tuple[LazyString, Callable[[Edition], datetime]]] = {
    "not-open": (_l("Registration not open yet"), lambda one: _opens_at(one) - timedelta(days=7)),
    "open": (_l("Registration open"), lambda one: _opens_at(one) + timedelta(days=7)),
    "closed": (_l("Registration closed"), lambda one: _closes_at(one) + timedelta(days=1)),
    "day": (_l("On the day"), lambda one: one.starts_at + timedelta(minutes=30)),
    "after": (_l("The day after, before the article is published"), lambda one: one.ends_at + timedelta(days=1)),
}


@homes.get("/")
@demo_only
def listing() -> str:
    """The moments one may look at."""
    told = next((one for one in public_editions(with_reports=True) if one.public_report), None)
    moments = {moment: label for moment, (label, _instant) in _MOMENTS.items()}
    return render_template("demo/public/homes.html", moments=moments, told=told)


@homes.get("/<moment>")
@demo_only
def at(moment: str) -> str:
    """The home at one of them, with the registrations of today."""
    edition = current_edition()
    if edition is None or moment not in _MOMENTS:
        abort(404)
    with clock.at(_MOMENTS[moment][1](edition)):
        return home_page(edition)


def _opens_at(edition: Edition) -> datetime:
    return min((one.opens_at for one in edition.places), default=edition.starts_at - timedelta(days=60))


def _closes_at(edition: Edition) -> datetime:
    return max((one.closes_at for one in edition.places), default=edition.starts_at - timedelta(days=9))
