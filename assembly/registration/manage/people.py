"""The office's list of people, adding somebody by hand, and the page of one of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.communities.queries import all_communities
from assembly.editions.queries import place_counts, pool_of
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import clean
from assembly.i18n import _, current_language
from assembly.models import MOVES, Category, Edition, Mode, Office, Registration, Represents, State
from assembly.registration import queries, service
from assembly.registration.forms import AnswerForm, OfficeForm, PersonForm
from assembly.security import Permission, needs
from assembly.stats.queries import participation
from assembly.transactions import writing
from assembly.web import page_asked

office = Blueprint("people", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>")


@office.get("/people")
@needs(Permission.SEE_PEOPLE)
def people(edition: Edition) -> str:
    """Who registered, by name, fifty a page."""
    search = clean(request.args.get("q", ""))[:200]
    asked = request.args.get("state", "")
    among = queries.Among(asked) if asked in set(queries.Among) else None
    return render_template(
        "registration/manage/people.html",
        edition=edition,
        page=queries.people(edition, search, page_asked(), among),
        search=search,
        among=among,
        parts=queries.counts(edition),
        figures=participation(edition),
    )


@office.route("/people/add", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """[+ Person]: somebody rang, or stands in the office."""
    form = PersonForm()
    if not form.is_submitted():
        _begin(form)
        return _page(edition, form), 200
    if not form.validate():
        return _page(edition, form), 422
    try:
        with writing():
            outcome = service.add_by_hand(
                db.session.get_one(Edition, edition.id), _submission(form), though_namesake=form.another.data
            )
    except service.ThereAlready as refusal:
        there = queries.by_code(refusal.facts["registration"])
        return _page(edition, form, refusal, there=there, certain=refusal.facts["certain"]), refusal.status
    except DomainError as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return _page(edition, form, refusal), refusal.status
    added = queries.by_code(outcome.reference)
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
    return render_template(
        "registration/manage/add.html",
        edition=edition,
        form=form,
        refusal=refusal,
        modes=list(place_counts(edition)),
        pool=pool_of(edition, Mode.ON_SITE),
        categories=list(Category),
        represents=list(Represents),
        communities=all_communities(),
        **{"there": None, "certain": False} | facts,
    )


def _submission(form: PersonForm) -> service.Submission:
    return service.Submission(
        key=form.key.data,
        represents=Represents(form.represents.data),
        place=form.place.data,
        given=form.given.data,
        family=form.family.data,
        function=form.function.data,
        email=form.email.data,
        mode=Mode(form.mode.data),
        lang=form.lang.data,
        category=Category(form.category.data),
        origin="office",
        note=form.note.data,
    )


def _told(form: PersonForm, outcome: service.Outcome) -> str:
    name = f"{form.given.data} {form.family.data}"
    if outcome.waiting_number is not None:
        return _("%(name)s is number %(number)s on the waiting list.", name=name, number=outcome.waiting_number)
    if form.email.data:
        return _("%(name)s is confirmed. The mail with the entry code is on its way.", name=name)
    return _("%(name)s is confirmed. Without an address no mail is sent.", name=name)


@office.get("/people/<code>")
@needs(Permission.SEE_PEOPLE)
def person(edition: Edition, code: str) -> str:
    """Everything about one registration on one page, and what may be done with it now."""
    return _person_page(_of(edition, code), AnswerForm())


@office.post("/people/<code>/<act>")
@needs(Permission.ADD_PEOPLE)
def answer(edition: Edition, code: str, act: str) -> Response | tuple[str, int]:
    """Accept, refuse, look at, give a place, cancel: whatever is done out of turn says why."""
    registration, form = _of(edition, code), AnswerForm()
    do = _ACTS.get(act) or abort(404)
    if not form.validate_on_submit():
        return _person_page(registration, form), 422
    try:
        with writing():
            do(db.session.get_one(Registration, registration.id), form.reason.data)
    except DomainError as refusal:
        db.session.refresh(registration)
        return _person_page(registration, form, refusal), refusal.status
    return redirect(url_for(".person", edition=edition, code=code), 303)


_ACTS: dict[str, Callable[[Registration, str], None]] = {
    "approve": lambda registration, _reason: service.approve(registration),
    "look-at": service.look_at,
    "decline": service.decline,
    "give-place": service.give_place,
    "cancel": service.cancel,
}


@office.post("/people/<code>/office")
@needs(Permission.ADD_PEOPLE)
def set_office(edition: Edition, code: str) -> Response:
    """Set right what somebody is where they come from."""
    registration, form = _of(edition, code), OfficeForm()
    if form.validate_on_submit():
        with writing():
            service.set_office(db.session.get_one(Registration, registration.id), Office(form.office.data))
    return redirect(url_for(".person", edition=edition, code=code), 303)


def _of(edition: Edition, code: str) -> Registration:
    return queries.of_edition(edition, code) or abort(404)


def _person_page(registration: Registration, form: AnswerForm, refusal: DomainError | None = None) -> str:
    edition = registration.edition
    return render_template(
        "registration/manage/person.html",
        edition=edition,
        registration=registration,
        form=form,
        refusal=refusal,
        offices=list(Office),
        waiting_number=queries.waiting_number(registration),
        badge=queries.valid_badge(registration),
        actors=queries.names_of_actors(registration),
        follows=MOVES[registration.state],
    )
