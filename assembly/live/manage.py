"""The live stream in the office: whether it is on, its channels, who may watch, how many opened it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.formats import LANGUAGES_OF_EUROPE, SIGN_LANGUAGES, language, languages_first
from assembly.forms import Answer, lead_to, press, refused_on, row_or_404
from assembly.i18n import _
from assembly.live import queries, service
from assembly.live.forms import AccessForm, StateForm, StreamForm, ViewersForm
from assembly.live.service import StreamFacts
from assembly.models import Edition, LiveState, Stream
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("live_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/live")


@office.get("/")
@needs(Permission.PUBLISH)
def overview(edition: Edition) -> tuple[str, int]:
    """Everything about the stream, with a button for each thing one does on the day."""
    return _overview(edition), 200


@office.post("/state")
@needs(Permission.PUBLISH)
def state(edition: Edition) -> Answer:
    """Start it, end it, test it, or let the programme's times decide."""
    form = StateForm()
    chosen, seen = form.chosen
    if not form.validate_on_submit():
        return _overview(edition), 422
    return _act(edition, lambda one: service.set_state(one, chosen, seen=seen))


@office.post("/notice")
@needs(Permission.PUBLISH)
def notice(edition: Edition) -> Answer:
    """Tell viewers something, or take it away."""
    form = ViewersForm()
    if not form.validate_on_submit():
        return _overview(edition, form), 422
    return _act(edition, lambda one: service.tell_viewers(one, form.notice.data, seen=form.seen.data), form)


@office.post("/access")
@needs(Permission.PUBLISH)
def access(edition: Edition) -> Answer:
    """Open it to everybody, or to registered people alone."""
    form = AccessForm()
    if not form.validate_on_submit():
        return _overview(edition), 422
    return _act(edition, lambda one: service.set_access(one, for_registered=bool(form.for_registered.data)))


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Answer:
    """One more channel."""
    form = StreamForm()
    if form.validate_on_submit():
        with refused_on(lambda refusal: _channel(form, None, refusal)), writing():
            service.add_stream(fresh(edition), form.facts)
        return _saved(edition)
    return _channel(form, None), 422 if form.is_submitted() else 200


@office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def channel(edition: Edition, code: str) -> Answer:
    """Where one channel can be watched and read."""
    one, form = row_or_404(Stream, edition, code), StreamForm()
    if not form.is_submitted():
        form.show(StreamFacts.of(one))
        return _channel(form, one), 200
    if not form.validate():
        return _channel(form, one), 422
    try:
        with writing():
            service.change_stream(fresh(one), form.facts, seen=str(form.seen.data))
    except DomainError as refusal:
        one = row_or_404(Stream, edition, code)
        form.seen.data = StreamFacts.of(one).mark
        return _channel(form, one, refusal), refusal.status
    return _saved(edition)


@office.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Response:
    """Take a channel away."""
    one = row_or_404(Stream, edition, code)
    press(service.remove_stream, one, said=_("The channel has been removed."))
    return redirect(url_for(".overview", edition=edition), 303)


def _act(edition: Edition, act: Callable[[Edition], None], form: ViewersForm | None = None) -> Answer:
    with refused_on(lambda refusal: _overview(edition, form, refusal)), writing():
        act(fresh(edition))
    return _saved(edition)


def _saved(edition: Edition) -> Response:
    return lead_to(".overview", _("Saved."), edition=edition)


def _overview(edition: Edition, form: ViewersForm | None = None, refusal: DomainError | None = None) -> str:
    live = queries.live(edition)
    if form is None:
        form = ViewersForm(formdata=None)
        form.notice.data = live.notice
    form.seen.data = live.notice
    access_form = AccessForm(formdata=None, data={"for_registered": live.is_for_registered})
    return render_template(
        "live/manage/overview.html",
        live=live,
        states=[(one, one.label) for one in LiveState],
        form=form,
        access=access_form,
        refusal=refusal,
        changed_meanwhile=isinstance(refusal, ChangedMeanwhile),
        opened=queries.opened(edition),
        no_stream=service.NoStreamNow.sentence,
    )


def _channel(form: StreamForm, one: Stream | None, refusal: DomainError | None = None) -> str:
    first = languages_first([])
    rest = [code for code in LANGUAGES_OF_EUROPE if code not in first]
    choices: list[tuple[str, Any]] = [(code, language(code)) for code in (*first, *rest, *SIGN_LANGUAGES)]
    return render_template(
        "live/manage/channel.html",
        form=form,
        one=one,
        saved=StreamFacts.of(one) if one else None,
        refusal=refusal,
        changed_meanwhile=isinstance(refusal, ChangedMeanwhile),
        languages=choices,
    )
