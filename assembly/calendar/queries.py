"""What goes into calendar files, as published."""

from __future__ import annotations

from assembly.addresses import address, calendar_domain
from assembly.agenda.queries import latest_rows
from assembly.calendar.ics import Entry
from assembly.i18n import _
from assembly.models import Edition, Registration, ReleasedAppearance, ReleasedSession, State, Status
from assembly.speakers.queries import published_appearances


def session_entries(edition: Edition, only: str | None = None) -> list[Entry]:
    """The sessions of an edition, or the one with the code `only`, cancelled ones included: calendars must learn."""
    appearances = published_appearances(edition)
    return [
        _session_entry(edition, row, appearances.get(row.session_id, []))
        for row in latest_rows(edition)
        if only in (None, row.code)
    ]


def invitation_entry(registration: Registration, *, sequence: int) -> Entry:
    """The day of the assembly for one person. It holds no link that opens their registration (model.md 1.2)."""
    edition = registration.edition
    return Entry(
        uid=f"registration-{registration.code}@{calendar_domain()}",
        sequence=sequence,
        changed_at=registration.moves[-1].at,
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        title=str(edition.name),
        place=f"{edition.venue.name}, {edition.venue.address}" if registration.opens_doors else _("Online"),
        text=_("Programme and practical information: %(url)s", url=address("editions.home", edition=edition)),
        url=address("editions.home", edition=edition),
        cancelled=registration.state is State.CANCELLED,
    )


def _session_entry(edition: Edition, row: ReleasedSession, people: list[ReleasedAppearance]) -> Entry:
    url = address("agenda.session", edition=edition, code=row.code)
    speakers = [f"{one.name}, {one.function}" if one.function else one.name for one in people]
    return Entry(
        uid=f"session-{row.code}@{calendar_domain()}",
        sequence=row.ics_sequence,
        changed_at=row.ics_changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=str(row.title),
        place=", ".join(str(part) for part in (row.room, edition.venue.name, edition.venue.address) if str(part)),
        text="\n".join(part for part in (str(row.abstract), *speakers, url) if part),
        url=url,
        cancelled=row.status is Status.CANCELLED,
    )
