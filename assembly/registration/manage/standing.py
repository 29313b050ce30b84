"""Who stands for the city or region of somebody, and an organiser's word on it."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import Edition, Registration, Representation
from assembly.registration import queries, service
from assembly.registration.forms import TakesOverForm
from assembly.registration.manage.people import office
from assembly.registration.stands_for import stands_for
from assembly.security import Permission, needs
from assembly.transactions import writing


@office.app_template_global("chain_of")
def chain_of(registration: Registration) -> list[tuple[Representation, str]]:
    """Everybody who has stood for the place of this person, each with for whom: asked by the page of one person."""
    return [(link, stands_for(link)) for link in queries.chain(registration)] if registration.community_id else []


@office.post("/people/<code>/represent")
@needs(Permission.ADD_PEOPLE)
def represent(edition: Edition, code: str) -> Response:
    """From now on this person stands for their city or region."""
    registration, form = queries.of_edition(edition, code) or abort(404), TakesOverForm()
    if form.validate_on_submit():
        try:
            with writing():
                service.takes_over(db.session.get_one(Registration, registration.id), form.reason.data or "")
        except DomainError as refusal:
            flash(str(refusal), "no")
    else:
        flash(" ".join(why for _field, why in form.faults), "no")
    return redirect(url_for(".person", edition=edition, code=code), 303)
