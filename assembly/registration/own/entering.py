"""From the link in a mail to a cookie that opens one registration."""

from flask import Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.pages import own
from assembly.forms import Button
from assembly.models import AccessLink
from assembly.sealed import token_hash
from assembly.security import public
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid


@own.get("/r/<token>")
@public(cached=False)
def open_link(token: str) -> Response | str:
    """One button: mail scanners open links, people press buttons. The address never leaves this page."""
    if _link(token) is None:
        return link_not_valid()
    return render_template("registration/public/open.html", form=Button())


@own.post("/r/<token>")
@public(cached=False)
def enter(token: str) -> AnyResponse:
    """Exchange the link for a cookie that opens this registration and nothing else."""
    link = _link(token)
    if link is None or not Button().validate_on_submit():
        return link_not_valid()
    with writing():
        link = fresh(link)
        link.opened_at = clock.now()
    session["own_link"] = link.token_hash
    to = request.args.get("to", "")
    if to == "another":
        return redirect(url_for("registration.register", edition=link.registration.edition, again="office"), 303)
    if to == "live":
        return redirect(url_for("live.page", edition=link.registration.edition), 303)
    return redirect(url_for(_PAGES.get(to, ".status")), 303)


_PAGES = {"consents": ".consents", "details": ".details", "missed": "own_recordings.missed"}
"Pages a mail leads to beside the first one."


def _link(token: str) -> AccessLink | None:
    link = access_queries.link_by_hash(token_hash(token))
    return link if link is not None and link.is_valid else None
