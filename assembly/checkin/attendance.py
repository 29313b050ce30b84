"""Attendance on paper: sheets to tick at the entrances, and the ticked references entered later."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from assembly import clock
from assembly.checkin.forms import PaperForm
from assembly.checkin.queries import doors
from assembly.checkin.queries.paper import by_references, expected
from assembly.checkin.service.paper import enter_arrivals
from assembly.formats import moment
from assembly.i18n import _, _n, pgettext
from assembly.models import Edition, Registration, Told
from assembly.pdf import pdf
from assembly.security import Permission, needs

office = Blueprint("attendance", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/badges/attendance")
ROWS = 32
"People on one page, so that a line has room for a tick."


@office.route("/", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def entry(edition: Edition) -> str | tuple[str, int] | AnyResponse:
    """The sheets to print, and many references at once; what cannot be entered stays in the form with its reason."""
    form = PaperForm(edition)
    if not form.is_submitted():
        form.arrived.show(edition.starts_at, edition.zone)
        return _page(edition, form, [])
    if not form.validate():
        return _page(edition, form, []), 422
    found = by_references(edition, [one for _written, one in form.read])
    guests = {found[one].id: found[one] for _written, one in form.read if one in found}
    told = enter_arrivals(list(guests.values()), form.at_door, form.arrived.instant, current_user.id)
    problems = [(written, problem_of(found.get(one), told)) for written, one in form.read]
    problems = [(written, why) for written, why in problems if why]
    _say_who_is_in(list(told.values()))
    if not problems:
        return redirect(url_for(".entry", edition=edition), 303)
    form.references.data = "\n".join(written for written, _why in problems)
    return _page(edition, form, problems), 422


@office.get("/sheets.pdf")
@needs(Permission.ADD_PEOPLE)
def sheets(edition: Edition) -> Response:
    """Everybody who is expected in person, by name, with the references of their badges."""
    guests, heading = expected(edition), _("Attendance sheets")
    facts = {
        "title": f"{heading} – {edition.name}",
        "edition": str(edition.name),
        "heading": heading,
        "fill_in": [_("Entrance"), _("Date")],
        "made": _("As of %(moment)s.", moment=moment(clock.now(), edition.zone)),
        "columns": [
            pgettext("a column to tick", "Present"),
            _("Reference"),
            _("Name"),
            _("City, region or organisation"),
        ],
        "nobody": "" if guests else _("Nobody is expected in person yet."),
        "sheets": [[_row(one) for one in guests[first : first + ROWS]] for first in range(0, len(guests), ROWS)],
    }
    return Response(pdf("attendance", facts), mimetype="application/pdf")


def _say_who_is_in(told: list[Told]) -> None:
    new, before = told.count(Told.ADMITTED), told.count(Told.ALREADY_IN)
    if new or (told and not before):
        flash(_n("%(num)s arrival recorded.", "%(num)s arrivals recorded.", new), "ok")
    if before:
        flash(_n("%(num)s person was already in.", "%(num)s people were already in.", before), "ok")


def _row(guest: Registration) -> list[str]:
    place = str(guest.community.names) if guest.community else guest.org_text
    return [guest.spoken_ref, guest.badge_name, place]


def problem_of(guest: Registration | None, told: dict[int, Told]) -> str:
    """Why a reference was not entered; nothing for those who are in, now or before."""
    if guest is None:
        return _("No registration has this reference.")
    verdict = told[guest.id]
    if verdict in (Told.ADMITTED, Told.ALREADY_IN):
        return ""
    if verdict is Told.REGISTERED_ONLINE:
        return _("%(name)s is registered to follow online.", name=guest.badge_name)
    if verdict in (Told.NOT_FOR_ROLE, Told.NOT_INVITED):
        return _("This entrance is not for %(name)s.", name=guest.badge_name)
    if verdict is Told.CLOSED:
        return _("This entrance is closed.")
    return _("%(name)s is not confirmed: %(state)s.", name=guest.badge_name, state=guest.state.label)


def _page(edition: Edition, form: PaperForm, problems: list[tuple[str, str]]) -> str:
    return render_template(
        "checkin/manage/attendance.html",
        edition=edition,
        form=form,
        entrances=[(one.code, one.code) for one in doors(edition)],
        problems=problems,
    )
