"""All editions, a new one, and a copy: for whoever may change the settings of all of them."""

from typing import cast

from flask import render_template, request
from flask_login import current_user

from assembly.editions.forms.meeting import NewEditionForm, zones
from assembly.editions.manage.blueprint import editions
from assembly.editions.queries.editions import all_editions, current_edition, edition_by_slug
from assembly.editions.service import founding
from assembly.editions.service.editions import SlugTaken
from assembly.extensions import db
from assembly.forms import Answer, lead_to
from assembly.i18n import _
from assembly.models import Edition, User
from assembly.security import owner
from assembly.transactions import fresh, writing


@editions.get("/")
@owner
def listing() -> str:
    """Every edition, newest first, each with its office and a copy."""
    return render_template("editions/manage/editions.html", edition=_frame(), layout=_layout(), editions=all_editions())


@editions.route("/new", methods=["GET", "POST"])
@owner
def new() -> Answer:
    """A new edition, from nothing or as a copy (`?from=2027`). The same form sent twice makes one."""
    form = NewEditionForm()
    if not form.is_submitted():
        _show(form, edition_by_slug(request.args.get("from", "")))
        return _page(form), 200
    if not form.validate():
        return _page(form), 422
    plan, source = _plan(form), edition_by_slug(form.source.data or "")
    try:
        with writing():
            edition = _make(plan, source)
    except SlugTaken as refusal:
        edition = cast(Edition, edition_by_slug(plan.slug))
        if not founding.is_of(plan, edition):
            form.slug.errors = [str(refusal)]
            return _page(form), refusal.status
    return lead_to("settings.checklist", _("The assembly has been created. It is not public yet."), edition=edition)


def _make(plan: founding.Plan, source: Edition | None) -> Edition:
    if source is None:
        return founding.found(plan)
    return founding.copy(fresh(source), plan, by=db.session.get_one(User, current_user.id))


def _show(form: NewEditionForm, source: Edition | None) -> None:
    """What a copy begins with; the days are never those of the source."""
    form.zone_name.data = source.zone if source else "Europe/Brussels"
    if source is None:
        return
    form.source.data, form.ordinal.data = source.slug, str(source.ordinal + 1)
    for name in ("name", "body_name", "purpose", "host_event", "contact_email"):
        form[name].data = getattr(source, name)
    form.venue_name.data, form.venue_city.data = source.venue.name, source.venue.city
    form.venue_address.data = source.venue.address


def _plan(form: NewEditionForm) -> founding.Plan:
    return founding.Plan(
        **form.typed("name", "body_name", "purpose", "host_event", "venue_name", "venue_city"),
        slug=str(form.slug.data),
        ordinal=cast(int, form.ordinal.number),
        venue_address=str(form.venue_address.data),
        zone=form.zone,
        starts_at=form.starts.instant,
        ends_at=form.ends.instant,
        lead_up_from_on=form.lead_up.day,
        contact_email=str(form.contact_email.data),
    )


def _page(form: NewEditionForm) -> str:
    return render_template(
        "editions/manage/new.html",
        edition=_frame(),
        layout=_layout(),
        form=form,
        source=edition_by_slug(form.source.data or ""),
        zones=[(one, one.replace("_", " ")) for one in zones()],
    )


def _frame() -> Edition | None:
    """The edition whose office these pages are seen in; none before the first."""
    return current_edition() or next(iter(all_editions()), None)


def _layout() -> str:
    return "layouts/office.html" if _frame() else "layouts/page.html"
