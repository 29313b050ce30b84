"""Calendar files people download or subscribe to."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from assembly.calendar import ics, queries
from assembly.models import AccessLink, Edition
from assembly.security import own_registration, public

pages = Blueprint("calendar", __name__, url_prefix="/<lang:lang>/<edition:edition>")
own = Blueprint("own_calendar", __name__, url_prefix="/<lang:lang>/my")


@pages.get("/day.ics")
@public
def day(edition: Edition) -> Response:
    """Give the day of the assembly to people who have not registered."""
    return _file(ics.day_of(edition), f"{edition.slug}-date")


@pages.get("/agenda.ics")
@public
def programme(edition: Edition) -> Response:
    """The whole programme; calendars that subscribe see each change."""
    return _file(
        ics.calendar_file(str(edition.name), edition.zone, queries.session_entries(edition)),
        f"{edition.slug}-programme",
    )


@pages.get("/agenda/<code>.ics")
@public
def session(edition: Edition, code: str) -> Response:
    """One session."""
    entries = queries.session_entries(edition, only={code})
    if not entries:
        abort(404)
    return _file(ics.calendar_file(entries[0].title, edition.zone, entries), f"{edition.slug}-{code}")


@own.get("/invite.ics")
@own_registration
def invitation(link: AccessLink) -> Response:
    """The day of the assembly, for the person's own calendar."""
    return _file(ics.invitation(link.registration), f"{link.registration.edition.slug}-registration")


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="assembly-{name}.ics"'}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)
