"""The timetable: the whole programme in time, filtered where it is long."""

from flask import render_template, request

from assembly.agenda import queries
from assembly.agenda.public.blueprint import marks_of, pages, read_programme, selection_of
from assembly.agenda.published.filters import offered
from assembly.agenda.published.schema_org import assembly_event
from assembly.agenda.published.timetable import lay_out
from assembly.models import Edition, Phase
from assembly.security import public


@pages.get("/agenda")
@public(cached=True, query=("day", "kind", "room", "language"))
def programme(edition: Edition) -> str:
    """The programme in time, one well-headed page; `?day=…&kind=…&room=…&language=…` keep a part of it."""
    found = read_programme(edition)
    announced = queries.announced_today(edition)
    sessions = queries.still_shown(found.rows, announced)
    choices = offered(sessions, edition.zone)
    filters = choices.read(request.args)
    shown = filters.keep(sessions, edition.zone)
    return render_template(
        "agenda/public/programme.html",
        sessions=sessions,
        announced=announced,
        shown=shown,
        offered=choices,
        filters=filters,
        days=lay_out(shown, edition.zone),
        running=queries.running(shown) if edition.phase is Phase.ON_THE_DAY else [],
        appearances=found.people,
        marks=marks_of(edition),
        release=found.release,
        selection=selection_of(found),
        event=assembly_event(found),
    )
