"""The outbox in the office: what was sent, what waits, what failed and why."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.fold import clean
from assembly.forms import Button, press
from assembly.mail import label_of
from assembly.messages.queries import outbox as outbox_queries
from assembly.messages.reading import read
from assembly.messages.service import outbox
from assembly.models import Edition, Mail, MailState
from assembly.security import Permission, needs
from assembly.web import page_asked

office = Blueprint("messages", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages")


@office.get("/")
@needs(Permission.SEE_MAILS)
def mails(edition: Edition) -> str:
    """Newest first, fifty a page, of all states or of one, all or what a search finds."""
    wanted, search = request.args.get("state", ""), clean(request.args.get("q", ""))[:80]
    state = MailState(wanted) if wanted in set(MailState) else None
    return render_template(
        "messages/manage/mails.html",
        page=outbox_queries.mails(edition, state, page_asked(), search),
        search=search,
        state=state,
        label_of=label_of,
        bad=outbox_queries.bad_addresses(edition),
    )


@office.get("/<code>")
@needs(Permission.SEE_MAILS)
def one(edition: Edition, code: str) -> str:
    """One mail as it was sent or would be written now, its links hidden, and what can be done with it."""
    mail = _mail(edition, code)
    return render_template(
        "messages/manage/mail.html",
        mail=mail,
        name=outbox_queries.names_of([mail]).get(mail.id),
        label=mail.copy.subject if mail.copy else label_of(mail),
        text=read(mail),
        form=Button(),
    )


@office.post("/<code>/send", endpoint="send", defaults={"act": outbox.send_now})
@office.post("/<code>/hold", endpoint="hold", defaults={"act": outbox.hold})
@needs(Permission.SEE_MAILS)
def act_on_mail(edition: Edition, code: str, act: Callable[[Mail], None]) -> Response:
    """Send it now, or keep it back."""
    press(act, _mail(edition, code))
    return redirect(url_for(".one", edition=edition, code=code), 303)


def _mail(edition: Edition, code: str) -> Mail:
    return outbox_queries.mail_of(edition, code) or abort(404)
