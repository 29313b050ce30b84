"""Speakers on the desk: what is missing for each, and who else could speak."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly.agenda.queries import draft
from assembly.cochairs import queries
from assembly.cochairs.facts import ProposalFacts
from assembly.cochairs.forms import AcceptForm, CommentForm, CorrectForm, ProposeForm, TurnDownForm
from assembly.cochairs.manage.blueprint import desk, signed_in_name
from assembly.cochairs.service import proposals
from assembly.cochairs.service.proposals import AnsweredBefore, ProposalWithdrawn
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.forms import Answer, Button, lead_to, press, refused_on, row_or_404
from assembly.i18n import _
from assembly.models import (
    AppearanceRole,
    Edition,
    Presence,
    ProposalState,
    Session,
    SessionKind,
    SpeakerProposal,
    User,
)
from assembly.security import Permission, may, needs
from assembly.speakers import board
from assembly.speakers.facts import PersonFacts
from assembly.transactions import fresh, writing


@desk.route("/speakers", methods=["GET", "POST"])
@needs(Permission.USE_DESK)
def speakers(edition: Edition) -> Answer:
    """Everybody with what is missing, the proposals by session, and one more proposal."""
    sessions = _sessions(edition)
    form, refusal = ProposeForm(), None
    form.sessions = {one.code: one.id for one in sessions}
    if form.validate_on_submit():
        try:
            with writing():
                proposals.propose(
                    fresh(edition),
                    db.session.get_one(Session, form.sessions[form.session.data]),
                    name=form.name.data,
                    why=form.why.data,
                    by=db.session.get_one(User, current_user.id),
                )
            flash(_("Saved. The organisers can see your proposal in their list of speakers."), "ok")
            return redirect(url_for(".speakers", edition=edition), 303)
        except DomainError as why:
            refusal = why
    page = render_template(
        "cochairs/manage/speakers.html",
        form=form,
        refusal=refusal,
        sessions=[(one.code, _title(one)) for one in sessions],
        proposals=queries.proposals(edition),
        everybody=board.listed(edition),
    )
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


@desk.errorhandler(ProposalWithdrawn)
def withdrawn(refusal: ProposalWithdrawn) -> Answer:
    """Say that the proposal is gone, and show once more what somebody has typed about it."""
    typed = [request.form[name] for name in ("name", "why", "text", "reason") if request.form.get(name)]
    page = render_template("cochairs/manage/withdrawn.html", refusal=refusal, typed=typed)
    return page, refusal.status


@desk.route("/proposals/<code>", methods=["GET", "POST"])
@needs(Permission.USE_DESK)
def proposal(edition: Edition, code: str) -> Answer:
    """One proposal with what is said about it, and one more comment."""
    one, form = _proposal(edition, code), CommentForm()
    if form.validate_on_submit():
        with writing():
            proposals.comment_on(fresh(one), form.text.data, by=signed_in_name())
        return redirect(url_for(".proposal", edition=edition, code=code), 303)
    return _page(one, form), 422 if form.is_submitted() else 200


@desk.post("/proposals/<code>/move/<way>")
@needs(Permission.USE_DESK)
def rank(edition: Edition, code: str, way: str) -> Response:
    """One higher (`up`) or lower (`down`) among the ideas for its session."""
    one = _proposal(edition, code)
    press(lambda row: proposals.move_proposal(row, up=way == "up"), one)
    return redirect(url_for(".speakers", edition=edition, _anchor="proposals"), 303)


@desk.route("/proposals/<code>/correct", methods=["GET", "POST"])
@needs(Permission.USE_DESK)
def correct_proposal(edition: Edition, code: str) -> Answer:
    """Correct an idea, for whoever proposed it; a second who saves sees what the first has changed."""
    one, form, refusal = _proposal(edition, code), CorrectForm(), None
    if not _is_mine(one):
        abort(403)
    if one.state is not ProposalState.IDEA and not form.is_submitted():
        raise AnsweredBefore
    choices = _choices(edition, one)
    form.sessions = {each.code: each.id for each in choices.values()}
    now = ProposalFacts.of(one)
    if not form.is_submitted():
        form.session.data, form.name.data, form.why.data = one.session.code if one.session else "", one.name, one.why
        form.seen.data = now.mark
    elif form.validate():
        facts = ProposalFacts(form.sessions[form.session.data], form.name.data, form.why.data)
        try:
            with writing():
                proposals.correct(fresh(one), facts, seen=form.seen.data)
            return lead_to(".proposal", _("Your proposal has been corrected."), edition=edition, code=code)
        except DomainError as why:
            refusal, one = why, _proposal(edition, code)
            now, choices = ProposalFacts.of(one), _choices(edition, one)
    page = render_template(
        "cochairs/manage/correct.html",
        one=one,
        form=form,
        refusal=refusal,
        mark=now.mark if isinstance(refusal, ChangedMeanwhile) else form.seen.data,
        theirs=_theirs(form, one) if isinstance(refusal, ChangedMeanwhile) else [],
        sessions=[(each.code, _title(each)) for each in choices.values()],
    )
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


@desk.post("/proposals/<code>/withdraw")
@needs(Permission.USE_DESK)
def withdraw_proposal(edition: Edition, code: str) -> Answer:
    """Delete an idea that nobody has answered, for whoever proposed it and for the organisers."""
    one = row_or_404(SpeakerProposal, edition, code)
    if not (_is_mine(one) or may(Permission.PUBLISH, edition)):
        abort(403)
    if Button().validate_on_submit():
        with refused_on(lambda refusal: _page(_proposal(edition, code), CommentForm(formdata=None), refusal)):
            with writing():
                proposals.withdraw(fresh(one))
            flash(_("The proposal has been withdrawn."), "ok")
    return redirect(url_for(".speakers", edition=edition), 303)


@desk.post("/proposals/<code>/turn-down")
@needs(Permission.PUBLISH)
def turn_down(edition: Edition, code: str) -> Answer:
    """Answer that it will not be, with the reason the co-chairs read."""
    one, form, refusal = _proposal(edition, code), TurnDownForm(), None
    if form.validate_on_submit():
        try:
            with writing():
                row = fresh(one)
                proposals.turn_down(row, why=form.reason.data, by=signed_in_name(), seen=form.seen.data)
            return lead_to(".proposal", _("Saved. The co-chairs can see your answer."), edition=edition, code=code)
        except DomainError as why:
            refusal = why
    page = _page(_proposal(edition, code), CommentForm(formdata=None), refusal, turning_down=form)
    return page, refusal.status if refusal else 422


@desk.route("/proposals/<code>/accept", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def accept(edition: Edition, code: str) -> Answer:
    """Say who it is, somebody we know or somebody new, and put them into the session."""
    one, form, refusal = _proposal(edition, code), AcceptForm(), None
    if not form.is_submitted():
        form.given.data, _space, form.family.data = one.name.rpartition(" ")
        form.role.data, form.presence.data = AppearanceRole.SPEAKER.value, Presence.IN_PERSON.value
    sees_guests = may(Permission.SEE_PEOPLE, edition)
    alike = board.alike_people(edition, form.given.data or "", form.family.data or "", registered=sees_guests)
    if form.validate_on_submit():
        known = next((each for each in alike if each.code == form.person.data), None)
        if known is None and alike and (form.person.data or not form.another.data):
            form.another.errors = [_("There is already someone with this name. Choose that person, or tick this box.")]
        else:
            try:
                with writing():
                    row = fresh(one)
                    person = proposals.accept_with(
                        row,
                        fresh(known)
                        if known
                        else PersonFacts(form.given.data, form.family.data, "", None, in_public_office=False),
                        role=AppearanceRole(form.role.data),
                        presence=Presence(form.presence.data),
                        seen=form.seen.data,
                    )
                flash(_("%(name)s is on the list.", name=person.full_name), "ok")
                return redirect(url_for("speakers_office.one", edition=edition, code=person.code), 303)
            except DomainError as why:
                refusal = why
    one = _proposal(edition, code)
    page = render_template(
        "cochairs/manage/accept.html",
        one=one,
        form=form,
        mark=_mark_to_show(one, form, refusal),
        refusal=refusal,
        alike=[(each, board.mandates_of(each)[:1]) for each in alike],
    )
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


def _page(
    one: SpeakerProposal,
    form: CommentForm,
    refusal: DomainError | None = None,
    turning_down: TurnDownForm | None = None,
) -> str:
    return render_template(
        "cochairs/manage/proposal.html",
        one=one,
        form=form,
        refusal=refusal,
        turning_down=turning_down or TurnDownForm(formdata=None),
        mark=_mark_to_show(one, turning_down, refusal),
        is_mine=_is_mine(one),
    )


def _proposal(edition: Edition, code: str) -> SpeakerProposal:
    """One that says something. Raises ProposalWithdrawn."""
    found = row_or_404(SpeakerProposal, edition, code)
    if found.state is ProposalState.WITHDRAWN:
        raise ProposalWithdrawn
    return found


def _is_mine(one: SpeakerProposal) -> bool:
    return one.proposed_by_id is not None and one.proposed_by_id == current_user.id


def _mark_to_show(one: SpeakerProposal, form: TurnDownForm | AcceptForm | None, refusal: DomainError | None) -> str:
    """The mark of the proposal as it is shown; a form sent back for another fault keeps the one it came with."""
    if form is None or not form.is_submitted() or isinstance(refusal, ChangedMeanwhile):
        return ProposalFacts.of(one).mark
    return form.seen.data or ""


def _sessions(edition: Edition) -> list[Session]:
    """Those somebody may be proposed for."""
    return [one for one in draft(edition) if one.kind is not SessionKind.BREAK and not one.hidden]


def _choices(edition: Edition, one: SpeakerProposal) -> dict[str, Session]:
    """The sessions an idea may be for, by code: it may keep its own, hidden or removed."""
    return {each.code: each for each in [*_sessions(edition), one.session] if each is not None}


def _title(session: Session) -> str:
    """How the list of sessions names one; a hidden one is the organisers' alone."""
    if session.removed_at is not None:
        return _("Session removed")
    return _("Hidden session") if session.hidden else str(session.title) or _("No title")


def _theirs(form: CorrectForm, one: SpeakerProposal) -> list[tuple[Any, str]]:
    """What is saved now and differs from what was typed, by label."""
    saved = {
        "session": (one.session.code if one.session else "", _title(one.session) if one.session else ""),
        "name": (one.name, one.name),
        "why": (one.why, one.why),
    }
    return [(form[name].label.text, shown) for name, (value, shown) in saved.items() if form[name].data != value]
