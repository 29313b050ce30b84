"""The mails of the demo, readable in the browser. These pages exist in demo mode only."""

import re

from flask import Blueprint, Response, abort, render_template, url_for

from assembly.demo import queries
from assembly.security import demo_only

_CID = re.compile(r'"cid:([\w-]+)"')
_HTML_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'none'"
)

pages = Blueprint("demo", __name__, url_prefix="/<lang:lang>/demo/mails")


@pages.get("/")
@demo_only
def mails() -> str:
    """What has been sent, newest first."""
    return render_template("demo/public/mails.html", mails=queries.newest())


@pages.get("/<int(max=999999):number>")
@demo_only
def one(number: int) -> str:
    """One mail as its reader sees it."""
    mail = queries.by_number(number)
    if mail is None:
        abort(404)
    return render_template("demo/public/mail.html", mail=mail)


@pages.get("/<int(max=999999):number>/html")
@demo_only
def html(number: int) -> Response:
    """One mail as a mail program draws it: a document of its own, which may use the inline styles of emails."""
    found = queries.html(number)
    if found is None:
        abort(404)
    drawn = _CID.sub(lambda cid: f'"{url_for(".picture", number=number, cid=cid[1])}"', found)
    return Response(drawn, headers={"Content-Security-Policy": _HTML_CSP})


@pages.get("/<int(max=999999):number>/<cid>.png")
@demo_only
def picture(number: int, cid: str) -> Response:
    """A picture inside it."""
    png = queries.picture(number, cid)
    if png is None:
        abort(404)
    return Response(png, mimetype="image/png")
