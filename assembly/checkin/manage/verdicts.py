"""The pages that answer a scan: the verdict with what can be done next, or what was done in one sentence."""

import secrets
from collections.abc import Sequence

from flask import render_template
from flask_login import current_user

from assembly import clock
from assembly.access.queries import by_code
from assembly.checkin import queries, rules, service
from assembly.checkin.queries.shown import Arrival, Guest, Place
from assembly.extensions import db
from assembly.models import AdmitReason, Community, Door, Mode, Registration, State, Told
from assembly.registration.queries.own import successor_of
from assembly.transactions import writing

WITHOUT_PLACE = (Told.REPLACED, Told.NOT_CONFIRMED)
"Verdicts on somebody whose place another may have."


def record(shown: service.ShownCode) -> str:
    """Store a scan and draw its verdict."""
    for one in (shown.door, shown.door.edition):
        if one in db.session:
            db.session.expunge(one)  # or the page would read them once more
    try:
        with writing():
            verdict = service.record_scans([shown])[0]
    except service.ScanUndone as undone:
        return told_page(shown.door, "ask", str(undone))
    came_back = shown.reason is AdmitReason.SAME_PERSON  # whoever let them in has read their note before
    return verdict_page(verdict, shown.door, shown.token, scan_id=shown.scan_id, came_back=came_back)


def verdict_page(
    verdict: service.Verdict,
    here: Door,
    token: str = "",
    *,
    scan_id: str = "",
    extra: str = "",
    came_back: bool = False,
    is_walk_in: bool = False,
) -> str:
    """Draw a verdict; `scan_id` names the scan that can be undone if it let somebody in."""
    told, guest = verdict.told, verdict.guest
    return render_template(
        "checkin/manage/verdict.html",
        verdict=verdict,
        token=token,
        colour_of=rules.colour_of,
        made=scan_id,
        scan_id=secrets.token_hex(16),
        ways=ways_on(here, told, guest),
        extra=extra,
        said_no=said_no(here, told, guest),
        came_back=came_back,
        has_badge=is_walk_in and guest is not None and _has_new_badge(guest),
        edition=here.edition,
        door=here,
        successor=_successor_of(guest) if guest is not None and told in WITHOUT_PLACE else None,
    )


def _has_new_badge(guest: Guest) -> bool:
    """Whether somebody has a badge from whoever asks; whom the supervisor let in without a place has none."""
    has_place = guest.state is State.CONFIRMED and guest.mode is Mode.ON_SITE
    return has_place and queries.registered_by(current_user.id, guest.code)


def told_page(
    here: Door,
    colour: str,
    *notes: str,
    who: str = "",
    word: str = "",
    back: str = "",
    undo: Sequence[str] = (),
    called: bool = False,
    search: str = "",
    done: bool = False,
) -> str:
    """Say what was done, without a verdict on anybody; `undo` names the scans that can be taken back, `called` is
    whether the supervisor is waited for, `search` the name nobody was found by; `done` is that a script may go back to
    the camera at once."""
    return render_template(
        "checkin/manage/told.html",
        edition=here.edition,
        door=here,
        is_rehearsal=bool(undo) and here.is_rehearsal(clock.now()),
        colour=colour,
        notes=notes,
        who=who,
        word=word,
        back=back,
        undo=undo,
        done=done,
        no_id=secrets.token_hex(16),
        called=called,
        search=search,
    )


def ways_on(
    here: Door, told: Told | None, guest: Guest | Registration | None, *, called: bool = False
) -> dict[str, object]:
    """What a volunteer reads and can do after an amber verdict on a guest."""
    actions = rules.actions_of(told, is_called=called) if told else ()
    likely = rules.likely_reasons(told) if told else ()
    left = queries.places_left(here.edition) if guest and "in_person" in actions else None
    word = rules.places_word(*left, guest.category) if guest and left else ""
    return {
        "actions": actions,
        "group": group_from(here, guest.community) if guest and "group" in actions else None,
        "asks_identity": told is not None and rules.asks_identity(told),
        "places": {"word": word, "count": left[0]} if left and word else None,
        "likely": likely,
        "others": [one for one in AdmitReason if one not in likely],
        "hours": here.span_near(clock.now()) if told is Told.CLOSED else None,
    }


def group_from(here: Door, place: Place | Community | None) -> Place | Community | None:
    """This city or region, if more than one of it is still to come in here."""
    return place if place is not None and service.is_group_expected(here, place.code) else None


def said_no(here: Door, told: Told | None, guest: Guest | Registration | None) -> Arrival | None:
    """When and where the supervisor said no today to somebody about whom there is a question."""
    if guest is None or told is None or rules.colour_of(told) != "ask":
        return None
    return queries.refusals(here, clock.now(), guest.id).get(guest.code)


def _successor_of(guest: Guest) -> Registration | None:
    return successor(by_code(guest.code)) if guest.state is State.CANCELLED else None


def successor(guest: Registration | None) -> Registration | None:
    """Who comes instead of somebody who is not let in: a place that was handed over, perhaps more than once, is said so
    kindly. Nobody is looked for who does not come either."""
    while guest is not None and guest.state is State.CANCELLED:
        after = successor_of(guest)
        guest = after.standing if after is not None else None
        if guest is not None and guest.state.is_active:
            return guest
    return None
