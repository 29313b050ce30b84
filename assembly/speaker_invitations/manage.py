"""Speakers' invitations in the office: the board with what is missing, and one invitation with all its acts."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import Button, lead_to
from assembly.i18n import _
from assembly.messages.reading import in_both
from assembly.models import AppearanceState, Edition, SpeakerInvitation
from assembly.security import Permission, may, needs
from assembly.speaker_invitations import facts, queries, slides
from assembly.speaker_invitations.facts import Wanted
from assembly.speaker_invitations.forms import AnswersForm, InviteForm, NotedAnswersForm, PressForm, answers_form
from assembly.speaker_invitations.service import answering, inviting, registering
from assembly.speakers import board
from assembly.speakers.board import Listed
from assembly.transactions import fresh, writing
from assembly.web import stored_file

office = Blueprint(
    "speaker_invitations_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/speaker-invitations"
)
Page = Response | tuple[str, int]
_USUAL_NOTICE = timedelta(days=28)
"How long before the assembly answers are usually due."
_LEAST_NOTICE = timedelta(days=7)
"How long somebody has at least, where that day is too near."


@office.get("/")
@needs(Permission.PUBLISH)
def listing(edition: Edition) -> str:
    """Everybody on the list of speakers: how far their invitation is, and what is missing from them."""
    return render_template(
        "speaker_invitations/manage/list.html",
        rows=queries.rows(edition),
        reads_addresses=may(Permission.SEE_CONTACTS, edition),
    )


@office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def one(edition: Edition, code: str) -> Page:
    """Whom we write to and until when they answer; the email as they will read it; what they have answered."""
    listed, invitation = _found(edition, code)
    form, refusal = _invite_form(edition, listed, invitation), None
    if form.validate_on_submit():
        try:
            with writing():
                here, person = fresh(edition), fresh(listed.person)
                inviting.prepare(here, person, form.wanted, liaison=form.liaison.data, seen=str(form.seen.data or ""))
            return lead_to(".one", _("Saved."), edition=edition, code=code)
        except DomainError as why:
            refusal = why
    listed, invitation = _found(edition, code)
    theirs = []
    if isinstance(refusal, ChangedMeanwhile) and invitation is not None:
        theirs = form.differing(Wanted.of(invitation))
    page = _page(edition, listed, invitation, form, refusal=refusal, theirs=theirs)
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


@office.post("/<code>/send")
@needs(Permission.PUBLISH)
def send(edition: Edition, code: str) -> Page:
    """Email the invitation, again if it was sent before."""
    form = PressForm()
    return _act(edition, code, lambda one: _say_sent(inviting.send(one, seen=form.version.number)), form)


def _say_sent(was_sent: bool) -> None:
    if was_sent:
        flash(_("The invitation is on its way."), "ok")
    else:
        flash(_("This page was out of date. Check below when the invitation was last sent."), "wait")


@office.post("/<code>/remind")
@needs(Permission.PUBLISH)
def remind(edition: Edition, code: str) -> Page:
    """Ask again for what is missing; a second press on the same day sends nothing."""
    _listed, invitation = _found(edition, code)
    if invitation is None or not Button().validate_on_submit():
        return redirect(url_for(".listing", edition=edition), 303)
    with writing():
        was_sent = inviting.remind(fresh(invitation))
    if was_sent:
        flash(_("The reminder to %(name)s is on its way.", name=invitation.person.full_name), "ok")
    else:
        flash(_("No reminder was sent: nothing is missing, or a reminder has already been sent today."), "wait")
    return redirect(url_for(".listing", edition=edition), 303)


@office.post("/<code>/withdraw")
@needs(Permission.PUBLISH)
def withdraw(edition: Edition, code: str) -> Page:
    """Take the invitation back, with the sessions it is about."""
    return _act(edition, code, inviting.withdraw, Button())


@office.post("/<code>/register")
@needs(Permission.PUBLISH)
def register(edition: Edition, code: str) -> Page:
    """Register a speaker again whose registration has ended."""
    return _act(edition, code, registering.register_again, Button())


@office.post("/<code>/answer")
@needs(Permission.PUBLISH)
def answer(edition: Edition, code: str) -> Page:
    """Note what somebody has told us, and who it was."""
    listed, invitation = _found(edition, code)
    parts = queries.parts_of(invitation) if invitation else []
    role = queries.role_in(invitation) if invitation else None
    if invitation is None or (role is None and all(one.state is AppearanceState.CANCELLED for one in parts)):
        abort(404)
    _check(edition)
    form, refusal = answers_form(parts, NotedAnswersForm, role=role), None
    if form.validate_on_submit():
        said = answering.Answers(form.choices, form.seen.data, form.reason.data, form.given_to.data)
        try:
            with writing():
                changed = answering.answer(fresh(invitation), said)
            flash(
                _("The answer is saved. We have emailed a summary.")
                if changed
                else _("This is the answer that was already recorded, so nothing has changed."),
                "ok",
            )
            return redirect(url_for(".one", edition=edition, code=code), 303)
        except DomainError as why:
            refusal = why
            now = fresh(invitation)
            form.seen.data = facts.mark_of(queries.parts_of(now), queries.role_in(now))
    listed, invitation = _found(edition, code)
    shown = _invite_form(edition, listed, invitation, formdata=None)
    page = _page(edition, listed, invitation, shown, noted=form, refusal=refusal)
    return page, refusal.status if refusal else 422


@office.get("/<code>/slides.pdf")
@needs(Permission.PUBLISH)
def slides_file(edition: Edition, code: str) -> Response:
    """The slides, to save; we never show them."""
    listed, invitation = _found(edition, code)
    name = slides.file_name(listed.person.family)
    return stored_file(invitation.slides if invitation else None, name, cache="no-store")


def _act(edition: Edition, code: str, act: Callable[[SpeakerInvitation], None], form: Button | PressForm) -> Page:
    """One press on the page of an invitation."""
    listed, invitation = _found(edition, code)
    back = redirect(url_for(".one", edition=edition, code=code), 303)
    if invitation is None or not form.validate_on_submit():
        return back
    try:
        with writing():
            act(fresh(invitation))
    except DomainError as refusal:
        _check(edition)
        listed, invitation = _found(edition, code)
        shown = _invite_form(edition, listed, invitation, formdata=None)
        return _page(edition, listed, invitation, shown, refusal=refusal), refusal.status
    return back


def _found(edition: Edition, code: str) -> tuple[Listed, SpeakerInvitation | None]:
    """Somebody on the list of speakers, with their invitation, if there is one."""
    listed = board.one_listed(edition, code) or abort(404)
    return listed, queries.invitation_of(edition, listed.person)


def _check(edition: Edition) -> None:
    """Addresses and what people tell us are for those who may read such things."""
    if not may(Permission.SEE_CONTACTS, edition):
        abort(403)


def _invite_form(edition: Edition, listed: Listed, invitation: SpeakerInvitation | None, **options: None) -> InviteForm:
    _check(edition)
    form = InviteForm(**options)
    form.edition, form.kept = edition, invitation.answer_by_on if invitation else None
    if options or not form.is_submitted():
        form.show(_wanted(edition, listed, invitation), listed.speaker.liaison if listed.speaker else "")
        if invitation is None:
            form.seen.data = ""
    return form


def _wanted(edition: Edition, listed: Listed, invitation: SpeakerInvitation | None) -> Wanted:
    """What is there, or what we would suggest."""
    if invitation is not None:
        return Wanted.of(invitation)
    today, person = clock.local_day(clock.now(), edition.zone), listed.person
    answer_by = min(max(edition.day - _USUAL_NOTICE, today + _LEAST_NOTICE), edition.day)
    return Wanted(person.email or "", "", person.mail_lang, answer_by, [])


def _page(
    edition: Edition,
    listed: Listed,
    invitation: SpeakerInvitation | None,
    form: InviteForm,
    *,
    noted: AnswersForm | None = None,
    refusal: DomainError | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> str:
    parts = queries.parts_of(invitation) if invitation else []
    role = queries.role_in(invitation) if invitation else None
    if noted is None and (parts or role is not None):
        noted = answers_form(parts, NotedAnswersForm, role=role, formdata=None)
    registration = queries.registration_of(invitation) if invitation else None
    row = queries.Row(listed, invitation, registration)
    mail = {"invitation": invitation.code, "office": False} if invitation else {}
    return render_template(
        "speaker_invitations/manage/one.html",
        row=row,
        invitation=invitation,
        form=form,
        refusal=refusal,
        theirs=theirs or [],
        noted=noted,
        answerable=[
            (one, noted[facts.key_of(one)], facts.choices_for(invitation, one))
            for one in parts
            if noted is not None and invitation is not None and facts.key_of(one) in noted
        ],
        role_field=noted[facts.ROLE] if noted is not None and facts.ROLE in noted else None,
        role_choices=facts.role_choices(invitation) if invitation else [],
        not_ahead=None if edition.is_ahead else inviting.NotAhead.sentence,
        speaks=invitation is not None and queries.speaks_in_person(invitation),
        tells=invitation is not None and queries.withdrawal_is_told(invitation),
        bad=queries.bad_addresses(invitation) if invitation else [],
        readings=in_both("speaker_invitation", edition, mail) if invitation else [],
    )
