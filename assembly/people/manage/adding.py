"""[+ Person]: adding somebody by hand."""

import secrets

from flask import flash, redirect, render_template, request, url_for

from assembly.access import queries as access_queries
from assembly.access.pages import office
from assembly.communities.queries import suggested_communities
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.errors import DomainError
from assembly.fold import clean
from assembly.forms import Answer, choice
from assembly.i18n import _, _n, current_language
from assembly.models import Category, Edition, Mode, Pool, Represents, Reserve, State
from assembly.people.forms.person import PersonForm
from assembly.registration.service import registering
from assembly.registration.service.submission import Outcome, Submission, ThereAlready
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/people/add", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def add(edition: Edition) -> Answer:
    """[+ Person]: somebody rang, or stands in the office."""
    form = PersonForm()
    if not form.is_submitted():
        _begin(form)
        return _page(edition, form), 200
    if not form.validate():
        return _page(edition, form), 422
    try:
        with writing():
            outcome = registering.add_by_hand(fresh(edition), _submission(form), though_namesake=form.another.data)
    except ThereAlready as refusal:
        there = access_queries.by_code(refusal.facts["registration"])
        return _page(edition, form, refusal, there=there, certain=refusal.facts["certain"]), refusal.status
    except DomainError as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return _page(edition, form, refusal), refusal.status
    added = access_queries.by_code(outcome.reference)
    flash(_told(form, outcome), "ok" if outcome.state is State.CONFIRMED else "wait")
    if "another_from_there" in request.form:
        return redirect(url_for(".add", edition=edition, place=form.place.data), 303)
    return redirect(url_for(".people", edition=edition, q=added.spoken_ref if added else None), 303)


def _begin(form: PersonForm) -> None:
    """What most people are, so that one writes as little as possible."""
    form.key.data = secrets.token_urlsafe(24)
    form.place.data = clean(request.args.get("place", ""))[:200]
    form.mode.data, form.lang.data = Mode.ON_SITE.value, current_language()
    form.category.data, form.represents.data = Category.PARTICIPANT.value, Represents.COMMUNITY.value


def _page(edition: Edition, form: PersonForm, refusal: DomainError | None = None, **facts: object) -> str:
    left = {Mode.ON_SITE: _left(pool_of(edition, Mode.ON_SITE))}
    form.mode.choices = [choice(one.value, one.label, left.get(one, "")) for one in place_counts(edition)]
    return render_template(
        "people/manage/add.html",
        form=form,
        refusal=refusal,
        communities=suggested_communities(),
        **{"there": None, "certain": False} | facts,
    )


def _left(pool: Pool | None) -> str:
    """How many places are left in the room, and for whom."""
    if pool is None:
        return ""
    if not pool.left:
        said = _("full: participants join the waiting list")
        return f"· {said}"
    left = _n("%(num)s place left", "%(num)s places left", pool.left)
    return f"· {left}" if pool.open_to is Reserve.EVERYBODY else f"· {left} {pool.reserve.label}"


def _submission(form: PersonForm) -> Submission:
    return Submission(
        **form.typed("key", "place", "given", "family", "function", "email", "lang", "note"),
        represents=Represents(form.represents.data) if form.place.data else Represents.ORGANISATION,  # of nobody named
        mode=Mode(form.mode.data),
        category=Category(form.category.data),
        origin="office",
    )


def _told(form: PersonForm, outcome: Outcome) -> str:
    name = f"{form.given.data} {form.family.data}"
    if outcome.waiting_number is not None:
        return _("%(name)s is number %(number)s on the waiting list.", name=name, number=outcome.waiting_number)
    if form.email.data and Mode(form.mode.data) is Mode.ONLINE:
        return _("%(name)s is confirmed. The confirmation email is on its way.", name=name)
    if form.email.data:
        return _("%(name)s is confirmed. The email with the entry code is on its way.", name=name)
    return _("%(name)s is confirmed. No email will be sent because there is no email address.", name=name)
