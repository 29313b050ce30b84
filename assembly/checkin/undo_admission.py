"""The office's page to take back an admission."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from assembly.access.queries import of_edition
from assembly.checkin import queries, service
from assembly.checkin.forms import UndoForm
from assembly.forms import Answer
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("arrivals", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/people/<code>/arrivals")


@office.route("/<scan_id>/undo", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def undo(edition: Edition, code: str, scan_id: str) -> Answer:
    """Undo one admission of this person, and say why; what is undone already needs no second press."""
    registration, form = of_edition(edition, code) or abort(404), UndoForm()
    admission = queries.admission_by_scan(scan_id)
    person = redirect(url_for("people.person", edition=edition, code=code), 303)
    if admission is None:
        return person
    if admission.registration_id != registration.id:
        abort(404)
    if not form.validate_on_submit():
        page = render_template("checkin/manage/undo_admission.html", edition=edition, admission=admission, form=form)
        return page, 422 if form.is_submitted() else 200
    with writing():
        still = queries.admission_by_scan(scan_id, lock=True)
        if still is not None:
            service.undo_admission(still, form.reason.data)
    flash(_("The admission has been undone and is no longer counted."), "ok")
    return person
