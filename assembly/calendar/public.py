"""Calendar files people download or subscribe to."""

from flask import Blueprint, Response, abort, request

from assembly.agenda.published.filters import codes_in
from assembly.calendar import days, queries
from assembly.calendar.ics import calendar_file
from assembly.models import AccessLink, Edition
from assembly.security import own_registration, public
from assembly.web import saved_as

pages = Blueprint("calendar", __name__, url_prefix="/<lang:lang>/<edition:edition>")
own = Blueprint("own_calendar", __name__, url_prefix="/<lang:lang>/my")
_TYPE = "text/calendar; charset=utf-8"
_FRESH = 300
"Seconds for which a calendar need not ask again: a delay announced on the day is not to wait for longer."


@pages.get("/day.ics")
@public(cached=True)
def day(edition: Edition) -> Response:
    """Give the day of the assembly to people who have not registered."""
    return _file(days.day_of(edition), f"{edition.slug}-date")


@pages.get("/agenda.ics")
@public(cached=True)
def programme(edition: Edition) -> Response:
    """Give the whole programme, to download once or to subscribe to; an unchanged one costs a statement (RFC 9110)."""
    mark = queries.mark_of(edition)
    if request.if_none_match.contains_weak(mark):
        answer = Response(status=304, content_type=_TYPE)
    else:
        entries = queries.session_entries(edition)
        content = calendar_file(str(edition.name), edition.zone, entries, is_feed=True)
        answer = _file(content, f"{edition.slug}-programme")
    answer.set_etag(mark)
    answer.headers["Cache-Control"] = f"private, max-age={_FRESH}"
    return answer


@pages.get("/agenda/<code>.ics")
@public(cached=True)
def session(edition: Edition, code: str) -> Response:
    """One session."""
    entries = queries.session_entries(edition, only={code})
    if not entries:
        abort(404)
    return _file(calendar_file(entries[0].title, edition.zone, entries), f"{edition.slug}-{code}")


@pages.get("/agenda/selection.ics")
@public(cached=False)
def selection(edition: Edition) -> Response:
    """The sessions somebody has selected, by their codes (`?s=code,code`): the address says nothing of the person."""
    entries = queries.session_entries(edition, only=codes_in(request.args.get("s", "")))
    if not entries:
        abort(404)
    return _file(calendar_file(str(edition.name), edition.zone, entries), f"{edition.slug}-selection")


@own.get("/invite.ics")
@own_registration
def invitation(link: AccessLink) -> Response:
    """The day of the assembly, for the person's own calendar."""
    return _file(days.invitation(link.registration), f"{link.registration.edition.slug}-registration")


def _file(content: bytes, name: str) -> Response:
    return saved_as(f"assembly-{name}.ics", content, _TYPE)
