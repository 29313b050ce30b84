"""The series: what leaves by itself, when, to how many; read, paused, moved."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.forms import press, refused_on
from assembly.i18n import LANGUAGES
from assembly.mail.texts import by_name
from assembly.messages.forms import StepForm
from assembly.messages.manage.texts import readings_of
from assembly.messages.queries import catching_up
from assembly.messages.queries import series as queries
from assembly.messages.schedule import Planned
from assembly.messages.service import series
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("series", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages/series")


@office.get("/")
@needs(Permission.WRITE_MESSAGES)
def listing(edition: Edition) -> str:
    """The confirmation and those that follow."""
    steps = queries.steps(edition)
    counts = zip(steps, queries.concerned(steps), strict=True)
    return render_template(
        "messages/manage/series.html",
        steps=[
            (one, queries.count_waiting_for(one) if _leaves_at_once(one) else count, queries.posted(one))
            for one, count in counts
        ],
        counted=catching_up.counted(edition),
        not_ready=[lang for lang in LANGUAGES if lang not in catching_up.languages_ready(edition)],
    )


@office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.WRITE_MESSAGES)
def one(edition: Edition, code: str) -> Response | str | tuple[str, int]:
    """One of them as it reads now, and when it leaves."""
    planned = _step(edition, code)
    form = StepForm(days=str(planned.days), at=planned.at)
    form.step = planned.step
    if not form.is_submitted():
        return _page(edition, planned, form)
    if not form.validate():
        return _page(edition, planned, form), 422
    with refused_on(lambda refusal: _page(edition, planned, form, str(refusal))), writing():
        series.plan(edition, planned.step, days=int(form.days.data), at=form.at.data)
    return redirect(url_for(".listing", edition=edition), 303)


@office.post("/<code>/pause")
@needs(Permission.WRITE_MESSAGES)
def pause(edition: Edition, code: str) -> Response:
    """It does not leave."""
    return _do(edition, code, series.pause)


@office.post("/<code>/resume")
@needs(Permission.WRITE_MESSAGES)
def resume(edition: Edition, code: str) -> Response:
    """It leaves again; where that is at once, its page says to how many and asks first."""
    if _leaves_at_once(_step(edition, code)) and "at_once" not in request.form:
        return redirect(url_for(".one", edition=edition, code=code), 303)
    return _do(edition, code, series.resume)


def _leaves_at_once(planned: Planned) -> bool:
    """Whether turning it on writes to people straight away."""
    return planned.paused and planned.has_come


def _do(edition: Edition, code: str, act: Any) -> Response:
    planned = _step(edition, code)
    press(lambda: act(edition, planned.step))
    return redirect(url_for(".listing", edition=edition), 303)


def _page(edition: Edition, planned: Planned, form: StepForm, refusal: str | None = None) -> str:
    text = by_name(planned.step.value)
    at_once = _leaves_at_once(planned)
    return render_template(
        "messages/manage/step.html",
        one=planned,
        at_once=at_once,
        count=queries.count_waiting_for(planned) if at_once else 0,
        posted=queries.posted(planned),
        form=form,
        refusal=refusal,
        readings=readings_of(edition, text) if text else [],
    )


def _step(edition: Edition, code: str) -> Planned:
    return next((one for one in queries.steps(edition) if one.step.value == code), None) or abort(404)
