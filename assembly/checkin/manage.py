"""What the code on a badge opens, and the page of the people at the door."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.checkin import queries, service
from assembly.checkin.forms import AdmitForm, DoorForm
from assembly.models import Badge, Door, Edition
from assembly.sealed import token_hash
from assembly.security import Permission, may, needs, public
from assembly.transactions import writing

pages = Blueprint("checkin", __name__)
door = Blueprint("door", __name__, url_prefix="/<lang:lang>/checkin/<edition:edition>")


@pages.get("/b/<token>")
@public
def code(token: str) -> str:
    """The public learns what this is, never whose. A signed-in person at the door sees the guest and one button."""
    badge = _badge(token)
    if badge is None or not may(Permission.ADMIT, badge.registration.edition):
        return render_template("checkin/public/code.html")
    here = _door_of(badge.registration.edition)
    if here is None:
        doors = queries.doors(badge.registration.edition)
        choice = DoorForm(waiting=token)
        return render_template(
            "checkin/manage/which_door.html", edition=badge.registration.edition, doors=doors, form=choice
        )
    form = AdmitForm()
    form.scan_id.data = secrets.token_hex(16)
    admission = queries.admission_today(badge.registration, here.checkpoint, clock.now())
    return render_template(
        "checkin/manage/guest.html",
        registration=badge.registration,
        edition=badge.registration.edition,
        door=here,
        admission=admission,
        revoked=badge.revoked_at is not None,
        form=form,
        token=token,
    )


@pages.post("/b/<token>")
@needs(Permission.ADMIT)
def admit(token: str) -> Response | str | tuple[str, int]:
    """One scan. The verdict covers the page: one colour, one word, one shape."""
    badge = _badge(token)
    if badge is None or not may(Permission.ADMIT, badge.registration.edition):
        abort(404)
    here = _door_of(badge.registration.edition)
    form = AdmitForm()
    if here is None or not form.validate_on_submit():
        return redirect(url_for(".code", token=token), 303)
    shown = service.ShownCode(form.scan_id.data, token, here, clock.now(), current_user.id)
    with writing():
        verdict = service.record_scans([shown])[0]
    return render_template(
        "checkin/manage/verdict.html", verdict=verdict, edition=badge.registration.edition, door=here
    )


@door.route("/", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def start(edition: Edition) -> Response | str:
    """At which door this phone stands, and how many have come."""
    form = DoorForm()
    doors = queries.doors(edition)
    if form.validate_on_submit():
        if form.door.data in {one.code for one in doors}:
            session["door"] = form.door.data
        waiting = form.waiting.data
        return redirect(url_for("checkin.code", token=waiting) if waiting else url_for(".start", edition=edition), 303)
    here = _door_of(edition)
    form.door.data = here.code if here else ""
    return render_template(
        "checkin/manage/start.html",
        edition=edition,
        doors=doors,
        here=here,
        present=queries.present(edition),
        form=form,
    )


def _badge(token: str) -> Badge | None:
    hashed = token_hash(token)
    return queries.badges_by_hash([hashed]).get(hashed)


def _door_of(edition: Edition) -> Door | None:
    """The door this phone stands at; with one door there is nothing to choose (experience.md 2)."""
    doors = queries.doors(edition)
    if len(doors) == 1:
        return doors[0]
    return next((one for one in doors if one.code == session.get("door")), None)
