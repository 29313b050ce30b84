"""Who is in a session: people we know are added, changed, ordered, removed."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda.forms import PartForm
from assembly.agenda.manage import saying
from assembly.agenda.manage.blueprint import fresh, office, session_or_404
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Appearance, AppearanceRole, AppearanceState, Edition, Person, Presence, Session
from assembly.security import Permission, may, needs
from assembly.speakers import queries, service
from assembly.transactions import writing


@office.route("/<code>/people/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_part(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Look for a person by name, then say what they do in the session."""
    session, text = session_or_404(edition, code), request.args.get("q", "")[:100]
    found = queries.known_people(edition, text, and_guests=may(Permission.SEE_PEOPLE, edition))
    form, refusal = PartForm(), None
    if form.is_submitted():
        person = next((one for one in found if one.code == form.person.data), None)
        if person is None:
            form.person.errors = [_("Choose a person from the list.")]
        elif form.validate():
            refusal = _put(session, person, form)
            if refusal is None:
                return _to_people(edition, code)
        status = refusal.status if refusal else 422
    else:
        form.role.data, form.presence.data = AppearanceRole.SPEAKER.value, Presence.IN_PERSON.value
        form.state.data, status = AppearanceState.IDEA.value, 200
    facts = {"text": text, "found": found, "refusal": refusal, **_choices()}
    return render_template("agenda/manage/add_part.html", edition=edition, one=session, form=form, **facts), status


def _put(session: Session, person: Person, form: PartForm) -> DomainError | None:
    try:
        with writing():
            service.put_in_session(
                fresh(session),
                db.session.get_one(Person, person.id),
                AppearanceRole(form.role.data),
                presence=Presence(form.presence.data),
                state=AppearanceState(form.state.data),
            )
    except DomainError as refusal:
        return refusal
    return None


@office.route("/<code>/people/<person>/<role>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def part(edition: Edition, code: str, person: str, role: str) -> Response | tuple[str, int]:
    """What somebody does in the session, in which way they are there, and what they answered."""
    one, form, refusal = _part(edition, code, person, role), PartForm(), None
    if not form.is_submitted():
        form.seen.data, form.role.data = service.mark_of(one), one.role.value
        form.presence.data, form.state.data = one.presence.value, one.state.value
    elif form.validate():
        try:
            with writing():
                service.change_appearance(
                    db.session.get_one(Appearance, one.id),
                    role=AppearanceRole(form.role.data),
                    presence=Presence(form.presence.data),
                    state=AppearanceState(form.state.data),
                    seen=str(form.seen.data),
                )
            return _to_people(edition, code)
        except DomainError as problem:
            refusal, form.seen.data = problem, service.mark_of(one)
    status = refusal.status if refusal else 422 if form.is_submitted() else 200
    page = render_template(
        "agenda/manage/part.html",
        edition=edition,
        one=one,
        form=form,
        refusal=refusal,
        answer=saying.answer(one.state),
        **_choices(),
    )
    return page, status


@office.post("/<code>/people/<person>/<role>/up")
@needs(Permission.PUBLISH)
def part_up(edition: Edition, code: str, person: str, role: str) -> Response:
    """One earlier among those in the session."""
    return _act(edition, code, _part(edition, code, person, role), service.move_up)


@office.post("/<code>/people/<person>/<role>/remove")
@needs(Permission.PUBLISH)
def remove_part(edition: Edition, code: str, person: str, role: str) -> Response:
    """Take somebody out of the session."""
    return _act(edition, code, _part(edition, code, person, role), service.remove_appearance)


def _act(edition: Edition, code: str, one: Appearance, act: Callable[[Appearance], None]) -> Response:
    if Button().validate_on_submit():
        with writing():
            act(db.session.get_one(Appearance, one.id))
    return _to_people(edition, code)


def _part(edition: Edition, code: str, person: str, role: str) -> Appearance:
    here = queries.in_session(session_or_404(edition, code))
    return next((one for one in here if (one.person.code, one.role) == (person, role)), None) or abort(404)


def _to_people(edition: Edition, code: str) -> Response:
    flash(_("Saved. The public will see this change when you publish."), "ok")
    return redirect(url_for(".session", edition=edition, code=code, _anchor="people"), 303)


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "roles": [(one.value, one.label) for one in AppearanceRole],
        "presences": [(one.value, one.label) for one in Presence],
        "states": [(one.value, saying.answer(one)) for one in AppearanceState],
    }
