"""The programme in the vocabulary of schema.org (JSON-LD), for search engines, in the language now spoken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assembly import clock
from assembly.addresses import address
from assembly.agenda.published.programme import Programme
from assembly.models import Edition, EditionStatus, Mode, ReleasedAppearance, ReleasedSession, Status

_SCHEMA = "https://schema.org"
_STATUS = {
    EditionStatus.SCHEDULED: "EventScheduled",
    EditionStatus.RESCHEDULED: "EventRescheduled",
    EditionStatus.POSTPONED: "EventPostponed",
    EditionStatus.CANCELLED: "EventCancelled",
}


def assembly_event(programme: Programme) -> dict[str, Any]:
    """Describe the assembly with each of its published sessions, cancelled ones as such."""
    edition = programme.edition
    langs = {lang for row in programme.sessions for lang in (*row.spoken, *row.into)}
    return {
        "@context": _SCHEMA,
        **_event(edition, address("agenda.programme", edition=edition), str(edition.name)),
        **_times(edition.starts_at, edition.ends_at, edition),
        "description": str(edition.purpose),
        **_status(edition),
        "inLanguage": sorted(langs),
        "subEvent": [_session(row, edition) for row in programme.rows],
    }


def session_event(row: ReleasedSession, people: list[ReleasedAppearance], edition: Edition) -> dict[str, Any]:
    """Describe one session with its people and the assembly it is part of."""
    home = address("agenda.programme", edition=edition)
    whole = {"@type": "Event", "@id": home, "name": str(edition.name), "url": home}
    return {
        "@context": _SCHEMA,
        **_session(row, edition),
        "description": str(row.abstract),
        "inLanguage": [*dict.fromkeys((*row.spoken, *row.into))],
        "performer": [
            {"@type": "Person", "name": appearance.name, "jobTitle": str(appearance.function)} for appearance in people
        ],
        "superEvent": whole | _times(edition.starts_at, edition.ends_at, edition) | _where(edition, ""),
    }


def _session(row: ReleasedSession, edition: Edition) -> dict[str, Any]:
    here = address("agenda.session", edition=edition, code=row.code)
    facts = _event(edition, here, str(row.title), str(row.room)) | _times(row.starts_at, row.ends_at, edition)
    if row.status is Status.CANCELLED:
        return facts | {"eventStatus": f"{_SCHEMA}/{_STATUS[EditionStatus.CANCELLED]}"}
    return facts | _status(edition)


def _status(edition: Edition) -> dict[str, Any]:
    """Whether the assembly takes place as planned, on another day, online or not at all."""
    told = [_STATUS[edition.status]]
    if edition.is_online and edition.takes_place:
        told = ["EventMovedOnline", *(told if edition.status is EditionStatus.RESCHEDULED else [])]
    addresses = [f"{_SCHEMA}/{one}" for one in told]
    return {"eventStatus": addresses if len(addresses) > 1 else addresses[0]}


def _event(edition: Edition, here: str, name: str, room: str = "") -> dict[str, Any]:
    return {"@type": "Event", "@id": here, "url": here, "name": name} | _where(edition, room)


def _times(starts_at: datetime, ends_at: datetime, edition: Edition) -> dict[str, str]:
    return {
        "startDate": clock.local(starts_at, edition.zone).isoformat(timespec="seconds"),
        "endDate": clock.local(ends_at, edition.zone).isoformat(timespec="seconds"),
    }


def _where(edition: Edition, room: str) -> dict[str, Any]:
    """The room in its building; also the web, where one can take part online."""
    building = {"@type": "Place", "name": str(edition.venue.name), "address": edition.venue.address}
    place = {"@type": "Place", "name": room, "containedInPlace": building, "address": edition.venue.address}
    is_online = any(count.mode is Mode.ONLINE for count in edition.places)
    home = address("editions.home", edition=edition)
    web = {"@type": "VirtualLocation", "url": home}
    if edition.is_online:
        return {"eventAttendanceMode": f"{_SCHEMA}/OnlineEventAttendanceMode", "location": [web]}
    return {
        "eventAttendanceMode": f"{_SCHEMA}/{'Mixed' if is_online else 'Offline'}EventAttendanceMode",
        "location": [
            place if room else building,
            *([web] if is_online else []),
        ],
    }
