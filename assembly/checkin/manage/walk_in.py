"""Somebody who has not registered, on the page of a door."""

import secrets

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.access.queries import by_code
from assembly.checkin import rules, service
from assembly.checkin.forms import WalkInForm
from assembly.checkin.manage.this_phone import door, door_here
from assembly.checkin.manage.verdicts import verdict_page
from assembly.checkin.phone_scans import scan_of_form
from assembly.communities.queries import meant, suggested_communities
from assembly.errors import DomainError
from assembly.fold import clean
from assembly.i18n import current_language
from assembly.models import Door, Edition, Told
from assembly.registration.service.at_the_door import OnlineOnlyHere, RoomFull
from assembly.registration.service.submission import ThereAlready
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@door.route("/walk-in", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def walk_in(edition: Edition) -> Response | str | tuple[str, int]:
    """Somebody is not in the list: three fields, then they are inside, or the page says whom to call."""
    here, form = door_here(), WalkInForm()
    if here is None or here.edition != edition:
        return redirect(url_for(".start", edition=edition), 303)
    if not form.is_submitted():
        prepare_walk_in(form, request.args.get("q", ""))
        form.allowed.data = "allowed" in request.args
        return walk_in_page(here, form, None if form.allowed.data else service.walk_in_refusal(here))
    if not form.validate():
        return walk_in_page(here, form), 422
    if not form.unlisted.data and meant(form.place.data) is None:
        return walk_in_page(here, form, service.NotInDirectory(), is_unlisted=True), 422
    came = service.WalkIn(
        **form.typed("key", "given", "family", "place"),
        email=form.email.data or "",
        lang=current_language(),
        another=form.another.data == name_typed(form),
        is_allowed=form.allowed.data,
    )
    try:
        with writing():
            verdict = service.admit_walk_in(came, fresh(here), current_user.id)
    except ThereAlready as refusal:
        there = by_code(refusal.facts["registration"])
        return walk_in_page(here, form, refusal, there=there, certain=refusal.facts["certain"]), refusal.status
    except (RoomFull, OnlineOnlyHere) as refusal:
        return no_place_page(here, form, refusal, is_full=isinstance(refusal, RoomFull)), refusal.status
    except service.Rehearsed:
        return render_template("checkin/manage/walk_in_rehearsed.html", edition=edition, door=here, form=form)
    except DomainError as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return walk_in_page(here, form, refusal), refusal.status
    return verdict_page(verdict, here, scan_id=scan_of_form(came.key), is_walk_in=True)


def name_typed(form: WalkInForm) -> str:
    """Of whom it is said that this is a different person: for another name it is asked again."""
    return f"{form.given.data} {form.family.data}, {form.place.data}"


def prepare_walk_in(form: WalkInForm, search: str) -> None:
    """Give the form of a walk-in its key, and the name that was searched for."""
    form.key.data = secrets.token_urlsafe(24)
    form.given.data, form.family.data = _names_in(search)


def _names_in(search: str) -> tuple[str, str]:
    """Split what was searched for, so that no name is typed twice: the last word may be the family name. A reference is
    none."""
    words = [] if any(map(str.isdigit, search)) else clean(search)[:120].split()
    return " ".join(words[:-1]), words[-1] if words else ""


def no_place_page(
    here: Door, form: WalkInForm, refusal: DomainError | None = None, *, is_full: bool, called: bool = False
) -> str:
    """Say that no place is free for somebody, or that the supervisor has been called; what was typed stays."""
    facts = {"form": form, "refusal": refusal, "is_full": is_full} | _after(called=called)
    return render_template("checkin/manage/no_place.html", edition=here.edition, door=here, **facts)


def walk_in_page(
    here: Door, form: WalkInForm, refusal: DomainError | None = None, *, called: bool = False, **facts: object
) -> str:
    """Ask for three fields, or say why nobody is registered at this door, and what can be done."""
    return render_template(
        "checkin/manage/walk_in.html",
        edition=here.edition,
        door=here,
        is_rehearsal=here.is_rehearsal(clock.now()),
        form=form,
        name_typed=name_typed(form),
        refusal=refusal,
        may_register=not isinstance(refusal, service.WalkInNotHere),
        scan_id=secrets.token_hex(16),
        communities=suggested_communities(),
        **_after(called=called) | {"there": None, "certain": False, "is_unlisted": bool(form.unlisted.data)} | facts,
    )


def _after(*, called: bool) -> dict[str, object]:
    """What the rules let a volunteer do for somebody who has not registered."""
    return {"called": called, "no_id": secrets.token_hex(16), "ways": rules.actions_of(Told.RECORDED, is_called=called)}
