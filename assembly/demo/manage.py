"""The trial day in the office of the demonstration: one button plays it, one undoes it. Elsewhere it is not there."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.demo.service import trial_day
from assembly.errors import DomainError
from assembly.forms import press, refused_on
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs

trial = Blueprint("trial_day", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/trial-day")
trial.record_once(lambda state: state.app.jinja_env.globals.update(has_trial_day=trial_day.has_trial_day))


@trial.get("/")
@needs(Permission.EDIT_SETTINGS)
def page(edition: Edition) -> str:
    """What the trial day does, or what it did."""
    return _page(edition)


@trial.post("/play")
@needs(Permission.EDIT_SETTINGS)
def play(edition: Edition) -> Response | tuple[str, int]:
    """Let it have taken place yesterday."""
    _only_where_it_is(edition)
    with refused_on(lambda refusal: _page(edition, refusal)):
        press(trial_day.play, edition, said=_("The trial day has taken place."))
    return redirect(url_for(".page", edition=edition), 303)


@trial.post("/undo")
@needs(Permission.EDIT_SETTINGS)
def undo(edition: Edition) -> Response:
    """Take all of it back."""
    _only_where_it_is(edition)
    press(trial_day.undo, edition, said=_("The trial day has been undone."))
    return redirect(url_for(".page", edition=edition), 303)


def _page(edition: Edition, refusal: DomainError | None = None) -> str:
    _only_where_it_is(edition)
    happened = trial_day.what_happened(edition) if trial_day.was_played(edition) else []
    return render_template(
        "demo/manage/trial_day.html",
        happened=happened,
        refusal=refusal,
        purged_from=trial_day.purged_from(edition),
    )


def _only_where_it_is(edition: Edition) -> None:
    if not trial_day.has_trial_day(edition):
        abort(404)
