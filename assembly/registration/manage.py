"""Places of an edition: how many in which way, for whom they are kept, from when to when one may register."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from assembly.editions.queries.editions import place_counts
from assembly.errors import ChangedMeanwhile
from assembly.formats import day, moment
from assembly.forms import Answer, refused_on
from assembly.i18n import _, _n
from assembly.models import Edition, Mode, PlaceCount, Reserve
from assembly.quotas import queries as quota_queries
from assembly.quotas.service import Rules
from assembly.registration.forms.places import PlacesForm
from assembly.registration.service import waiting_list
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("places", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/places")


@office.get("/")
@needs(Permission.EDIT_SETTINGS)
def overview(edition: Edition) -> str:
    """Each way of taking part with its places: how many, given, left, waited for."""
    return render_template(
        "registration/manage/places.html",
        counts=place_counts(edition),
        pools=quota_queries.pools_of(edition),
        waiting=quota_queries.waiting_in(edition),
    )


@office.route("/<mode>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def change(edition: Edition, mode: str) -> Answer:
    """Change the places and dates of one way of taking part."""
    count = place_counts(edition).get(Mode(mode)) if mode in set(Mode) else None
    if count is None:
        abort(404)
    form = PlacesForm()
    form.zone = edition.zone
    if not form.is_submitted():
        _show(form, _stored(count))
        return _page(count, form), 200
    if not form.validate():
        return _page(count, form), 422
    here, seen = fresh(edition), form.seen.data or ""
    with refused_on(lambda refusal: _page(count, form, refusal), ChangedMeanwhile), writing():
        surplus = waiting_list.set_rules(here, count.mode, _rules(form), seen=seen)
    _say(surplus)
    return redirect(url_for(".overview", edition=edition), 303)


def _page(count: PlaceCount, form: PlacesForm, refusal: ChangedMeanwhile | None = None) -> str:
    theirs = []
    if refusal is not None:
        stored = _stored(count)
        form.seen.data = stored.mark  # whoever sends it once more has seen what stands
        typed, saved = _words(_rules(form), form.zone), _words(stored, form.zone)
        theirs = [(form[name].label.text, saved[name]) for name in saved if typed[name] != saved[name]]
    return render_template(
        "registration/manage/places_change.html",
        mode=count.mode,
        form=form,
        refusal=refusal,
        theirs=theirs,
    )


def _stored(count: PlaceCount) -> Rules:
    return Rules.of(count, [pool for pool in quota_queries.pools_of(count.edition) if pool.mode is count.mode])


def _words(rules: Rules, zone: str) -> dict[str, str]:
    """What the rules say, by the field that says it."""
    said = {
        "opens": moment(rules.opens_at, zone) if rules.has_hours else "",
        "closes": moment(rules.closes_at, zone) if rules.has_hours else "",
        "is_reviewed": _("Yes") if rules.is_reviewed else _("No"),
        "answer_by": day(rules.answer_by_on) if rules.answer_by_on else "",
        "by_invitation": _("Yes") if rules.by_invitation else _("No"),
        "size": _("No limit.") if rules.size is None else str(rules.size),
    }
    for reserve in (Reserve.MAYORS, Reserve.COMMUNITIES):
        size, until = rules.reserves.get(reserve, (0, None))
        kept = _("reserved until %(moment)s", moment=moment(until, zone)) if size and until else ""
        said[reserve.value] = f"{size} · {kept}" if kept else str(size)
    return said


def _show(form: PlacesForm, rules: Rules) -> None:
    form.seen.data = rules.mark
    if rules.has_hours:
        form.opens.show(rules.opens_at, form.zone)
        form.closes.show(rules.closes_at, form.zone)
    form.is_reviewed.data, form.by_invitation.data = rules.is_reviewed, rules.by_invitation
    form.answer_by.data = rules.answer_by_on.isoformat() if rules.answer_by_on else ""
    form.size.data = "" if rules.size is None else str(rules.size)
    for reserve, (size, until) in form.reserves.items():
        if reserve in rules.reserves:
            number, released_at = rules.reserves[reserve]
            size.data = str(number)
            until.show(released_at, form.zone)


def _rules(form: PlacesForm) -> Rules:
    return Rules(
        opens_at=form.opens.instant,
        closes_at=form.closes.instant,
        is_reviewed=bool(form.is_reviewed.data),
        answer_by_on=form.answer_by.day,
        size=form.size.number,
        by_invitation=bool(form.by_invitation.data),
        reserves={reserve: (size.number or 0, until.instant) for reserve, (size, until) in form.reserves.items()},
    )


def _say(surplus: int) -> None:
    if surplus:
        flash(
            _n(
                "Saved. %(num)s person over the limit keeps their place, which will not be given to anyone else.",
                "Saved. %(num)s people over the limit keep their places, which will not be given to anyone else.",
                surplus,
            ),
            "wait",
        )
    else:
        flash(_("Saved."), "ok")
