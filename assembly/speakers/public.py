"""Speakers and co-chairs, as they were at that assembly."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from assembly.agenda.queries import latest_rows
from assembly.models import Edition
from assembly.security import public
from assembly.speakers import queries

pages = Blueprint("speakers", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/speakers")
@public
def listing(edition: Edition) -> str:
    """Everybody in the published programme, by family name."""
    return render_template("speakers/public/list.html", edition=edition, speakers=queries.speakers(edition))


@pages.get("/speakers/<code>")
@public
def one(edition: Edition, code: str) -> str:
    """What somebody was then, what they did, and their approved words."""
    person = queries.office_holder(edition, code)
    if person is None:
        abort(404)
    return render_template(
        "speakers/public/one.html",
        edition=edition,
        person=person,
        mandates=queries.mandates_on(person, edition),
        appearances=next((rows for found, rows in queries.speakers(edition) if found == person), []),
        sessions={row.session_id: row for row in latest_rows(edition)},
        quotes=queries.approved_quotes(edition, person),
    )
