"""The programme as a PDF, in the language now spoken: one sheet as long as it can be read, then as many as needed."""

from typing import Any

from assembly.addresses import address
from assembly.agenda.published.programme import Programme
from assembly.agenda.published.timetable import lay_out
from assembly.formats import begun, day, in_line, moment, time, zone_name
from assembly.i18n import _
from assembly.models import Edition, ReleasedAppearance, ReleasedSession, SessionKind


def facts_of(programme: Programme) -> dict[str, Any]:
    """Write what the sheet says; `assembly.pdf.pdf("programme", …)` sets it."""
    edition, release = programme.edition, programme.release
    days = lay_out(programme.sessions, edition.zone)
    return {
        "title": f"{_('Programme')} – {edition.name}",
        "edition": str(edition.name),
        "occasion": f"{_day(edition)} · {_place(edition)}",
        "heading": _("Programme"),
        "zone": _("All times are in %(zone)s.", zone=zone_name(edition.zone)),
        "public": _("Published on %(moment)s.", moment=moment(release.at, edition.zone)) if release else "",
        "nothing": "" if days else _nothing(programme),
        "address": address("agenda.programme", edition=edition),
        "days": [
            {
                "name": begun(day(one.on, weekday=True)),
                "sessions": [
                    _session(item.session, programme.people_of(item.session), edition.zone)
                    for slot in one.slots
                    for item in slot.items
                ],
            }
            for one in days
        ],
    }


def _day(edition: Edition) -> str:
    """The day of the assembly, or that it is cancelled or postponed."""
    return day(edition.day) if edition.takes_place else edition.status.label


def _place(edition: Edition) -> str:
    return _("Online") if edition.is_online else f"{edition.venue.name}, {edition.venue.city}"


def _nothing(programme: Programme) -> str:
    return (
        _("All sessions have been cancelled.") if programme.release else _("The programme has not been published yet.")
    )


def _session(row: ReleasedSession, people: list[ReleasedAppearance], zone: str) -> dict[str, str]:
    langs = " ".join(lang.upper() for lang in row.into)
    kind = row.kind.label if row.kind is SessionKind.SIDE_EVENT else ""
    return {
        "when": f"{time(row.starts_at, zone)} – {time(row.ends_at, zone)}",
        "title": str(row.title),
        "room": " · ".join(filter(None, (kind, str(row.room)))),
        "people": " · ".join(_person(appearance) for appearance in people),
        "languages": _("interpretation: %(languages)s", languages=langs) if langs else "",
    }


def _person(appearance: ReleasedAppearance) -> str:
    """Name and position; who moderates, and who is not in the room."""
    return ", ".join(filter(None, (appearance.name, in_line(appearance.function), *appearance.remarks)))
