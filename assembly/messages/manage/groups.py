"""Messages to a group: written, counted, tried on oneself, sent, taken back, followed."""

import math
import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from assembly import clock
from assembly.errors import DomainError
from assembly.formats import zone_name
from assembly.forms import choice, press, row_or_404
from assembly.i18n import _
from assembly.mail.texts import PLACES
from assembly.messages.audience import Audience
from assembly.messages.forms import MessageForm, SendForm, When
from assembly.messages.queries import groups as queries
from assembly.messages.reading import Read, in_both
from assembly.messages.service import groups
from assembly.models import Bilingual, Edition, GroupMessage, MailState, MessageState
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing
from assembly.web import takes_files

office = Blueprint("groups", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages/groups")
_LOOK_AGAIN = "10"
"Seconds after which the page of a message that is leaving asks how far it has come."


@office.get("/")
@needs(Permission.WRITE_MESSAGES)
def listing(edition: Edition) -> str:
    """Newest first."""
    messages = queries.listing(edition)
    return render_template(
        "messages/manage/groups.html",
        messages=messages,
        sent={one.id: sum(queries.progress(one).values()) for one in messages if not one.can_be_changed},
    )


@office.route("/new", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.WRITE_MESSAGES)
def new(edition: Edition) -> AnyResponse | str | tuple[str, int]:
    """Write it in both languages, choose whom it is for, count them."""
    form = MessageForm()
    if not form.is_submitted():
        form.key.data = secrets.token_urlsafe(24)
        form.body.data = Bilingual("Dear {name},\n\n", "Bonjour {name},\n\n")
        _choose(form, Audience())
        return _form(form, None)
    return _written(edition, form, None)


@office.route("/<code>/edit", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.WRITE_MESSAGES)
def edit(edition: Edition, code: str) -> AnyResponse | str | tuple[str, int]:
    """Change a draft."""
    message, form = row_or_404(GroupMessage, edition, code), MessageForm()
    if not message.can_be_changed:
        return redirect(url_for(".one", edition=edition, code=code), 303)
    if not form.is_submitted():
        form.key.data, form.subject.data, form.body.data = message.form_key, message.subject, message.body
        form.is_news.data = message.is_news
        _choose(form, Audience.of(message.audience))
        return _form(form, message)
    return _written(edition, form, message)


@office.get("/<code>")
@needs(Permission.WRITE_MESSAGES)
def one(edition: Edition, code: str) -> AnyResponse:
    """A draft as it will read, and the way to send it; later, when it leaves and how far it has come."""
    form = SendForm(when=When.NOW.value)
    return _page(edition, row_or_404(GroupMessage, edition, code), form)


@office.post("/<code>/test")
@needs(Permission.WRITE_MESSAGES)
def test(edition: Edition, code: str) -> AnyResponse:
    """To whoever is signed in, in both languages."""
    message = row_or_404(GroupMessage, edition, code)
    press(
        lambda row: groups.send_test(row, current_user),
        message,
        said=_("A test email in each language is on its way to %(address)s.", address=current_user.email_key),
    )
    return _back(edition, code)


@office.post("/<code>/send")
@needs(Permission.WRITE_MESSAGES)
def send(edition: Edition, code: str) -> AnyResponse:
    """In ten minutes, or at the time chosen."""
    message, form = row_or_404(GroupMessage, edition, code), SendForm()
    form.edition = edition
    if not form.validate_on_submit():
        return _page(edition, message, form, status=422)
    try:
        with writing():
            groups.send(fresh(message), form.instant)
    except DomainError as refusal:
        return _page(edition, message, form, str(refusal), refusal.status)
    return _back(edition, code)


@office.post("/<code>/take-back")
@needs(Permission.WRITE_MESSAGES)
def take_back(edition: Edition, code: str) -> AnyResponse:
    """Nothing leaves."""
    message = row_or_404(GroupMessage, edition, code)
    press(groups.take_back, message, said=_("Sending cancelled: nothing was sent. The message is a draft again."))
    return _back(edition, code)


@office.post("/<code>/discard")
@needs(Permission.WRITE_MESSAGES)
def discard(edition: Edition, code: str) -> AnyResponse:
    """Throw a draft away."""
    message = row_or_404(GroupMessage, edition, code)
    press(groups.discard, message)
    return redirect(url_for(".listing", edition=edition), 303)


def _written(edition: Edition, form: MessageForm, message: GroupMessage | None) -> AnyResponse | tuple[str, int] | str:
    """Count whom it would reach, or keep it; what is faulty comes back with nothing lost."""
    if not form.validate():
        return _form(form, message), 422
    if request.form.get("do") == "count":
        return _form(form, message, queries.reach(edition, form.audience, is_news=form.is_news.data))
    with writing():
        if message is None:
            code = groups.write(edition, form.draft, form.key.data).code
        else:
            code = message.code
            groups.change(fresh(message), form.draft)
    return _back(edition, code)


def _form(form: MessageForm, message: GroupMessage | None, reach: queries.Reach | None = None) -> str:
    return render_template("messages/manage/group_form.html", form=form, message=message, reach=reach, places=PLACES)


def _page(
    edition: Edition, message: GroupMessage, form: SendForm, refusal: str | None = None, status: int = 200
) -> Response:
    audience, progress = Audience.of(message.audience), queries.progress(message)
    moving = message.state is MessageState.SENDING or bool({MailState.QUEUED, MailState.SENDING} & set(progress))
    form.when.choices = [
        choice(When.NOW, _("In ten minutes"), _("so you have time to cancel")),
        choice(When.LATER, _("At a date and time you choose"), zone_name(edition.zone)),
    ]
    readings, is_example = _readings(edition, message, audience)
    page = render_template(
        "messages/manage/group.html",
        message=message,
        form=form,
        refusal=refusal,
        audience=audience,
        reach=queries.reach(edition, audience, is_news=message.is_news),
        readings=readings,
        is_example=is_example,
        progress=progress,
        total=sum(progress.values()),
        moving=moving,
        minutes=_minutes_left(message),
    )
    answer = Response(page, status)
    if moving or message.state is MessageState.SCHEDULED:
        answer.headers["Refresh"] = _LOOK_AGAIN if moving else "60"
    return answer


def _readings(edition: Edition, message: GroupMessage, audience: Audience) -> tuple[list[Read], bool]:
    """On the newest registration it goes to, or on whoever is signed in where there is none: then it is an example."""
    someone = queries.example(edition, audience, is_news=message.is_news)
    facts = {"message": message.code}
    if someone is not None:
        return in_both("group_message", edition, facts | {"registration": someone.code}), False
    return in_both("group_test", edition, facts | {"user": current_user.code, "is_example": True}), True


def _minutes_left(message: GroupMessage) -> int:
    left = (message.send_at - clock.now()).total_seconds() if message.send_at else 0
    return max(0, math.ceil(left / 60))


def _choose(form: MessageForm, audience: Audience) -> None:
    form.states.data, form.modes.data = list(audience.states), list(audience.modes)
    form.langs.data, form.categories.data = list(audience.langs), list(audience.categories)
    form.presence.data, form.only_speakers.data = audience.presence.value, audience.only_speakers


def _back(edition: Edition, code: str) -> AnyResponse:
    return redirect(url_for(".one", edition=edition, code=code), 303)
