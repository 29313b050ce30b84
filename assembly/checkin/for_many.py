"""Notes for the entrance and badge codes of another event, for many people who are registered already."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.checkin.forms import ForManyForm
from assembly.checkin.queries.paper import by_references
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import choice
from assembly.i18n import _, _n
from assembly.models import Edition, Registration
from assembly.questions.service.needs import last_day
from assembly.registration.service.at_the_door import set_desk_note, set_external_code
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("for_many", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/badges/for-many")
_SETS = {"note": set_desk_note, "code": set_external_code}


@office.route("/", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def entry(edition: Edition) -> str | tuple[str, int] | Response:
    """Many lines at once; what cannot be entered stays in the form with its reason."""
    form = ForManyForm()
    notes_end = last_day(edition) <= clock.local_day(clock.now(), edition.zone)
    if not form.is_submitted():
        form.what.data = "code" if notes_end else "note"
        return _page(edition, form, [], notes_end)
    if not form.validate() or (form.what.data == "note" and notes_end):
        return _page(edition, form, [], notes_end), 422
    found = by_references(edition, [one for _written, references, _value in form.read for one in references])
    entered, problems = 0, []
    for written, references, value in form.read:
        why = _problem(references, found)
        for one in references if not why else []:
            try:
                with writing():
                    _SETS[form.what.data](db.session.get_one(Registration, found[one].id), value)
                entered += 1
            except DomainError as refusal:
                why = str(refusal)
        if why:
            problems.append((written, why))
    if entered:
        flash(_n("Saved for %(num)s person.", "Saved for %(num)s people.", entered), "ok")
    if not problems:
        return redirect(url_for(".entry", edition=edition), 303)
    form.lines.data = "\n".join(written for written, _why in problems)
    return _page(edition, form, problems, notes_end), 422


def _problem(references: list[str], found: dict[str, Registration]) -> str:
    """Why nothing of a line is entered."""
    if not references:
        return _("Enter the reference, a semicolon, and the note or code.")
    return "" if all(one in found for one in references) else _("No registration has this reference.")


def _page(edition: Edition, form: ForManyForm, problems: list[tuple[str, str]], notes_end: bool) -> str:
    form.what.choices = [
        choice("note", _("Note for the entrance"), closed=notes_end),
        choice("code", _("Badge code from another event")),
    ]
    return render_template(
        "checkin/manage/for_many.html", edition=edition, form=form, problems=problems, most=form.MOST
    )
