"""Everything about one registration, and what may be done with it."""

import secrets
from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.pages import office
from assembly.agenda.queries import programme
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import MOVES, Admission, Edition, MandateRole, Move, Office, Registration, State
from assembly.people.forms.person import AnswerForm, OfficeForm
from assembly.people.service import answering
from assembly.questions import person as details_of_person
from assembly.quotas import queries as quota_queries
from assembly.registration.queries import own as own_queries
from assembly.registration.service import leaving
from assembly.security import Permission, needs
from assembly.speakers.queries import mandates_on, parts_of
from assembly.transactions import fresh, writing


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
            do(fresh(registration), form.reason.data)
    except DomainError as refusal:
        db.session.refresh(registration)
        return _person_page(registration, form, refusal), refusal.status
    return redirect(url_for(".person", edition=edition, code=code), 303)


_ACTS: dict[str, Callable[[Registration, str], None]] = {
    "approve": lambda registration, _reason: answering.approve(registration),
    "look-at": answering.look_at,
    "decline": answering.decline,
    "give-place": answering.give_place,
    "cancel": leaving.cancel_by_hand,
    "confirm-again": answering.confirm_again,
}


@office.post("/people/<code>/office")
@needs(Permission.ADD_PEOPLE)
def set_office(edition: Edition, code: str) -> Response:
    """Set right what somebody is where they come from."""
    registration, form = _of(edition, code), OfficeForm()
    if form.validate_on_submit():
        with writing():
            answering.set_office(fresh(registration), Office(form.office.data))
    return redirect(url_for(".person", edition=edition, code=code), 303)


def _of(edition: Edition, code: str) -> Registration:
    return access_queries.of_edition(edition, code) or abort(404)


def _when(step: Move | Admission) -> datetime:
    return step.at if isinstance(step, Move) else step.first_at


def _acts_for(registration: Registration, *, contradicts: bool) -> set[str]:
    """What can be done with a registration now, by the names of `_ACTS`; `contradicts` is that somebody set not to come
    was admitted."""
    state, takes_answers = registration.state, registration.edition.takes_answers
    places = takes_answers and state.is_active and State.CONFIRMED in MOVES[state]
    offered = {
        "approve": takes_answers and state.awaits_answer,
        "give-place": places and not state.awaits_answer,
        "look-at": State.IN_REVIEW in MOVES[state],
        "confirm-again": contradicts,
        "decline": takes_answers and State.DECLINED in MOVES[state],
        "cancel": registration.can_be_cancelled,
    }
    return {act for act, is_offered in offered.items() if is_offered}


def _person_page(registration: Registration, form: AnswerForm, refusal: DomainError | None = None) -> str:
    edition, done = registration.edition, registration_history.acts_of(registration)
    admissions = registration_history.admissions_of(registration)
    contradicts = bool(admissions) and not registration.state.is_active and registration.merged_into is None
    predecessor, successor = own_queries.hand_over_of(registration)
    return render_template(
        "people/manage/person.html",
        registration=registration,
        form=form,
        refusal=refusal,
        offices=list(Office),
        waiting_number=quota_queries.waiting_number(registration),
        badge=access_queries.valid_badge(registration),
        actors=registration_history.names_of({*(move.by for move in registration.moves), *(one.by for one in done)}),
        done=done,
        modes=registration_history.modes_of_moves(registration, done),
        predecessor=predecessor,
        successor=successor,
        parts=parts_of(edition, registration.person),
        co_chair=[one for one in mandates_on(registration.person, edition) if one.role is MandateRole.CO_CHAIR],
        published={one.session_id for one in programme(edition)},
        links=registration_history.links_of(registration),
        access_key=secrets.token_urlsafe(24),
        acts=_acts_for(registration, contradicts=contradicts),
        free_places=quota_queries.free_places(edition),
        admissions=admissions,
        happened=sorted([*registration.moves, *admissions], key=_when),
        contradicts=contradicts,
        details=details_of_person.of_person(registration),
    )
