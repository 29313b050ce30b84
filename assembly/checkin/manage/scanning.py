"""What the code on a badge opens, and the page of the people at the door."""

import secrets
from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.access.queries import by_code, of_edition, registration_with
from assembly.badges.faces import badge_to_print
from assembly.badges.queries import by_code as badge_by_code
from assembly.checkin import queries, rules, service
from assembly.checkin.app import SCANNER_CSP
from assembly.checkin.forms import AdmitForm, CallForm, DoorForm, ExternalForm, WalkInForm
from assembly.checkin.manage.this_phone import door, door_here, only_door, which_door
from assembly.checkin.manage.verdicts import (
    WITHOUT_PLACE,
    group_from,
    record,
    said_no,
    successor,
    told_page,
    verdict_page,
    ways_on,
)
from assembly.checkin.manage.walk_in import name_typed, no_place_page, prepare_walk_in, walk_in_page
from assembly.checkin.queries.shown import Place, guests_by_id
from assembly.checkin.service.reviewing import RefusalUndone, note_refusal
from assembly.errors import DomainError
from assembly.fold import clean, fold
from assembly.forms import press
from assembly.i18n import _
from assembly.models import AdmitReason, Badge, Community, Door, Edition, Registration, Told
from assembly.people.queries.listing import PeoplePage, people
from assembly.protocol.search import matched_by
from assembly.registration.service.at_the_door import come_in_person, external_hash
from assembly.sealed import token_hash
from assembly.security import Permission, may, needs, public
from assembly.transactions import fresh, writing
from assembly.web import HEADERS

pages = Blueprint("checkin", __name__)


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
        return render_template("checkin/public/found_badge.html")
    return _guest_page(here, registration, badge, token)


def _guest_page(
    here: Door, registration: Registration | None, badge: Badge | None = None, token: str = "", *, called: bool = False
) -> str:
    """Whoever stands there, as long as nothing is decided: no scan yet, or the supervisor has been called. With
    somebody who is inside a volunteer can do here what they can after a scan."""
    refused = service.refusal(here, registration, badge)
    own = registration if refused is not Told.OTHER_EDITION else None
    arrival = queries.arrival_today(own.id, here, clock.now()) if own else None
    told = refused or (Told.ALREADY_IN if arrival else None)
    return render_template(
        "checkin/manage/guest.html",
        registration=own,
        edition=here.edition,
        door=here,
        arrival=arrival,
        is_rehearsal=here.is_rehearsal(clock.now()),
        refused=refused,
        called=called,
        ways=ways_on(here, told, own, called=called),
        colour_of=rules.colour_of,
        successor=successor(own) if refused in WITHOUT_PLACE else None,
        said_no=said_no(here, refused or Told.ALREADY_IN, own),
        no_id=secrets.token_hex(16),
        form=_admit_form(),
        token=token,
    )


@pages.post("/b/<token>")
@needs(Permission.ADMIT)
def admit(token: str) -> Response | str:
    """One scan at the door where this phone stands. The verdict covers the page: one colour, one word, one shape."""
    here, form = door_here(queries.kept_door), AdmitForm()
    if here is None or not form.validate_on_submit():
        return redirect(url_for(".code", token=token), 303)
    if token == rules.TRAINING:
        return _training(here)
    shown = service.ShownCode(form.scan_id.data, token, here, clock.now(), current_user.id, reason=form.why)
    return record(shown)


@door.get("/")
@needs(Permission.ADMIT)
def start(edition: Edition) -> Response | str:
    """The scanner of this phone's door, and the search for guests without a code; at first, which door it is."""
    here = door_here()
    here = here if here is not None and here.edition == edition else only_door(edition)
    if here is None:
        return which_door(edition, DoorForm())
    search = clean(request.args.get("q", ""))[:200]
    found = _found(edition, search) if fold(search) else None
    page = make_response(
        render_template(
            "checkin/manage/scanner.html",
            edition=edition,
            door=here,
            several=len(queries.doors(edition)) > 1,
            is_rehearsal=here.is_rehearsal(clock.now()),
            search=search,
            found=found,
            inside=queries.inside_today([one.id for one in found.rows], here, clock.now()) if found else set(),
            group=_group(here, found) if found else None,
            reads_others=queries.has_external_codes(edition),
            other_name=lambda one: _other_name(one, search),
            new_scan=lambda: secrets.token_hex(16),
        )
    )
    page.headers["Content-Security-Policy"] = SCANNER_CSP
    page.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    return page


def _found(edition: Edition, search: str) -> PeoplePage:
    """Who is meant; where nobody is, the guest whose badge of another event has this code."""
    found = people(edition, search)
    guest = registration_with(edition, external_hash(edition, search)) if not found.rows else None
    return replace(found, rows=[guest], total=1) if guest else found


def _other_name(guest: Registration, search: str) -> str:
    """Give the other name of a city or region by which its guest was found, where nothing that is shown says why."""
    shown = fold(f"{guest.badge_name} {guest.place} {guest.spoken_ref}")
    if guest.community is None or all(word in shown for word in fold(search).split()):
        return ""
    names = {one.folded: one.text for one in guest.community.aliases}
    return names.get(matched_by(search, shown, names), "")


def _group(here: Door, found: PeoplePage) -> Place | Community | None:
    """The city or region all who were found come from, where more than one of it is still to come in."""
    places = {one.community for one in found.rows}
    return group_from(here, places.pop()) if len(places) == 1 and not found.has_next else None


@door.post("/external")
@needs(Permission.ADMIT)
def admit_external(edition: Edition) -> Response | str:
    """A badge of another event, read by the camera: its guest is let in like one found by name, or it is a question."""
    here, form = door_here(), ExternalForm()
    if here is None or here.edition != edition or not form.validate_on_submit():
        return redirect(url_for(".start", edition=edition), 303)
    hashed = external_hash(edition, form.code.data)
    guest = registration_with(edition, hashed)
    return record(
        service.ShownCode(form.scan_id.data, "", here, clock.now(), current_user.id, guest, external_hash=hashed)
    )


@door.post("/call")
@needs(Permission.ADMIT)
def call(edition: Edition) -> Response | str:
    """Call the supervisor to the door where this phone stands. The page that was open says so, with the same buttons;
    another press changes nothing."""
    here, form, came = door_here(), CallForm(), WalkInForm()
    if here is None or here.edition != edition or not form.validate_on_submit():
        return redirect(url_for(".start", edition=edition), 303)
    with writing():
        service.call_supervisor(fresh(here))
    if came.key.data and not form.walk_in.data:
        return no_place_page(here, came, is_full=form.full.data, called=True)
    guest = by_code(form.guest.data) if form.guest.data else None
    if form.token.data:
        badge = _badge(form.token.data)
        return _guest_page(here, badge.registration.standing if badge else None, badge, form.token.data, called=True)
    if guest is not None and guest.edition == edition:
        return _guest_page(here, guest, called=True)
    if form.walk_in.data:
        if not came.key.data:
            prepare_walk_in(came, form.q.data)
        same = form.there_for.data == name_typed(came)
        there = of_edition(edition, form.there.data) if form.there.data and same else None
        offered = {"there": there, "certain": there is not None and form.certain.data}
        offered["is_unlisted"] = form.offers_unlisted.data or came.unlisted.data
        return walk_in_page(here, came, service.walk_in_refusal(here), called=True, **offered)
    return told_page(here, "ask", _("The supervisor has been called."), called=True, search=form.q.data)


@door.post("/refuse")
@needs(Permission.ADMIT)
def refuse(edition: Edition) -> Response | str:
    """Note that the supervisor said no, so that every other door is told; it can be undone like a scan."""
    here, form, whose = door_here(), AdmitForm(), CallForm()
    if here is None or here.edition != edition or not (form.validate_on_submit() and whose.validate()):
        return redirect(url_for(".start", edition=edition), 303)
    badge = _badge(whose.token.data) if whose.token.data else None
    guest = badge.registration.standing if badge else by_code(whose.guest.data or "")
    known = guest if guest is not None and guest.edition == edition else None
    try:
        with writing():
            note_refusal(here, form.scan_id.data, current_user.id, known)
    except RefusalUndone as undone:
        return told_page(here, "ask", str(undone))
    return told_page(here, "", _("Noted: the supervisor said no."), undo=[form.scan_id.data], done=True)


@door.post("/named/<code>")
@needs(Permission.ADMIT)
def admit_named(edition: Edition, code: str) -> Response | str:
    """One guest without a code, found in the list."""
    here, form, guest = door_here(), AdmitForm(), by_code(code)
    if guest is None or guest.edition != edition:
        abort(404)
    if here is None or here.edition != edition or not form.validate_on_submit():
        return redirect(url_for(".start", edition=edition), 303)
    return record(service.ShownCode(form.scan_id.data, "", here, clock.now(), current_user.id, guest, form.why))


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
        return verdict_page(service.Verdict(told, guests_by_id([guest.id])[guest.id]), here, extra=str(refusal))
    why = AdmitReason.IN_PERSON if is_rehearsal else None
    return record(service.ShownCode(form.scan_id.data, "", here, clock.now(), current_user.id, guest, why))


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
    press(service.clear_rehearsal, edition, said=_("The rehearsal scans have been deleted."))
    return redirect(url_for("settings.day_and_place", edition=edition) + "#doors", 303)


def _training(here: Door) -> str:
    return told_page(
        here, "in", _("This is the training badge. Nothing has been stored or counted."), word=_("TRAINING")
    )


def _admit_form() -> AdmitForm:
    form = AdmitForm(formdata=None)
    form.scan_id.data = secrets.token_hex(16)
    return form


def _badge(token: str) -> Badge | None:
    hashed = token_hash(token)
    return queries.badges_by_hash([hashed]).get(hashed)
