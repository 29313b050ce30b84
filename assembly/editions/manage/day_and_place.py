"""When and where an edition meets: its days, its venue with the rooms, its doors."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, url_for

from assembly.agenda.queries import draft
from assembly.checkin.queries import rehearsals
from assembly.editions.forms.meeting import ChangeDoorForm, DayAndPlaceForm, NewDoorForm, RoomForm, zones
from assembly.editions.manage.blueprint import differing, office
from assembly.editions.queries import editions as edition_queries
from assembly.editions.service import doors, editions, rooms
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.formats import day, moment
from assembly.forms import Answer, lead_to, press, refused_on
from assembly.i18n import _
from assembly.models import Door, DoorKind, Edition, Room
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/day-and-place", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def day_and_place(edition: Edition) -> Answer:
    """The days and the venue; rooms and doors stand below."""
    form = DayAndPlaceForm()
    if not form.is_submitted():
        _show(form, edition)
        return _page(edition, form), 200
    if not form.validate():
        return _page(edition, form), 422
    with refused_on(lambda refusal: _page(edition, form, refusal), ChangedMeanwhile), writing():
        editions.set_day_and_place(fresh(edition), seen=form.version.number, place=_place(form), **_values(form))
    return lead_to(".day_and_place", _("Saved."), edition=edition)


def _show(form: DayAndPlaceForm, edition: Edition) -> None:
    form.version.data, form.zone_name.data = str(edition.version), edition.zone
    form.starts.show(edition.starts_at, edition.zone)
    form.ends.show(edition.ends_at, edition.zone)
    form.lead_up.data = edition.lead_up_from_on.isoformat()
    form.venue_name.data, form.venue_city.data = edition.venue.name, edition.venue.city
    form.venue_address.data = edition.venue.address
    form.coordinates.process_data(edition.venue.geo)


def _values(form: DayAndPlaceForm) -> dict[str, Any]:
    return {
        "zone": form.zone,
        "starts_at": form.starts.instant,
        "ends_at": form.ends.instant,
        "lead_up_from_on": form.lead_up.day,
    }


def _place(form: DayAndPlaceForm) -> dict[str, Any]:
    latitude, longitude = form.coordinates.point or (None, None)
    words = {"name": form.venue_name.data, "city": form.venue_city.data, "address": form.venue_address.data}
    return words | {"latitude": latitude, "longitude": longitude}


def _theirs(form: DayAndPlaceForm, edition: Edition) -> list[tuple[Any, Any]]:
    zone, written = edition.zone, form.coordinates.written
    return differing(
        form,
        {
            "zone_name": (form.zone, zone),
            "starts": (moment(form.starts.instant, form.zone), moment(edition.starts_at, zone)),
            "ends": (moment(form.ends.instant, form.zone), moment(edition.ends_at, zone)),
            "lead_up": (day(form.lead_up.day), day(edition.lead_up_from_on)),
            "venue_name": (form.venue_name.data, edition.venue.name),
            "venue_city": (form.venue_city.data, edition.venue.city),
            "venue_address": (form.venue_address.data, edition.venue.address),
            "coordinates": (written(form.coordinates.point), written(edition.venue.geo)),
        },
    )


def _page(edition: Edition, form: DayAndPlaceForm, refusal: DomainError | None = None) -> str:
    return render_template(
        "editions/manage/day_and_place.html",
        form=form,
        refusal=refusal,
        theirs=_theirs(form, edition) if isinstance(refusal, ChangedMeanwhile) else [],
        zones=[(one, one.replace("_", " ")) for one in zones()],
        rooms=edition_queries.rooms(edition),
        doors=edition_queries.doors(edition),
        rehearsals=rehearsals(edition),
        registered=edition_queries.was_registered_at(edition),
    )


@office.route("/add-room", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def add_room(edition: Edition) -> Answer:
    """One more room of the venue."""
    return _room_form(edition, RoomForm(), None)


@office.route("/rooms/<code>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def room(edition: Edition, code: str) -> Answer:
    """Its name, how many it holds, how one gets there."""
    one = _room(edition, code)
    return _room_form(edition, RoomForm(obj=one, data={"version": edition.version}), one)


@office.post("/rooms/<code>/delete")
@needs(Permission.EDIT_SETTINGS)
def delete_room(edition: Edition, code: str) -> Answer:
    """A room no session is planned in."""
    one = _room(edition, code)
    return _delete(edition, lambda: rooms.remove_room(fresh(edition), fresh(one)))


def _room_form(edition: Edition, form: RoomForm, one: Room | None) -> Answer:
    template = "editions/manage/room.html"
    if not form.validate_on_submit():
        page = render_template(template, form=form, one=one, refusal=None)
        return page, 422 if form.is_submitted() else 200
    facts = rooms.RoomFacts(form.name.data, form.capacity.number, form.access.data)
    try:
        with writing():
            if one is None:
                rooms.add_room(fresh(edition), facts)
            else:
                rooms.change_room(fresh(edition), fresh(one), facts, seen=form.version.number)
    except DomainError as refusal:
        form.version.data = str(edition.version)
        return render_template(template, form=form, one=one, refusal=refusal), refusal.status
    return lead_to(".day_and_place", _("Saved."), edition=edition)


@office.route("/add-door", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def add_door(edition: Edition) -> Answer:
    """One more door."""
    form = NewDoorForm()
    if not form.is_submitted():
        form.kind.data = DoorKind.ENTRANCE.value
    return _door_form(
        edition, form, None, lambda: doors.add_door(fresh(edition), str(form.code.data), DoorKind(form.kind.data))
    )


@office.route("/doors/<code>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def door(edition: Edition, code: str) -> Answer:
    """Another name for a door, its hours, who may enter, and which session it counts."""
    one = _door(edition, code)
    sessions = {each.code: each for each in draft(edition)} if one.kind is DoorKind.ROOM else {}
    counted = next((each.code for each in sessions.values() if each.id == one.session_id), "")
    form = ChangeDoorForm(obj=one, data={"version": edition.version, "session": counted})
    form.session.choices = [
        ("", _("No session")),
        *((each.code, str(each.title) or _("No title")) for each in sessions.values()),
    ]

    def act() -> None:
        stored, session = fresh(one), sessions.get(form.session.data)
        doors.change_door(stored, str(form.code.data), form.hours, form.admission, session, seen=form.version.number)

    return _door_form(edition, form, one, act)


@office.post("/doors/<code>/delete")
@needs(Permission.EDIT_SETTINGS)
def delete_door(edition: Edition, code: str) -> Answer:
    """A door nobody was ever scanned at, except in a rehearsal."""
    one = _door(edition, code)
    return _delete(edition, lambda: doors.remove_door(fresh(one)))


def _door_form(
    edition: Edition, form: NewDoorForm | ChangeDoorForm, one: Door | None, act: Callable[[], Any]
) -> Answer:
    facts: dict[str, Any] = {"edition": edition, "form": form, "one": one}
    facts["days"] = [(str(number), day(each)) for number, each in enumerate(one.assembly_days, start=1)] if one else []
    if not form.validate_on_submit():
        page = render_template("editions/manage/door.html", **facts, refusal=None)
        return page, 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: render_template("editions/manage/door.html", **facts, refusal=refusal)), writing():
        act()
    return lead_to(".day_and_place", _("Saved."), edition=edition)


def _delete(edition: Edition, act: Callable[[], None]) -> Answer:
    try:
        press(act)
    except DomainError as refusal:
        form = DayAndPlaceForm(formdata=None)
        _show(form, edition)
        return _page(edition, form, refusal), refusal.status
    return redirect(url_for(".day_and_place", edition=edition), 303)


def _room(edition: Edition, code: str) -> Room:
    return next((one for one in edition_queries.rooms(edition) if one.code == code), None) or abort(404)


def _door(edition: Edition, code: str) -> Door:
    return next((one for one in edition_queries.doors(edition) if one.code == code), None) or abort(404)
