"""Places of an edition: how many in which way, for whom they are kept, from when to when one may register."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.editions.queries import place_counts
from assembly.extensions import db
from assembly.i18n import _, _n
from assembly.models import Edition, Mode, PlaceCount, Reserve
from assembly.registration import queries, service
from assembly.registration.forms import PlacesForm
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("places", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/places")


@office.get("/")
@needs(Permission.EDIT_SETTINGS)
def overview(edition: Edition) -> str:
    """Each way of taking part with its places: how many, given, left, waited for."""
    return render_template(
        "registration/manage/places.html",
        edition=edition,
        counts=place_counts(edition),
        pools=queries.pools_of(edition),
        waiting=queries.waiting_in(edition),
    )


@office.route("/<mode>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def change(edition: Edition, mode: str) -> Response | tuple[str, int]:
    """Change the places and dates of one way of taking part."""
    count = place_counts(edition).get(Mode(mode)) if mode in set(Mode) else None
    if count is None:
        abort(404)
    form = PlacesForm()
    form.zone = edition.zone
    if not form.is_submitted():
        _show(form, count)
    elif form.validate():
        with writing():
            surplus = service.set_rules(db.session.get_one(Edition, edition.id), count.mode, _rules(form))
        _say(surplus)
        return redirect(url_for(".overview", edition=edition), 303)
    page = render_template("registration/manage/places_change.html", edition=edition, mode=count.mode, form=form)
    return page, 422 if form.is_submitted() else 200


def _show(form: PlacesForm, count: PlaceCount) -> None:
    form.opens.show(count.opens_at, form.zone)
    form.closes.show(count.closes_at, form.zone)
    form.is_reviewed.data, form.by_invitation.data = count.is_reviewed, count.by_invitation
    pools = {pool.reserve: pool for pool in queries.pools_of(count.edition) if pool.mode is count.mode}
    form.size.data = str(pools[Reserve.EVERYBODY].size) if Reserve.EVERYBODY in pools else ""
    for reserve, (size, until) in form.reserves.items():
        if reserve in pools:
            size.data = str(pools[reserve].size)
            until.show(pools[reserve].released_at, form.zone)


def _rules(form: PlacesForm) -> service.Rules:
    return service.Rules(
        opens_at=form.opens.instant,
        closes_at=form.closes.instant,
        is_reviewed=bool(form.is_reviewed.data),
        size=form.size.number,
        by_invitation=bool(form.by_invitation.data),
        reserves={reserve: (size.number or 0, until.instant) for reserve, (size, until) in form.reserves.items()},
    )


def _say(surplus: int) -> None:
    if surplus:
        flash(
            _n(
                "Saved. %(num)s more place is given than exists: nobody is thrown out, and nobody new gets it.",
                "Saved. %(num)s more places are given than exist: nobody is thrown out, and nobody new gets them.",
                surplus,
            ),
            "wait",
        )
    else:
        flash(_("Saved."), "ok")
