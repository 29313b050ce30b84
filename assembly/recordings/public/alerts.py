"""“Email me when it is online”: an address, a first email with a button, one email, and nothing is left."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import limiter
from assembly.extensions import csrf, db
from assembly.fold import email_key
from assembly.forms import Button
from assembly.i18n import current_language
from assembly.models import Edition, OnlineAlert, Track, TrackState
from assembly.recordings import queries, service
from assembly.recordings.forms import AlertForm
from assembly.recordings.public.blueprint import pages
from assembly.recordings.queries import Watchable
from assembly.recordings.queries.alerts import alert_by_token
from assembly.sealed import token_hash
from assembly.security import may_look, public
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid

FROM_ONE_VISITOR = "20 per hour"
TO_ONE_ADDRESS = "5 per hour"
alerts = Blueprint("alerts", __name__, url_prefix="/<lang:lang>/recording-alerts")


@pages.route("/recordings/<code>/<track_lang>/tell-me", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def ask_for_alert(edition: Edition, code: str, track_lang: str) -> Response | tuple[str, int]:
    """Type an address; the answer is the same whoever asked before."""
    shown = queries.by_code(edition, code) or abort(404)
    track, form = _awaited(shown, track_lang) or abort(404), AlertForm()
    if not form.validate_on_submit():
        return _page(shown, track, form), 200 if not form.is_submitted() else 400 if form.csrf_failed else 422
    limiter.spend(FROM_ONE_VISITOR, "alerts from", limiter.visitor())
    if limiter.may_spend(TO_ONE_ADDRESS, "alerts to", email_key(form.email.data)):
        with writing():
            recording = fresh(shown.recording)
            service.ask_for_alert(recording, track_lang, str(form.email.data), current_language())
    return redirect(url_for(".alert_asked", edition=edition, code=code, track_lang=track_lang), 303)


@pages.get("/recordings/<code>/<track_lang>/tell-me/asked")
@public(cached=False)
def alert_asked(edition: Edition, code: str, track_lang: str) -> str:
    """Look into the inbox now."""
    shown = queries.by_code(edition, code) or abort(404)
    track = shown.recording.track(track_lang) or abort(404)
    return _page(shown, track)


@alerts.get("/<token>")
@public(cached=False)
def page(token: str) -> Response | str:
    """Show what was asked for, with a button: scanners of email open links, people press buttons."""
    alert = _alert(token)
    if alert is None:
        return link_not_valid()
    shown = queries.by_code(alert.recording.edition, alert.recording.code)
    return render_template(
        "recordings/public/alert.html", edition=alert.recording.edition, alert=alert, token=token, shown=shown
    )


@alerts.post("/<token>/confirm")
@public(cached=False)
def confirm(token: str) -> Response:
    """Keep the address for its one email."""
    edition = _pressed(token, service.confirm_alert)
    return redirect(url_for(".page", token=token), 303) if edition else link_not_valid()


@alerts.post("/<token>/remove")
@public(cached=False)
def remove(token: str) -> Response | str:
    """Forget the address now; pressed twice, it is forgotten."""
    edition = _pressed(token, service.remove_alert)
    if edition is None:
        return link_not_valid()
    return render_template("recordings/public/alert.html", edition=edition, alert=None, token="", shown=None)


def _pressed(token: str, act: Callable[[OnlineAlert], None]) -> Edition | None:
    """Do what a button behind the link says; whose assembly it was, None where the link is not valid."""
    alert = _alert(token)
    if alert is None or not Button().validate_on_submit():
        return None
    edition = alert.recording.edition
    with writing():
        if fresh := db.session.get(OnlineAlert, alert.id):
            act(fresh)
    return edition


def _alert(token: str) -> OnlineAlert | None:
    found = alert_by_token(token_hash(token))
    return found if found and may_look(found.recording.edition) else None


def _awaited(shown: Watchable, lang: str) -> Track | None:
    return next((one for one in shown.tracks if one.lang == lang and one.state is TrackState.EXPECTED), None)


def _page(shown: Watchable, track: Track, form: AlertForm | None = None) -> str:
    edition = shown.recording.edition
    return render_template("recordings/public/tell_me.html", edition=edition, shown=shown, track=track, form=form)
