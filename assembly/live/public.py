"""Watching live: the page points to the streams, and opening one is a press that is counted."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.agenda.queries import now_and_next
from assembly.extensions import db, read_coded
from assembly.forms import Button
from assembly.live import queries, service
from assembly.models import AccessLink, Edition, Purpose, Registration, Stream
from assembly.security import WHOSE, AnotherOpened, opened_link, public
from assembly.transactions import fresh, writing

pages = Blueprint("live", __name__, url_prefix="/<lang:lang>/<edition:edition>/live")


@pages.get("")
@public(cached=False)
def page(edition: Edition) -> str:
    """The state of the stream, its channels, any notice, and what is on."""
    live, link = queries.live(edition), _link(edition)
    if link is not None:
        g.whose = link.registration.code
    return render_template(
        "live/page.html",
        live=live,
        announced=live.announced,
        link=link,
        is_own=link is not None and link.purpose is Purpose.OWN,
        may_open=service.may_open(live, link.registration if link else None),
        now_and_next=now_and_next(live.sessions, clock.now()),
        form=Button(formdata=None),
    )


@pages.route("/<code>/watch", methods=["GET", "POST"], defaults={"what": "video"})
@pages.route("/<code>/captions", methods=["GET", "POST"], defaults={"what": "captions"})
@public(cached=False)
def watch(edition: Edition, code: str, what: str) -> str | Response:
    """Count the press, then lead on: no form may be sent on to another site, so a page does it."""
    stream, link = _stream(edition, code, what), _link(edition)
    if request.method == "POST":
        if Button().validate_on_submit():
            _count(edition, _drawn_for(link))
        return redirect(url_for(".watch", edition=edition, code=code, what=what), 303)
    live = queries.live(edition)
    if not (live.state.can_be_opened and service.may_open(live, link.registration if link else None)):
        return redirect(url_for(".page", edition=edition), 303)
    to = stream.address if what == "video" else stream.captions_address
    return render_template("live/opening.html", to=to, what=what)


def _count(edition: Edition, link: AccessLink | None) -> None:
    with writing():
        live = queries.live(fresh(edition))
        registration = db.session.get_one(Registration, link.registration_id) if link else None
        service.open_stream(live, registration, is_own=link is not None and link.purpose is Purpose.OWN)


def _stream(edition: Edition, code: str, what: str) -> Stream:
    stream = read_coded(Stream, code, of=edition)
    if stream is None or (what == "captions" and not stream.captions_address):
        abort(404)
    return stream


def _link(edition: Edition) -> AccessLink | None:
    """The personal link opened on this device, if it is one of this edition."""
    link = opened_link()
    return link if link is not None and link.registration.edition_id == edition.id else None


def _drawn_for(link: AccessLink | None) -> AccessLink | None:
    """The link, if the page named it; nobody's attendance is noted who was not told. Raises AnotherOpened."""
    drawn = request.form.get(WHOSE, "")
    if link is None or not drawn:
        return None
    if drawn != link.registration.code:
        raise AnotherOpened
    return link
