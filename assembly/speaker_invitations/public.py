"""The pages behind the links of a speaker's invitation: answers, what we say of them, slides."""

from flask import Blueprint, Response, flash, g, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter, pictures
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import csrf
from assembly.forms import Button, lead_to
from assembly.history import set_actor
from assembly.i18n import _
from assembly.models import AppearanceState, EditionStatus, RoleAnswer, SpeakerInvitation
from assembly.sealed import token_hash
from assembly.security import own_speaker, public
from assembly.speaker_invitations import facts, queries, slides
from assembly.speaker_invitations.forms import AnswersForm, ProfileForm, SlidesForm, answers_form
from assembly.speaker_invitations.service import answering, describing, locking
from assembly.speakers import board
from assembly.speakers.facts import portrait_mark
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid, stored_file, takes_files

own = Blueprint("speaker_page", __name__, url_prefix="/<lang:lang>")
Page = AnyResponse | tuple[str, int]
FILES = "20 per hour"
"To look into a file costs us more than to send it."


@own.get("/s/<token>")
@public(cached=False)
def open_link(token: str) -> Response | str:
    """One button: mail scanners open links, people press buttons. The address never leaves this page."""
    invitation = queries.by_hash(token_hash(token))
    if invitation is None or not invitation.link_is_valid:
        return link_not_valid()
    return render_template("speaker_invitations/public/open.html", form=Button())


@own.post("/s/<token>")
@public(cached=False)
def enter(token: str) -> AnyResponse:
    """Exchange the link for a cookie that opens this invitation and nothing else."""
    invitation = queries.by_hash(token_hash(token))
    if invitation is None or not invitation.link_is_valid or not Button().validate_on_submit():
        return link_not_valid()
    session["own_speaker"] = token_hash(token)
    set_actor(f"speaker_invitation:{invitation.code}")
    if invitation.opened_at is None:
        with writing():
            locking.note_opened(fresh(invitation))
    return redirect(url_for(".status"), 303)


@own.route("/speaker", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_speaker
def status(invitation: SpeakerInvitation) -> Page:
    """Each session with its answer, what is missing, and what follows from the answers."""
    form, refusal = answers_form(queries.parts_of(invitation), role=queries.role_in(invitation)), None
    if form.validate_on_submit():
        said = answering.Answers(form.choices, form.seen.data, form.reason.data)
        try:
            with writing():
                changed = answering.answer(fresh(invitation), said)
            flash(
                _("Your answers are saved. We have emailed you a summary.")
                if changed
                else _("Nothing has changed since your last answers."),
                "ok",
            )
            return redirect(url_for(".status"), 303)
        except DomainError as why:
            refusal = why
    if isinstance(refusal, ChangedMeanwhile):  # the next press has seen what is there now
        form.seen.data = facts.mark_of(queries.parts_of(invitation), queries.role_in(invitation))
    return _answered(_status(fresh(invitation), form, refusal), form, refusal, invitation)


def _status(invitation: SpeakerInvitation, form: AnswersForm, refusal: DomainError | None) -> str:
    parts, role = queries.parts_of(invitation), queries.role_in(invitation)
    registration, is_chair = queries.registration_of(invitation), RoleAnswer(role).is_yes if role else False
    takes_part = is_chair or any(one.state is AppearanceState.CONFIRMED for one in parts)
    is_cancelled = invitation.edition.status is EditionStatus.CANCELLED
    return render_template(
        "speaker_invitations/public/status.html",
        **_common(invitation),
        form=form,
        refusal=refusal,
        parts=[
            (one, form[key] if (key := facts.key_of(one)) in form else None, facts.choices_for(invitation, one))
            for one in parts
        ],
        in_words=facts.answer_in_words,
        role=next((one for one in form if one.name == facts.ROLE), None),
        role_choices=facts.role_choices(invitation),
        is_chair=is_chair,
        takes_part=takes_part,
        waits=not is_cancelled and (role == "" or any(one.state is AppearanceState.INVITED for one in parts)),
        is_cancelled=is_cancelled,
        may_answer=form.is_submitted() or not (is_cancelled or (invitation.is_late and not takes_part)),
        asks=queries.asks(invitation),
        registration=registration,
        ends_with_it=registration is not None and registration.origin == "speaker",
    )


@own.route("/speaker/profile", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # as above
@takes_files(6)
@own_speaker
def profile(invitation: SpeakerInvitation) -> Page:
    """Biography, portrait, how the name is said, how to address them, and whether we may show and record them."""
    speaker, form, refusal = board.profile(invitation.edition, invitation.person), ProfileForm(), None
    now = facts.OwnFacts.read(invitation.person, speaker)
    if g.acts_for_another:
        form.leave_to_speaker()
    if not form.is_submitted():
        form.show(now, was_asked=invitation.described_at is not None)
        form.portrait_seen.data = portrait_mark(speaker)
    elif form.validate():
        try:
            _store(invitation, form, now)
            return lead_to(".status", _("Saved."))
        except DomainError as why:
            refusal = why
            if isinstance(why, ChangedMeanwhile):
                _show_theirs(fresh(invitation), form)
    invitation = fresh(invitation)
    page = render_template(
        "speaker_invitations/public/profile.html",
        **_common(invitation),
        form=form,
        refusal=None if form.portrait.errors else refusal,
        has_portrait=bool(portrait_mark(board.profile(invitation.edition, invitation.person))),
        accept=pictures.ACCEPT,
    )
    return _answered(page, form, refusal, invitation)


def _store(invitation: SpeakerInvitation, form: ProfileForm, now: facts.OwnFacts) -> None:
    """All of it or nothing: a picture we cannot use leaves the words in the form. Raises DomainError."""
    picture = None
    if form.portrait.content:
        limiter.spend(FILES, "portrait of", invitation.code)
        try:
            picture = pictures.fresh(form.portrait.content, square=True)
        except DomainError as why:
            form.portrait.errors = [str(why)]
            raise
    with writing():
        one, seen = fresh(invitation), str(form.portrait_seen.data)
        describing.describe(one, form.facts(now), seen=form.seen.data, is_office=g.acts_for_another)
        if picture is not None or form.without_portrait.data:
            describing.set_own_portrait(one, picture, seen=seen)


def _show_theirs(invitation: SpeakerInvitation, form: ProfileForm) -> None:
    """The next press has seen what somebody else saved meanwhile."""
    speaker = board.profile(invitation.edition, invitation.person)
    form.theirs = facts.OwnFacts.read(invitation.person, speaker)
    form.seen.data, form.portrait_seen.data = form.theirs.mark, portrait_mark(speaker)


@own.get("/speaker/portrait")
@own_speaker
def portrait(invitation: SpeakerInvitation) -> Response:
    """Their portrait as we keep it."""
    speaker = board.profile(invitation.edition, invitation.person)
    return stored_file(speaker.portrait if speaker and invitation.withdrawn_at is None else None)


@own.route("/speaker/slides", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # as above
@takes_files(11)
@own_speaker
def slides_page(invitation: SpeakerInvitation) -> Page:
    """One PDF for all their sessions, for the office to show."""
    form, refusal = SlidesForm(), None
    if not form.is_submitted():
        form.slides_seen.data = slides.mark_of(invitation)
    elif form.validate():
        try:
            _keep_slides(invitation, form)
            return redirect(url_for(".status" if form.slides.content else ".slides_page"), 303)
        except DomainError as why:
            refusal = why
            if isinstance(why, ChangedMeanwhile):
                form.slides_seen.data = slides.mark_of(fresh(invitation))
    page = render_template(
        "speaker_invitations/public/slides.html",
        **_common(fresh(invitation)),
        form=form,
        refusal=None if form.slides.errors else refusal,
    )
    return _answered(page, form, refusal, invitation)


def _keep_slides(invitation: SpeakerInvitation, form: SlidesForm) -> None:
    seen = str(form.slides_seen.data)
    if form.without_slides.data and not form.slides.content:
        with writing():
            describing.drop_slides(fresh(invitation), seen=seen)
        flash(_("The slides have been deleted."), "ok")
        return
    limiter.spend(FILES, "slides of", invitation.code)
    try:
        checked = slides.checked(form.slides.content)
    except DomainError as why:
        form.slides.errors = [str(why)]
        raise
    with writing():
        describing.set_slides(fresh(invitation), checked, seen=seen)
    flash(_("Your slides are saved. The organisers can download them."), "ok")


def _common(invitation: SpeakerInvitation) -> dict[str, object]:
    return {"invitation": invitation, "edition": invitation.edition, "is_office": g.acts_for_another}


def _answered(
    page: str, form: AnswersForm | ProfileForm | SlidesForm, refusal: DomainError | None, invitation: SpeakerInvitation
) -> Page:
    """With its status. What was withdrawn says so; only a form just sent is shown below, so that its words are kept."""
    if refusal is not None:
        return page, refusal.status
    if form.is_submitted():
        return page, 400 if form.csrf_failed else 422
    if not invitation.is_open:
        return render_template("speaker_invitations/public/withdrawn.html", edition=invitation.edition), 410
    return page, 200
