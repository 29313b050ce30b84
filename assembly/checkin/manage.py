"""What the code on a badge opens, and the page of the people at the door."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.access.queries import by_code
from assembly.badges.faces import badge_to_print
from assembly.badges.queries import by_code as badge_by_code
from assembly.checkin import queries, rules, service
from assembly.checkin.app import SCANNER_CSP
from assembly.checkin.forms import AdmitForm, DoorForm, WalkInForm
from assembly.checkin.queries.shown import Guest, guests_by_id
from assembly.checkin.this_phone import door, door_here, only_door, which_door
from assembly.communities.queries import suggested_communities
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import clean, fold
from assembly.forms import press
from assembly.i18n import _, current_language
from assembly.models import AdmitReason, Badge, Door, Edition, Registration, State, Told
from assembly.people.queries.listing import people
from assembly.registration.queries.own import successor_of
from assembly.registration.service.at_the_door import OnlineOnlyHere, RoomFull, come_in_person
from assembly.registration.service.submission import ThereAlready
from assembly.sealed import token_hash
from assembly.security import Permission, may, needs, public
from assembly.transactions import writing
from assembly.web import HEADERS

pages = Blueprint("checkin", __name__)
_WITHOUT_PLACE = (Told.REPLACED, Told.NOT_CONFIRMED)
"Verdicts on somebody whose place another may have."


@pages.get("/b/<token>")
@public(cached=False)
def code(token: str) -> str:
    """The public learns what this is, never whose. A signed-in person at a door sees the guest and one button."""
    badge = _badge(token)
    registration = badge.registration.standing if badge else None
    here = door_here() or (only_door(registration.edition) if registration else None)
    if here is not None and token == rules.TRAINING:
        return _training(here)
    if here is None:
        if registration is not None and may(Permission.ADMIT, registration.edition):
            return which_door(registration.edition, DoorForm(waiting=token))
        return render_template("checkin/public/code.html")
    refused = service.refusal(here, registration, badge)
    own = registration if refused is not Told.OTHER_EDITION else None
    return render_template(
        "checkin/manage/guest.html",
        registration=own,
        edition=here.edition,
        door=here,
        arrival=queries.arrival_today(own.id, here, clock.now()) if own else None,
        is_rehearsal=here.is_rehearsal(clock.now()),
        refused=refused,
        ways=_ways_on(here, refused),
        colour_of=rules.colour_of,
        successor=_successor(own) if refused in _WITHOUT_PLACE else None,
        form=_admit_form(),
        token=token,
    )


@pages.post("/b/<token>")
@needs(Permission.ADMIT)
def admit(token: str) -> Response | str:
    """One scan at the door where this phone stands. The verdict covers the page: one colour, one word, one shape."""
    here, form = door_here(), AdmitForm()
    if here is None or not form.validate_on_submit():
        return redirect(url_for(".code", token=token), 303)
    if token == rules.TRAINING:
        return _training(here)
    shown = service.ShownCode(form.scan_id.data, token, here, clock.now(), current_user.id, reason=form.why)
    return _verdict(shown)


@door.get("/")
@needs(Permission.ADMIT)
def start(edition: Edition) -> Response | str:
    """The scanner of this phone's door, and the search for guests without a code; at first, which door it is."""
    here = door_here()
    here = here if here is not None and here.edition == edition else only_door(edition)
    if here is None:
        return which_door(edition, DoorForm())
    search = clean(request.args.get("q", ""))[:200]
    found = people(edition, search) if fold(search) else None
    page = make_response(
        render_template(
            "checkin/manage/scanner.html",
            edition=edition,
            door=here,
            several=len(queries.doors(edition)) > 1,
            is_rehearsal=here.is_rehearsal(clock.now()),
            search=search,
            found=found,
            inside=queries.inside_today(found.registrations, here, clock.now()) if found else set(),
            new_scan=lambda: secrets.token_hex(16),
        )
    )
    page.headers["Content-Security-Policy"] = SCANNER_CSP
    page.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    return page


@door.post("/named/<code>")
@needs(Permission.ADMIT)
def admit_named(edition: Edition, code: str) -> Response | str:
    """One guest without a code, found in the list."""
    here, form, guest = door_here(), AdmitForm(), by_code(code)
    if guest is None or guest.edition != edition:
        abort(404)
    if here is None or here.edition != edition or not form.validate_on_submit():
        return redirect(url_for(".start", edition=edition), 303)
    return _verdict(service.ShownCode(form.scan_id.data, "", here, clock.now(), current_user.id, guest, form.why))


@door.post("/named/<code>/in-person")
@needs(Permission.ADMIT)
def in_person(edition: Edition, code: str) -> Response | str:
    """Somebody registered online has come: they get a place in the room if one is free, and are let in."""
    here, form, guest = door_here(), AdmitForm(), by_code(code)
    if guest is None or guest.edition != edition:
        abort(404)
    if here is None or here.edition != edition or not form.validate_on_submit():
        return redirect(url_for(".start", edition=edition), 303)
    is_rehearsal = here.is_rehearsal(clock.now())
    try:
        if not is_rehearsal:
            with writing():
                come_in_person(guest)
    except DomainError as refusal:
        told = service.refusal(here, guest) or Told.REGISTERED_ONLINE
        return _verdict_page(service.Verdict(told, guests_by_id([guest.id])[guest.id]), here, extra=str(refusal))
    why = AdmitReason.IN_PERSON if is_rehearsal else None
    return _verdict(service.ShownCode(form.scan_id.data, "", here, clock.now(), current_user.id, guest, why))


@door.route("/walk-in", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def walk_in(edition: Edition) -> Response | str | tuple[str, int]:
    """Somebody is not in the list: three fields, then they are inside, or the page says whom to call."""
    here, form = door_here(), WalkInForm()
    if here is None or here.edition != edition:
        return redirect(url_for(".start", edition=edition), 303)
    if not form.is_submitted():
        form.key.data = secrets.token_urlsafe(24)
        form.family.data = clean(request.args.get("q", ""))[:120]
        return _walk_in_page(here, form, service.walk_in_refusal(here))
    if not form.validate():
        return _walk_in_page(here, form), 422
    came = service.WalkIn(
        key=form.key.data,
        given=form.given.data,
        family=form.family.data,
        place=form.place.data,
        email=form.email.data or "",
        lang=current_language(),
        another=form.another.data,
    )
    try:
        with writing():
            verdict = service.admit_walk_in(came, db.session.get_one(Door, here.id), current_user.id)
    except ThereAlready as refusal:
        there = by_code(refusal.facts["registration"])
        return _walk_in_page(here, form, refusal, there=there, certain=refusal.facts["certain"]), refusal.status
    except (RoomFull, OnlineOnlyHere) as refusal:
        facts = {"form": form, "refusal": refusal, "is_full": isinstance(refusal, RoomFull)}
        return render_template("checkin/manage/no_place.html", edition=edition, door=here, **facts), refusal.status
    except service.Rehearsed:
        return render_template("checkin/manage/walk_in_rehearsed.html", edition=edition, door=here, form=form)
    except DomainError as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return _walk_in_page(here, form, refusal), refusal.status
    return _verdict_page(verdict, here, is_walk_in=True)


@door.get("/registered/<code>.pdf")
@needs(Permission.ADMIT)
def badge(edition: Edition, code: str) -> Response:
    """The badge of somebody whom whoever asks registered at a door; nobody else's."""
    found = badge_by_code(edition, code) if queries.registered_by(current_user.id, code) else None
    if found is None or not found.registration.opens_doors:
        abort(404)
    return Response(badge_to_print(found), mimetype="application/pdf")


@door.post("/clear-rehearsal")
@needs(Permission.EDIT_SETTINGS)
def clear_rehearsal(edition: Edition) -> Response:
    """Delete what was tried at the doors, by one button."""
    press(service.clear_rehearsal, edition, _("The rehearsal scans have been deleted."))
    return redirect(url_for("settings.day_and_place", edition=edition) + "#doors", 303)


def _walk_in_page(here: Door, form: WalkInForm, refusal: DomainError | None = None, **facts: object) -> str:
    return render_template(
        "checkin/manage/walk_in.html",
        edition=here.edition,
        door=here,
        is_rehearsal=here.is_rehearsal(clock.now()),
        form=form,
        refusal=refusal,
        may_register=not isinstance(refusal, service.WalkInNotHere),
        scan_id=secrets.token_hex(16),
        communities=suggested_communities(),
        **{"there": None, "certain": False} | facts,
    )


def _training(here: Door) -> str:
    return render_template("checkin/manage/training.html", edition=here.edition, door=here)


def _verdict(shown: service.ShownCode) -> str:
    for one in (shown.door, shown.door.edition):
        db.session.expunge(one)  # or the page would read them once more
    with writing():
        verdict = service.record_scans([shown])[0]
    came_back = shown.reason is AdmitReason.SAME_PERSON  # whoever let them in has read their note before
    return _verdict_page(verdict, shown.door, shown.token, came_back=came_back)


def _verdict_page(
    verdict: service.Verdict,
    here: Door,
    token: str = "",
    *,
    extra: str = "",
    came_back: bool = False,
    is_walk_in: bool = False,
) -> str:
    told, guest = verdict.told, verdict.guest
    return render_template(
        "checkin/manage/verdict.html",
        verdict=verdict,
        token=token,
        colour_of=rules.colour_of,
        scan_id=secrets.token_hex(16),
        ways=_ways_on(here, verdict.told),
        extra=extra,
        came_back=came_back,
        has_badge=is_walk_in and guest is not None and queries.registered_by(current_user.id, guest.code),
        edition=here.edition,
        door=here,
        successor=_successor_of(guest) if guest is not None and told in _WITHOUT_PLACE else None,
    )


def _ways_on(here: Door, told: Told | None) -> dict[str, object]:
    """What a volunteer reads and can do after an amber verdict."""
    likely = rules.likely_reasons(told) if told else ()
    return {
        "actions": rules.actions_of(told) if told else (),
        "likely": likely,
        "others": [one for one in AdmitReason if one not in likely],
        "hours": here.span_near(clock.now()),
    }


def _successor_of(guest: Guest) -> Registration | None:
    return _successor(by_code(guest.code)) if guest.state is State.CANCELLED else None


def _successor(guest: Registration | None) -> Registration | None:
    """Who comes instead of somebody who is not let in: a place that was handed over, perhaps more than once, is said so
    kindly. Nobody is looked for who does not come either."""
    while guest is not None and guest.state is State.CANCELLED:
        after = successor_of(guest)
        guest = after.standing if after is not None else None
        if guest is not None and guest.state.is_active:
            return guest
    return None


def _admit_form() -> AdmitForm:
    form = AdmitForm(formdata=None)
    form.scan_id.data = secrets.token_hex(16)
    return form


def _badge(token: str) -> Badge | None:
    hashed = token_hash(token)
    return queries.badges_by_hash([hashed]).get(hashed)
