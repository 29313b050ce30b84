"""The pages behind the link of an invitation, and behind the link by which a network reads its list."""

from contextlib import suppress

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.errors import DomainError
from assembly.extensions import csrf
from assembly.forms import Button, Form
from assembly.history import set_actor
from assembly.invitations.forms import ComesForm, DeclinesForm, StandInForm
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service.answering import Answer
from assembly.models import Invitation, NetworkList, Reply
from assembly.quotas import queries as quota_queries
from assembly.sealed import token_hash
from assembly.security import own_invitation, own_network_list, public
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid

NAMED_BY_ONE = "20 per hour"

invited = Blueprint("invited", __name__, url_prefix="/<lang:lang>")


@invited.get("/i/<token>")
@public(cached=False)
def open_link(token: str) -> Response | str:
    """The four answers, the one of the link in the mail first. Mail scanners open links, people press buttons."""
    invitation = _invitation(token)
    if invitation is None:
        return link_not_valid()
    return render_template(
        "invitations/public/open.html",
        edition=invitation.edition,
        answers=_answers(invitation, first=request.args.get("answer", "")),
        closes_at=invitation_queries.closes_at(invitation),
        chosen=request.args.get("answer", "") in set(Reply),
        form=Button(),
    )


@invited.post("/i/<token>")
@public(cached=False)
def enter(token: str) -> AnyResponse:
    """Exchange the link for a cookie that opens this invitation and nothing else; the button pressed is the answer."""
    invitation = _invitation(token)
    if invitation is None or not Button().validate_on_submit():
        return link_not_valid()
    session["own_invitation"] = invitation.token_hash
    session.pop("stands_in", None)
    set_actor(f"invitation:{invitation.code}")
    chosen = request.form.get("answer", "")
    if chosen not in set(Reply):
        return redirect(url_for(".status"), 303)
    reply = Reply(chosen)
    if not _asks(invitation, reply):
        with suppress(DomainError), writing():  # the page it leads to says why not
            invitation_answering.answer(fresh(invitation), Answer(reply))
            return redirect(url_for(".status"), 303)
    return redirect(url_for(".say", reply=reply.value), 303)


@invited.get("/invitation")
@own_invitation
def status(invitation: Invitation) -> str:
    """What was answered and what it led to; other answers while they are possible."""
    registration = invitation.registration
    return render_template(
        "invitations/public/own_page.html",
        edition=invitation.edition,
        invitation=invitation,
        registration=registration,
        waiting_number=quota_queries.waiting_number(registration) if registration else None,
        answers=_answers(invitation),
        closes_at=invitation_queries.closes_at(invitation),
        stands_in=session.get("stands_in", ""),
        why=DeclinesForm(formdata=None, reason=invitation.reason),
        form=Button(),
    )


@invited.route("/invitation/<reply>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_invitation
def say(invitation: Invitation, reply: str) -> AnyResponse | tuple[str, int]:
    """One answer with what it lacks, often nothing but its button."""
    wanted = Reply(reply) if reply in set(Reply) else abort(404)
    form, refusal = _form(invitation, wanted), None
    if form.validate_on_submit():
        try:
            limiter.allow(*_written_to(invitation, wanted))
            with writing():
                invitation_answering.answer(fresh(invitation), _said(wanted, form))
            session["stands_in"] = f"{form['given'].data} {form['family'].data}" if wanted is Reply.REPRESENTED else ""
            return redirect(url_for(".status"), 303)
        except DomainError as why:
            invitation, refusal = fresh(invitation), why
    page = render_template(
        "invitations/public/answer.html",
        edition=invitation.edition,
        invitation=invitation,
        reply=wanted,
        on_offer=wanted in invitation_queries.answers_on_offer(invitation),
        closes_at=invitation_queries.closes_at(invitation),
        form=form,
        refusal=refusal,
    )
    if refusal is not None:
        return page, refusal.status
    return page, 400 if form.csrf_failed else 422 if form.is_submitted() else 200


@invited.get("/invited-by/<token>")
@public(cached=False)
def open_list(token: str) -> Response | str:
    """One button for the secretary of a network."""
    if _list(token) is None:
        return link_not_valid()
    return render_template("invitations/public/network_list_open.html", form=Button())


@invited.post("/invited-by/<token>")
@public(cached=False)
def enter_list(token: str) -> AnyResponse:
    """Exchange the link for a cookie that shows this list and nothing else."""
    shown = _list(token)
    if shown is None or not Button().validate_on_submit():
        return link_not_valid()
    session["own_network_list"] = shown.token_hash
    return redirect(url_for(".network_list"), 303)


@invited.get("/invited-by")
@own_network_list
def network_list(shown: NetworkList) -> str:
    """Names, places and answers of those whom this network invited; no address, no number, no note."""
    found = invitation_queries.invited_by(shown)
    return render_template(
        "invitations/public/network_list.html",
        edition=shown.edition,
        network=shown.network,
        invitations=found,
        answered=sum(one.reply is not None for one in found),
        coming=sum(one.outcome is not None and one.outcome.mode is not None for one in found),
    )


def _invitation(token: str) -> Invitation | None:
    found = invitation_queries.invitation_by_hash(token_hash(token))
    return found if found is not None and found.is_open else None


def _list(token: str) -> NetworkList | None:
    found = invitation_queries.list_by_hash(token_hash(token))
    return found if found is not None and found.is_open else None


def _answers(invitation: Invitation, first: str = "") -> list[tuple[Reply, bool]]:
    """The answers on offer, the one chosen in the mail first; of each, whether something is asked before."""
    offered = sorted(invitation_queries.answers_on_offer(invitation), key=lambda one: one.value != first)
    return [(one, _asks(invitation, one)) for one in offered]


def _asks(invitation: Invitation, reply: Reply) -> bool:
    if reply is Reply.DECLINES:
        return False
    return reply is Reply.REPRESENTED or not invitation.function


def _form(invitation: Invitation, reply: Reply) -> Form:
    if reply is Reply.DECLINES:
        return DeclinesForm()
    if reply is Reply.REPRESENTED:
        return StandInForm()
    return ComesForm() if _asks(invitation, reply) else Button()


def _said(reply: Reply, form: Form) -> Answer:
    typed = ("given", "family", "function", "email", "reason")
    return Answer(reply, **{name: form[name].data for name in typed if name in form})


def _written_to(invitation: Invitation, reply: Reply) -> list[tuple[str, str, str]]:
    """Whoever is named in somebody's place gets mail, so that one invitation names so many in an hour."""
    return [(NAMED_BY_ONE, "represented", invitation.code)] if reply is Reply.REPRESENTED else []
