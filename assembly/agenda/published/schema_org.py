"""The programme in the vocabulary of schema.org (JSON-LD), for search engines, in the language now spoken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

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


def edition_event(edition: Edition, langs: Iterable[str]) -> dict[str, Any]:
    """Describe the assembly itself: when, where, in which languages, by whom."""
    meeting = _Meeting.of(edition)
    return {
        "@context": _SCHEMA,
        **_event(meeting, address("agenda.programme", edition=edition), str(edition.name)),
        **_times(edition.starts_at, edition.ends_at, edition),
        "description": str(edition.purpose),
        **meeting.status,
        "inLanguage": sorted(langs),
        "image": address("editions.card", edition=edition),
        "organizer": {"@type": "Organization", "name": "Living-in.EU", "url": "https://living-in.eu"},
    }


def assembly_event(programme: Programme) -> dict[str, Any]:
    """Describe the assembly with each of its published sessions, cancelled ones as such."""
    edition, meeting = programme.edition, _Meeting.of(programme.edition)
    langs = {lang for row in programme.sessions for lang in (*row.spoken, *row.into)}
    return edition_event(edition, langs) | {"subEvent": [_session(row, edition, meeting) for row in programme.rows]}


def session_event(row: ReleasedSession, people: list[ReleasedAppearance], edition: Edition) -> dict[str, Any]:
    """Describe one session with its people and the assembly it is part of."""
    meeting, home = _Meeting.of(edition), address("agenda.programme", edition=edition)
    whole = {"@type": "Event", "@id": home, "name": str(edition.name), "url": home}
    return {
        "@context": _SCHEMA,
        **_session(row, edition, meeting),
        "description": str(row.abstract),
        "inLanguage": [*dict.fromkeys((*row.spoken, *row.into))],
        "performer": [
            {"@type": "Person", "name": appearance.name, "jobTitle": str(appearance.function)} for appearance in people
        ],
        "superEvent": whole | _times(edition.starts_at, edition.ends_at, edition) | meeting.where(""),
    }


def _session(row: ReleasedSession, edition: Edition, meeting: "_Meeting") -> dict[str, Any]:
    here = address("agenda.session", edition=edition, code=row.code)
    facts = _event(meeting, here, str(row.title), str(row.room)) | _times(row.starts_at, row.ends_at, edition)
    if row.status is Status.CANCELLED:
        return facts | {"eventStatus": f"{_SCHEMA}/{_STATUS[EditionStatus.CANCELLED]}"}
    return facts | meeting.status


def _status(edition: Edition) -> dict[str, Any]:
    """Whether the assembly takes place as planned, on another day, online or not at all."""
    told = [_STATUS[edition.status]]
    if edition.is_online and edition.takes_place:
        told = ["EventMovedOnline", *(told if edition.status is EditionStatus.RESCHEDULED else [])]
    addresses = [f"{_SCHEMA}/{one}" for one in told]
    return {"eventStatus": addresses if len(addresses) > 1 else addresses[0]}


def _event(meeting: "_Meeting", here: str, name: str, room: str = "") -> dict[str, Any]:
    return {"@type": "Event", "@id": here, "url": here, "name": name} | meeting.where(room)


def _times(starts_at: datetime, ends_at: datetime, edition: Edition) -> dict[str, str]:
    return {
        "startDate": clock.local(starts_at, edition.zone).isoformat(timespec="seconds"),
        "endDate": clock.local(ends_at, edition.zone).isoformat(timespec="seconds"),
    }


@dataclass(frozen=True, slots=True)
class _Meeting:
    """What all events of an assembly say alike, made once: whether and how they take place, and where."""

    status: dict[str, Any]
    mode: str
    building: dict[str, Any] | None
    web: list[dict[str, Any]]

    @classmethod
    def of(cls, edition: Edition) -> Self:
        home = address("editions.home", edition=edition)
        web = [{"@type": "VirtualLocation", "url": home}]
        if edition.is_online:
            return cls(_status(edition), "Online", None, web)
        building = {"@type": "Place", "name": str(edition.venue.name), "address": edition.venue.address}
        if any(count.mode is Mode.ONLINE for count in edition.places):
            return cls(_status(edition), "Mixed", building, web)
        return cls(_status(edition), "Offline", building, [])

    def where(self, room: str) -> dict[str, Any]:
        """The room in its building; also the web, where one can take part online."""
        place = self.building
        if place is not None and room:
            place = {"@type": "Place", "name": room, "containedInPlace": place, "address": place["address"]}
        return {
            "eventAttendanceMode": f"{_SCHEMA}/{self.mode}EventAttendanceMode",
            "location": [*([place] if place else []), *self.web],
        }
