"""Sending and reminding, calling, and noting what was answered on the telephone."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.access.service import invitation_links
from assembly.errors import DomainError
from assembly.forms import Button, refused_on
from assembly.i18n import _, _n
from assembly.invitations.forms import NotedForm, ToldForm
from assembly.invitations.manage.invitations import of, office, page_of
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import sending as invitation_sending
from assembly.invitations.service.answering import Answer
from assembly.models import Edition, Invitation, Reply
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.post("/send")
@needs(Permission.ADD_PEOPLE)
def send(edition: Edition) -> Response:
    """All invitations that have not left."""
    if Button().validate_on_submit() and (count := _all(edition, invitation_sending.send_next)) is not None:
        flash(_n("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count), "ok")
    return redirect(url_for(".listing", edition=edition), 303)


@office.post("/remind")
@needs(Permission.ADD_PEOPLE)
def remind(edition: Edition) -> Response:
    """All who have not answered for a day."""
    if Button().validate_on_submit() and (count := _all(edition, invitation_sending.remind_next)) is not None:
        flash(_n("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", count), "ok")
    return redirect(url_for(".listing", edition=edition), 303)


@office.get("/calls")
@needs(Permission.ADD_PEOPLE)
def calls(edition: Edition) -> str:
    """Whom to ring, with the number; on paper too."""
    return render_template(
        "invitations/manage/calls.html",
        invitations=due_invitations.to_call(edition),
        most=due_invitations.MOST_CALLS,
        replies=[reply for reply in Reply if reply is not Reply.REPRESENTED],
        form=NotedForm(formdata=None, back="calls"),
    )


@office.post("/<code>/answer/<reply>")
@needs(Permission.ADD_PEOPLE)
def note_answer(edition: Edition, code: str, reply: str) -> Response | tuple[str, int]:
    """What they said on the telephone; of who comes for them at least the name."""
    invitation = of(edition, code)
    wanted = Reply(reply) if reply in set(Reply) else abort(404)
    told, noted = ToldForm(), NotedForm()
    if wanted is Reply.REPRESENTED and not told.validate_on_submit():
        return page_of(invitation, told), 422
    if not noted.validate_on_submit():
        return redirect(url_for(".one", edition=edition, code=code), 303)
    typed = {name: told[name].data for name in ("given", "family", "function", "email")}
    said = Answer(wanted, **typed) if wanted is Reply.REPRESENTED else Answer(wanted)
    with refused_on(lambda refusal: page_of(of(edition, code), told, refusal)), writing():
        invitation_answering.answer(fresh(invitation), said, by_office=True)
    flash(_("Answer recorded: %(answer)s.", answer=wanted.told), "ok")
    return _back(edition, code, noted)


@office.post("/<code>/call")
@needs(Permission.ADD_PEOPLE)
def note_call(edition: Edition, code: str) -> Response:
    """Nobody answered the telephone."""
    return _done(edition, code, invitation_answering.note_call)


@office.post("/<code>/send")
@needs(Permission.ADD_PEOPLE)
def send_one(edition: Edition, code: str) -> Response:
    """The invitation of one person, again if need be."""
    seen = NotedForm().seen.number
    return _done(edition, code, lambda one: invitation_sending.send_one(one, seen=seen))


@office.post("/<code>/withdraw")
@needs(Permission.ADD_PEOPLE)
def withdraw(edition: Edition, code: str) -> Response:
    """The link in the mail answers no more."""
    return _done(edition, code, invitation_links.withdraw)


def _done(edition: Edition, code: str, act: Callable[[Invitation], None]) -> Response:
    invitation, noted = of(edition, code), NotedForm()
    if noted.validate_on_submit():
        try:
            with writing():
                act(fresh(invitation))
        except DomainError as refusal:
            flash(str(refusal), "no")
    return _back(edition, code, noted)


def _back(edition: Edition, code: str, noted: NotedForm) -> Response:
    """To the call list where the button stood there, else to the invitation."""
    if noted.back.data == "calls":
        return redirect(url_for(".calls", edition=edition), 303)
    return redirect(url_for(".one", edition=edition, code=code), 303)


def _all(edition: Edition, some: Callable[[Edition], int]) -> int | None:
    """Chunk by chunk, each a transaction of its own; how many there were, None where it is refused and said why."""
    count = 0
    while True:
        try:
            with writing():
                found = some(fresh(edition))
        except DomainError as refusal:
            flash(str(refusal), "no")
            return None
        count += found
        if not found:
            return count
