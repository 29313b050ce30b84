"""Speakers and co-chairs, as they were at that assembly."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from assembly.agenda.queries import latest_rows
from assembly.models import Edition, MandateRole, Status
from assembly.security import public
from assembly.speakers import board, queries
from assembly.web import stored_file

pages = Blueprint("speakers", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/speakers")
@public(cached=True)
def listing(edition: Edition) -> str:
    """Everybody in the published programme, by family name."""
    return render_template(
        "speakers/public/list.html",
        speakers=queries.speakers(edition),
        profiles=board.public_profiles(edition),
    )


@pages.get("/speakers/<code>")
@public(cached=True, query=("audio",))
def one(edition: Edition, code: str) -> str:
    """What somebody was then, what they did, and their approved words."""
    person = queries.office_holder(edition, code) or abort(404)
    chairs = {one.id for one in queries.co_chairs(edition)}
    offices = queries.mandates_on(person, edition)
    mandates = [one for one in offices if one.role is not MandateRole.CO_CHAIR or one.id in chairs]
    appearances = next((rows for found, rows in queries.speakers(edition) if found == person), [])
    sessions = {row.session_id: row for row in latest_rows(edition)}
    names = [row.name for row in appearances] + [mandate.name for mandate in mandates if mandate.name]
    return render_template(
        "speakers/public/one.html",
        person=person,
        name=next(iter(names), person.full_name),
        profile=board.public_profiles(edition).get(person.id),
        mandates=mandates,
        appearances=appearances,
        sessions=sessions,
        said_in={key: row for key, row in sessions.items() if row.status is Status.SCHEDULED},
        quotes=queries.approved_quotes(edition, person),
    )


@pages.get("/speakers/<code>/portrait")
@public(cached=False)
def portrait(edition: Edition, code: str) -> Response:
    """The portrait of somebody in the published programme who agreed to it; asked for anew each time, as they may
    take that back.
    """
    person = queries.office_holder(edition, code) or abort(404)
    profile = board.public_profiles(edition).get(person.id)
    return stored_file(profile.portrait if profile else None)
