"""Who is in a session: people we know are added, changed, ordered, removed."""

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda.checks import clashes
from assembly.agenda.forms import ConfirmForm, PartForm
from assembly.agenda.manage import publishing_words
from assembly.agenda.manage.blueprint import office, session_or_404
from assembly.agenda.queries import draft
from assembly.errors import DomainError
from assembly.formats import listing
from assembly.forms import press
from assembly.i18n import _, _n
from assembly.models import Appearance, AppearanceRole, AppearanceState, Edition, Person, Presence, Session, SessionKind
from assembly.security import Permission, may, needs
from assembly.speakers import board, queries
from assembly.speakers.service import appearances
from assembly.transactions import fresh, writing

_USUAL_ROLES = {
    SessionKind.PLENARY: AppearanceRole.CO_CHAIR,
    SessionKind.KEYNOTE: AppearanceRole.KEYNOTE,
    SessionKind.PANEL: AppearanceRole.PANELLIST,
    SessionKind.SIGNING: AppearanceRole.SIGNATORY,
}
"What most people do in a session of a kind; a speech elsewhere."
_OFFERED = 40
"Speakers one can choose from without a search."


@office.route("/<code>/people/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_part(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Choose a speaker or look for a person by name, then say what they do in the session; the address may name who is
    meant (`person`), and what was chosen for the one before."""
    session, text = session_or_404(edition, code), request.args.get("q", "")[:100]
    found, form, refusal = _found(edition, text), PartForm(), None
    if form.is_submitted():
        person = next((one for one in found if one.code == form.person.data), None)
        if person is None:
            form.person.errors = [_("Choose a person from the list.")]
        elif form.validate():
            refusal = _put(session, person, form)
            if refusal is None:
                return _added(edition, session, person, form)
        status = refusal.status if refusal else 422
    else:
        form.person.data = request.args.get("person", "")
        form.role.data = _usual_role(edition, session, found).value
        form.presence.data = request.args.get("presence", Presence.IN_PERSON.value)
        form.state.data, status = request.args.get("state", AppearanceState.IDEA.value), 200
    facts = {"text": text, "found": found, "refusal": refusal, "chairs": queries.co_chairs(edition)}
    return render_template("agenda/manage/add_part.html", one=session, form=form, **facts), status


def _found(edition: Edition, text: str) -> list[Person]:
    """Those with this name; without one the speakers of the assembly, unless they are too many to choose from."""
    if text:
        return queries.known_people(edition, text, and_guests=may(Permission.SEE_PEOPLE, edition))
    listed = [one.person for one in board.listed(edition)]
    return listed if len(listed) <= _OFFERED else []


def _usual_role(edition: Edition, session: Session, found: Sequence[Person]) -> AppearanceRole:
    """The role to suggest; a plenary session has others than the co-chairs, too."""
    role, chairs = _USUAL_ROLES.get(session.kind, AppearanceRole.SPEAKER), queries.co_chairs(edition)
    if role is AppearanceRole.CO_CHAIR and chairs and not {one.person_id for one in chairs} & {one.id for one in found}:
        return AppearanceRole.SPEAKER
    return role


def _put(session: Session, person: Person, form: PartForm) -> DomainError | None:
    try:
        with writing():
            appearances.put_in_session(
                fresh(session),
                fresh(person),
                AppearanceRole(form.role.data),
                presence=Presence(form.presence.data),
                state=AppearanceState(form.state.data),
            )
    except DomainError as refusal:
        return refusal
    return None


def _added(edition: Edition, session: Session, person: Person, form: PartForm) -> Response:
    """To the people of the session, or to the next search with what was chosen."""
    if not form.more.data:
        return _to_people(edition, session, person)
    _flash_saved(edition, session, person)
    presence, state = form.presence.data, form.state.data
    return redirect(url_for(".add_part", edition=edition, code=session.code, presence=presence, state=state), 303)


def _flash_saved(edition: Edition, session: Session, person: Person | None) -> None:
    """Say that it is saved, and already now what the checks would say of this person: where else they are then."""
    shown, said = [one for one in draft(edition) if not one.hidden], ""
    others: list[str] = []
    for fault in clashes(shown, queries.parts(edition)):
        elsewhere = [str(one.title) or _("No title") for one in fault.sessions if one.id != session.id]
        speaker = fault.appearance.person if fault.appearance else None
        if person and speaker and len(elsewhere) == 1 and speaker.id == person.id:
            others, said = [*others, *elsewhere], publishing_words.sentence(fault, edition)
    if others:
        flash(f"{publishing_words.saved(edition, session.code)} {said} ({listing(others)})", "wait")
    else:
        flash(publishing_words.saved(edition, session.code), "ok")


@office.route("/<code>/people/<person>/<role>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def part(edition: Edition, code: str, person: str, role: str) -> Response | tuple[str, int]:
    """What somebody does in the session, in which way they are there, and what they answered."""
    one, form, refusal = _part(edition, code, person, role), PartForm(), None
    if not form.is_submitted():
        form.seen.data, form.role.data = appearances.mark_of(one), one.role.value
        form.presence.data, form.state.data = one.presence.value, one.state.value
    elif form.validate():
        try:
            with writing():
                appearances.change_appearance(
                    fresh(one),
                    role=AppearanceRole(form.role.data),
                    presence=Presence(form.presence.data),
                    state=AppearanceState(form.state.data),
                    seen=str(form.seen.data),
                )
            return _to_people(edition, one.session, one.person)
        except DomainError as problem:
            refusal, form.seen.data = problem, appearances.mark_of(one)
    status = refusal.status if refusal else 422 if form.is_submitted() else 200
    page = render_template("agenda/manage/part.html", one=one, form=form, refusal=refusal)
    return page, status


@office.post("/<code>/people/<person>/<role>/up")
@needs(Permission.PUBLISH)
def part_up(edition: Edition, code: str, person: str, role: str) -> Response:
    """One earlier among those in the session."""
    return _act(edition, code, _part(edition, code, person, role), appearances.move_up)


@office.post("/<code>/people/<person>/<role>/remove")
@needs(Permission.PUBLISH)
def remove_part(edition: Edition, code: str, person: str, role: str) -> Response:
    """Take somebody out of the session."""
    return _act(edition, code, _part(edition, code, person, role), appearances.remove_appearance)


@office.route("/confirmations", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def confirmations(edition: Edition) -> Response | tuple[str, int]:
    """Everybody who has not answered: one press says that they have given the office their word."""
    form, refusal, found = ConfirmForm(), None, queries.open_parts(edition)
    if not form.is_submitted():
        form.parts.data = [appearances.key_of(one) for one in found]
    elif form.validate():
        try:
            with writing():
                count = appearances.confirm_parts(fresh(edition), form.parts.data)
            return _confirmed(edition, count, len(form.parts.data))
        except DomainError as problem:
            refusal = problem
    status = refusal.status if refusal else 422 if form.is_submitted() else 200
    facts = {"form": form, "refusal": refusal, "found": [(appearances.key_of(one), one) for one in found]}
    return render_template("agenda/manage/confirmations.html", **facts), status


def _confirmed(edition: Edition, count: int, of: int) -> Response:
    """Back to publishing; whoever has been answered for meanwhile stays so."""
    said = _n("%(num)s contribution confirmed.", "%(num)s contributions confirmed.", count) if count else ""
    rest = _("Answers already recorded have not changed.") if count < of else ""
    flash(f"{said} {rest}".strip(), "wait" if rest else "ok")
    return redirect(url_for(".publishing", edition=edition), 303)


def _act(edition: Edition, code: str, one: Appearance, act: Callable[[Appearance], None]) -> Response:
    press(act, one)
    return _to_people(edition, session_or_404(edition, code))


def _part(edition: Edition, code: str, person: str, role: str) -> Appearance:
    here = queries.in_session(session_or_404(edition, code))
    return next((one for one in here if (one.person.code, one.role) == (person, role)), None) or abort(404)


def _to_people(edition: Edition, session: Session, person: Person | None = None) -> Response:
    _flash_saved(edition, session, person)
    return redirect(url_for(".session", edition=edition, code=session.code, _anchor="people"), 303)
