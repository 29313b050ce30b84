"""What the code on a badge opens, and the page of the people at the door."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.checkin import queries, service
from assembly.checkin.forms import AdmitForm, DoorForm
from assembly.models import Badge, Door, Edition, Told
from assembly.sealed import token_hash
from assembly.security import Permission, may, needs, public
from assembly.transactions import writing

pages = Blueprint("checkin", __name__)
door = Blueprint("door", __name__, url_prefix="/<lang:lang>/checkin/<edition:edition>")


@pages.get("/b/<token>")
@public
def code(token: str) -> str:
    """The public learns what this is, never whose. A signed-in person at a door sees the guest and one button."""
    badge, here = _badge(token), _door_here()
    if here is None and badge is not None and may(Permission.ADMIT, badge.registration.edition):
        edition = badge.registration.edition
        doors = queries.doors(edition)
        if len(doors) != 1:
            choice = DoorForm(waiting=token)
            return render_template("checkin/manage/which_door.html", edition=edition, doors=doors, form=choice)
        here = doors[0]  # with one door there is nothing to choose (experience.md 2)
        _stand_at(here)
    if here is None:
        return render_template("checkin/public/code.html")
    refused = service.refusal(here, badge)
    form = AdmitForm()
    form.scan_id.data = secrets.token_hex(16)
    own = badge.registration if badge is not None and refused is not Told.OTHER_EDITION else None
    return render_template(
        "checkin/manage/guest.html",
        registration=own,
        edition=here.edition,
        door=here,
        admission=queries.admission_today(own, here.checkpoint, clock.now()) if own else None,
        refused=refused,
        form=form,
        token=token,
    )


@pages.post("/b/<token>")
@needs(Permission.ADMIT)
def admit(token: str) -> Response | str:
    """One scan at the door where this phone stands. The verdict covers the page: one colour, one word, one shape."""
    here, form = _door_here(), AdmitForm()
    if here is None or not form.validate_on_submit():
        return redirect(url_for(".code", token=token), 303)
    shown = service.ShownCode(form.scan_id.data, token, here, clock.now(), current_user.id)
    with writing():
        verdict = service.record_scans([shown])[0]
    return render_template("checkin/manage/verdict.html", verdict=verdict, edition=here.edition, door=here)


@door.route("/", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def start(edition: Edition) -> Response | str:
    """At which door this phone stands, and how many have come."""
    form = DoorForm()
    doors = queries.doors(edition)
    if form.validate_on_submit():
        if form.door.data in {one.code for one in doors}:
            _stand_at(next(one for one in doors if one.code == form.door.data))
        waiting = form.waiting.data
        return redirect(url_for("checkin.code", token=waiting) if waiting else url_for(".start", edition=edition), 303)
    here = _door_here()
    here = here if here is not None and here.edition == edition else None
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


def _stand_at(here: Door) -> None:
    """Remember on this device, with its edition: a letter alone would admit at another assembly."""
    session["door"] = f"{here.edition.slug}/{here.code}"


def _door_here() -> Door | None:
    """The door this phone was told it stands at, while whoever is signed in may admit there."""
    slug, _slash, letter = session.get("door", "").partition("/")
    found = queries.door_by_slug(slug, letter) if letter else None
    return found if found is not None and may(Permission.ADMIT, found.edition) else None
