"""The programme and its sessions, as published."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, render_template

from assembly import clock
from assembly.agenda import queries
from assembly.models import Edition, Phase
from assembly.security import public
from assembly.speakers.queries import published_appearances

pages = Blueprint("agenda", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/agenda")
@public
def programme(edition: Edition) -> str:
    """The whole programme in time, one well-headed page."""
    sessions, announced = queries.with_changes_of_today(edition)
    by_day = groupby(sessions, key=lambda one: clock.local_day(one.starts_at, edition.zone))
    return render_template(
        "agenda/public/programme.html",
        edition=edition,
        sessions=sessions,
        announced=announced,
        days=[(on, list(those)) for on, those in by_day],
        appearances=published_appearances(edition),
        release=queries.last_release(edition),
    )


@pages.get("/agenda/<code>")
@public
def session(edition: Edition, code: str) -> str:
    """One session: when, where, in which languages, who; what comes before it, after it and beside it."""
    row = queries.published(edition, code)
    if row is None:
        abort(404)
    return render_template(
        "agenda/public/session.html",
        edition=edition,
        session=row,
        announced=queries.announced(edition) if edition.phase is Phase.ON_THE_DAY else {},
        around=queries.around(row, queries.programme(edition)),
        people=published_appearances(edition).get(row.session_id, []),
    )
