"""The supervisor's page: phones, the shift and its PIN, scans that contradict each other."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.addresses import address
from assembly.badges import qr
from assembly.checkin import queries
from assembly.checkin.forms import DecisionForm, PairForm
from assembly.checkin.queries.arriving import arriving
from assembly.checkin.queries.conflicts import conflict, conflicts
from assembly.checkin.queries.phones import current_shift, phone_by_code, phones
from assembly.checkin.service import phones as service
from assembly.checkin.service.reviewing import decide
from assembly.forms import Button, press
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("phones", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/phones")


@office.get("/")
@needs(Permission.ADD_PEOPLE)
def overview(edition: Edition) -> str:
    """All phones with their last contact, the age of their list and what they have still to send."""
    return _page(edition)


@office.post("/shift")
@needs(Permission.ADD_PEOPLE)
def start_shift(edition: Edition) -> str | Response:
    """Start a shift; its PIN is on this one answer alone."""
    if not Button().validate_on_submit():
        return redirect(url_for(".overview", edition=edition), 303)
    with writing():
        pin = service.start_shift(fresh(edition))
    return _page(edition, pin=pin)


@office.post("/pair")
@needs(Permission.ADD_PEOPLE)
def pair(edition: Edition) -> str | Response:
    """Show the code that pairs one phone; it is on this one answer alone."""
    form = PairForm()
    door = next((one for one in queries.doors(edition) if one.code == form.door.data), None)
    if not form.validate_on_submit() or door is None:
        return redirect(url_for(".overview", edition=edition), 303)
    with writing():
        phone, token = service.invite_phone(fresh(door), current_user.id)
    app = f"{address('door_app.app', edition=edition)}#pair={token}"
    code = qr.svg(app, _("Pairing code for phone %(number)s", number=phone.number))
    return _page(edition, fresh=phone, pairing=app, picture=code)


@office.post("/<code>/end")
@needs(Permission.ADD_PEOPLE)
def end(edition: Edition, code: str) -> Response:
    """End a phone at once."""
    phone = phone_by_code(edition, code) or abort(404)
    press(
        service.end_phone,
        phone,
        said=_("Phone %(number)s has been disconnected. Scans it has already made still count.", number=phone.number),
    )
    return redirect(url_for(".overview", edition=edition), 303)


@office.post("/<code>/answered")
@needs(Permission.ADD_PEOPLE)
def answered(edition: Edition, code: str) -> Response:
    """Somebody has gone to the volunteer who called."""
    phone = phone_by_code(edition, code) or abort(404)
    press(service.answer_call, phone)
    return redirect(url_for(".overview", edition=edition), 303)


@office.post("/doors/<code>/answered")
@needs(Permission.ADD_PEOPLE)
def door_answered(edition: Edition, code: str) -> Response:
    """Somebody has gone to the entrance whose page called."""
    door = next((one for one in queries.doors(edition) if one.code == code), None) or abort(404)
    press(service.answer_call, door)
    return redirect(url_for(".overview", edition=edition), 303)


@office.post("/conflicts/<scan_id>")
@needs(Permission.ADD_PEOPLE)
def decision(edition: Edition, scan_id: str) -> Response:
    """Count a guest after all, or leave things as they are; what is decided already stays."""
    form = DecisionForm()
    if form.validate_on_submit():
        with writing():
            found = conflict(edition, scan_id)
            if found is not None:
                decide(found, current_user.id, count=form.count.data == "yes")
        flash(_("Your decision has been saved."), "ok")
    return redirect(url_for(".overview", edition=edition) + "#conflicts", 303)


def _page(edition: Edition, **made: Any) -> str:
    facts: dict[str, Any] = {"pin": None, "fresh": None, "pairing": "", "picture": ""}
    edition = fresh(edition)
    return render_template(
        "checkin/phones/overview.html",
        edition=edition,
        doors=queries.doors(edition),
        shift=current_shift(edition),
        phones=phones(edition),
        conflicts=conflicts(edition),
        arriving=arriving(edition),
        now=clock.now(),
        form=PairForm(),
        **(facts | made),
    )
