"""A visitor's own selection: kept by the browser, or with their registration where their personal link is open."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda import queries
from assembly.agenda.forms import SelectionForm
from assembly.agenda.public.blueprint import Selection, marks_of, own_registration_for, pages, read_programme
from assembly.agenda.published.filters import Filters, codes_in
from assembly.agenda.published.timetable import lay_out, overlaps
from assembly.agenda.service.selection import add_to_selection, remove_from_selection
from assembly.i18n import _
from assembly.models import AccessLink, Edition, Status
from assembly.security import own_registration, public
from assembly.transactions import fresh, writing

_MOST_WARNINGS = 10


@pages.get("/agenda/selection")
@public(cached=False)
def selection(edition: Edition) -> str:
    """The sessions selected with the registration, else those in the address (`?s=code,code`), to which the script
    of the page takes whoever keeps theirs in the browser."""
    found = read_programme(edition)
    registration = own_registration_for(edition)
    asked = codes_in(request.args.get("s", ""))
    ids = (
        queries.selected_ids(registration)
        if registration
        else frozenset(row.session_id for row in found.rows if row.code in asked)
    )
    rows = [row for row in found.rows if row.session_id in ids]
    coming = [row for row in rows if row.status is Status.SCHEDULED]
    return render_template(
        "agenda/public/selection.html",
        rows=rows,
        days=lay_out(coming, edition.zone),
        cancelled=[row for row in rows if row.status is Status.CANCELLED],
        overlaps=overlaps(coming)[:_MOST_WARNINGS],
        appearances=found.people,
        marks=marks_of(edition),
        announced=queries.announced_today(edition),
        selection=Selection(True, registration, ids),
    )


@pages.post("/agenda/selection/choose")
@own_registration
def choose(edition: Edition, link: AccessLink) -> Response:
    """Add sessions to the selection kept with the registration, or remove some; a second press changes nothing."""
    if link.registration.edition_id != edition.id:
        abort(404)
    form = SelectionForm()
    if form.validate_on_submit():
        with writing():
            registration = fresh(link).registration
            if form.removed:
                remove_from_selection(registration, form.removed)
            else:
                add_to_selection(registration, form.added)
        flash(
            _("The session has been removed from your selection.")
            if form.removed
            else _("The session has been added to your selection."),
            "ok",
        )
    return redirect(_back(edition, form), 303)


def _back(edition: Edition, form: SelectionForm) -> str:
    """To the page the button was on, at the session it was for."""
    codes = [*form.removed, *form.added]
    if form.to.data == "session" and codes:
        return url_for(".session", edition=edition, code=codes[0])
    if form.to.data == "programme":
        kept: dict[str, Any] = {name: request.args[name] for name in Filters.__slots__ if name in request.args}
        return url_for(".programme", edition=edition, **kept, _anchor=f"s-{codes[0]}" if codes else None)
    return url_for(".selection", edition=edition)
