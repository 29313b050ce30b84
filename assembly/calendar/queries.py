"""What goes into calendar files, as published."""

from __future__ import annotations

from assembly.addresses import address, calendar_domain
from assembly.agenda.queries import latest_rows
from assembly.calendar.ics import Entry, EventStatus
from assembly.i18n import _
from assembly.models import Edition, ReleasedAppearance, ReleasedSession, Status
from assembly.speakers.queries import published_appearances


def session_entries(edition: Edition, only: str | None = None) -> list[Entry]:
    """The sessions of an edition, or the one with the code `only`, cancelled ones included: calendars must learn."""
    appearances = published_appearances(edition)
    return [
        _session_entry(edition, row, appearances.get(row.session_id, []))
        for row in latest_rows(edition)
        if only in (None, row.code)
    ]


def _session_entry(edition: Edition, row: ReleasedSession, people: list[ReleasedAppearance]) -> Entry:
    cancelled = row.status is Status.CANCELLED
    url = address("agenda.session", edition=edition, code=row.code)
    speakers = [f"{one.name}, {one.function}" if one.function else one.name for one in people]
    return Entry(
        uid=f"session-{row.code}@{calendar_domain()}",
        sequence=edition.ics_place_sequence + row.ics_sequence,
        changed_at=max(edition.ics_place_changed_at, row.ics_changed_at),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=_("Cancelled: %(title)s", title=row.title) if cancelled else str(row.title),
        place=", ".join(str(part) for part in (row.room, edition.venue.name, edition.venue.address) if str(part)),
        text="\n".join(part for part in (str(row.abstract), *speakers, url) if part),
        url=url,
        status=EventStatus.CANCELLED if cancelled else EventStatus.CONFIRMED,
    )
