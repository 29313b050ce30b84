"""What goes into calendar files, as published; and what a publication would change in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assembly.addresses import address, calendar_domain
from assembly.agenda.checks import Fault, faults
from assembly.agenda.difference import Change, between, difference, digest
from assembly.agenda.queries import before_release, draft, last_release, latest_rows, rows_of
from assembly.calendar.ics import Entry, EventStatus
from assembly.i18n import _
from assembly.models import Edition, Release, ReleasedAppearance, ReleasedSession, Session, Status
from assembly.speakers.queries import among_confirmed, appearances_in, parts, published_appearances, still_confirmed


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
    watch = [_("Watch live: %(address)s", address=address("live.page", edition=edition))] if edition.streams else []
    speakers = [f"{one.name}, {one.function}" if one.function else one.name for one in people]
    return Entry(
        uid=f"session-{row.code}@{calendar_domain()}",
        sequence=edition.ics_place_sequence + row.ics_sequence,
        changed_at=max(edition.ics_place_changed_at, row.ics_changed_at),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=_("Cancelled: %(title)s", title=row.title) if cancelled else str(row.title),
        place=", ".join(str(part) for part in (row.room, edition.venue.name, edition.venue.address) if str(part)),
        text="\n".join(part for part in (str(row.notice), str(row.abstract), *speakers, *watch, url) if part),
        url=url,
        status=EventStatus.CANCELLED if cancelled else EventStatus.CONFIRMED,
    )


@dataclass(frozen=True)
class Pending:
    """What would be published now, what the checks say about it, and all sessions of the draft it was read from."""

    sessions: list[Session]
    rows: list[ReleasedSession]
    changes: list[Change]
    faults: list[Fault]

    @cached_property
    def digest(self) -> str:
        """The mark of what somebody saw before they pressed."""
        return digest(self.changes, [one.key for one in self.stops])

    @property
    def stops(self) -> list[Fault]:
        """What asks for a reason."""
        return [one for one in self.faults if one.stops]

    @property
    def needs_note(self) -> bool:
        """Whether something changes that visitors saw before."""
        return any(one.was_public for one in self.changes)


def pending(edition: Edition) -> Pending:
    """What stands between the draft and the public."""
    sessions, rows, people = draft(edition), latest_rows(edition), parts(edition)
    shown = [one for one in sessions if not one.hidden]
    changes = difference(shown, rows, among_confirmed(people), appearances_in(rows))
    return Pending(
        sessions, rows, changes, faults(edition, shown, people, frozenset(one.session_id for one in changes))
    )


def undoing(edition: Edition) -> tuple[Release, list[Change]] | None:
    """The last release with what becomes of its sessions when it is taken back; None where that cannot be."""
    last = last_release(edition)
    if last is None or last.undoes_id is not None:
        return None
    rows, earlier = rows_of(last), before_release(edition, last)
    return last, between(rows, earlier, appearances_in(rows), still_confirmed(edition, earlier.values()))
