"""Several people of one city or region are let in together, each with a tick."""

import secrets

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.checkin import service
from assembly.checkin.attendance import problem_of
from assembly.checkin.forms import AdmitForm
from assembly.checkin.manage.this_phone import door, door_here
from assembly.checkin.manage.verdicts import told_page
from assembly.checkin.phone_scans import scan_of_form
from assembly.checkin.queries.paper import of_place
from assembly.checkin.service.paper import enter_arrivals
from assembly.communities.queries import by_code
from assembly.i18n import _n
from assembly.models import Edition, Told
from assembly.security import Permission, needs

MOST = 200
"People of one group."


@door.route("/group/<code>", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def group(edition: Edition, code: str) -> Response | str:
    """All of a city or region who would be let in here and are not inside; those with a tick are admitted. The same
    form again is the same scans."""
    here, form, place = door_here(), AdmitForm(), by_code(code) or abort(404)
    if here is None or here.edition != edition:
        return redirect(url_for(".start", edition=edition), 303)
    chosen = request.form.getlist("guest")[:MOST]
    if not chosen or not form.validate_on_submit():
        form.scan_id.data = secrets.token_hex(16)
        facts = {"guests": service.group_of(here, place.code), "form": form, "place": place}
        return render_template("checkin/manage/group.html", edition=edition, door=here, **facts)
    guests = of_place(edition, place, chosen)
    key = form.scan_id.data
    try:
        told = enter_arrivals(guests, here, clock.now(), current_user.id, key)
    except service.ScanUndone as undone:
        return told_page(here, "ask", str(undone))
    admitted = [one for one in guests if told[one.id] is Told.ADMITTED]
    problems = [why for one in guests if (why := problem_of(one, told))]
    if before := [*told.values()].count(Told.ALREADY_IN):
        problems.append(_n("%(num)s person was already in.", "%(num)s people were already in.", before))
    who = _n("%(num)s person from %(place)s", "%(num)s people from %(place)s", len(admitted), place=place.names)
    undo = [scan_of_form(f"{key} {one.code}") for one in admitted]
    return told_page(here, "ask" if problems or not admitted else "in", *problems, who=who, undo=undo)
