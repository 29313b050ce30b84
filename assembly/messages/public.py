"""Leaving the news, by the link in a mail or by the button of a mail programme (RFC 8058)."""

from flask import Blueprint, Response, abort, render_template, request

from assembly.extensions import csrf, db
from assembly.forms import Button
from assembly.i18n import _
from assembly.messages.queries.news import by_token
from assembly.messages.service import news
from assembly.models import Subscription
from assembly.security import public
from assembly.transactions import writing
from assembly.web import error_page

pages = Blueprint("news", __name__, url_prefix="/<lang:lang>/news/leave")


@pages.get("/<token>")
@public(cached=False)
def leave_page(token: str) -> Response | str:
    """One button: mail scanners open links, people press buttons."""
    if by_token(token) is None:
        return _unknown()
    return render_template("messages/public/leave.html", form=Button(), done=False)


@pages.post("/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]  # a mail programme has no token; the link itself is the secret, and this body the only one taken
@public(cached=False)
def leave(token: str) -> Response | str:
    """No news any more: that, and nothing else."""
    if request.form.get("List-Unsubscribe") != "One-Click" or set(request.form) - {"List-Unsubscribe", "csrf_token"}:
        abort(400)
    found = by_token(token)
    if found is None:
        return _unknown()
    with writing():
        news.leave(db.session.get_one(Subscription, found.person_id))
    return render_template("messages/public/leave.html", form=Button(), done=True)


def _unknown() -> Response:
    return error_page(404, _("This link is not valid"), _("The link may have been mistyped. Use the one in the email."))
