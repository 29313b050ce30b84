"""What goes into calendar files, as published; and what a publication would change in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from hashlib import sha256

from assembly.addresses import address, calendar_domain
from assembly.agenda.checks import Fault, faults
from assembly.agenda.difference import Change, between, difference, digest
from assembly.agenda.queries import before_release, draft, last_release, latest_rows, moved_the_day, rows_of
from assembly.calendar.ics import Entry, EventStatus
from assembly.formats import in_line, language, listing
from assembly.i18n import _, current_language
from assembly.models import (
    Edition,
    EditionStatus,
    Phase,
    Presence,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    Session,
    Status,
)
from assembly.speakers.queries import among_confirmed, appearances_in, parts, still_confirmed

_BEFORE_SESSION = timedelta(minutes=15)
"When one is reminded of a session one has chosen; the whole programme reminds nobody of anything."
_FORMAT = 1
"Raised when the same facts are written in another way, so that calendars that subscribe fetch them again."


def session_entries(edition: Edition, only: Collection[str] | None = None) -> list[Entry]:
    """List the sessions of an edition, or those with the codes `only`, cancelled ones included: calendars must learn.

    Those that were chosen remind of themselves.
    """
    return list(entries_by_session(edition, only).values())


def entries_by_session(edition: Edition, only: Collection[str] | None = None) -> dict[int, Entry]:
    """Give the same by the id of the session, in time."""
    rows = [row for row in latest_rows(edition) if only is None or row.code in only]
    appearances = appearances_in(rows)
    alarm = None if only is None else _BEFORE_SESSION
    return {row.session_id: _session_entry(edition, row, appearances.get(row.session_id, []), alarm) for row in rows}


def version_of(edition: Edition, row: ReleasedSession) -> int:
    """Add up the SEQUENCE of a session's entry."""
    return edition.ics_place_sequence + row.ics_sequence


def mark_of(edition: Edition) -> str:
    """Name the state of the programme's entries in the language now spoken, in one statement, without reading them."""
    last = last_release(edition)
    facts = (_FORMAT, current_language(), edition.slug, edition.version, last.id if last else 0)
    return sha256(":".join(map(str, facts)).encode()).hexdigest()[:24]


def _session_entry(
    edition: Edition, row: ReleasedSession, people: list[ReleasedAppearance], alarm: timedelta | None
) -> Entry:
    status, title = _status_of(edition, row)
    url = address("agenda.session", edition=edition, code=row.code)
    return Entry(
        uid=f"session-{row.code}@{calendar_domain()}",
        sequence=version_of(edition, row),
        changed_at=max(edition.ics_place_changed_at, row.ics_changed_at),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=title,
        place=_("Online")
        if edition.is_online
        else ", ".join(str(part) for part in (row.room, edition.venue.name, edition.venue.address) if str(part)),
        text="\n".join(
            filter(
                None, (row.kind.label, str(row.notice), str(row.abstract), *map(_part, people), *_languages(row), url)
            )
        ),
        url=url,
        status=status,
        organizer=edition.contact_email,
        geo=None if edition.is_online else edition.venue.geo,
        conference=address("live.page", edition=edition) if edition.streams else "",
        alarm=alarm,
    )


def _status_of(edition: Edition, row: ReleasedSession) -> tuple[EventStatus, str]:
    """Say whether the session takes place, and its title; on no known day while the assembly is postponed."""
    if row.status is Status.CANCELLED or edition.status is EditionStatus.CANCELLED:
        return EventStatus.CANCELLED, _("Cancelled: %(title)s", title=row.title)
    if edition.status is EditionStatus.POSTPONED:
        return EventStatus.CANCELLED, _("Postponed: %(title)s", title=row.title)
    return EventStatus.CONFIRMED, str(row.title)


def _part(one: ReleasedAppearance) -> str:
    """Say who appears, in which function and what they do: `Anna Svensson, Mayor of Oulu (moderation, remotely)`."""
    does = [one.role.label[:1].lower() + one.role.label[1:]]
    does += [] if one.presence is Presence.IN_PERSON else [one.presence.label]
    return ", ".join(filter(None, (one.name, in_line(one.function)))) + f" ({', '.join(does)})"


def _languages(row: ReleasedSession) -> list[str]:
    """A line for each way in which languages are used."""
    kinds = (
        (_("Languages spoken"), row.spoken),
        (_("Interpretation"), row.into),
        (_("Sign languages"), row.signed),
        (_("Caption languages"), row.captions),
    )
    return [f"{label}{_(':')} {listing([language(code) for code in codes])}" for label, codes in kinds if codes]


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
    over = edition.phase is Phase.AFTER
    changes = difference(shown, rows, among_confirmed(people), appearances_in(rows), over=over)
    return Pending(
        sessions, rows, changes, faults(edition, shown, people, frozenset(one.session_id for one in changes))
    )


def undoing(edition: Edition) -> tuple[Release, list[Change]] | None:
    """The last release with what becomes of its sessions when it is taken back; None where that cannot be."""
    last = last_release(edition)
    if last is None or last.undoes_id is not None or moved_the_day(last):
        return None
    rows, earlier = rows_of(last), before_release(edition, last)
    return last, between(rows, earlier, appearances_in(rows), still_confirmed(edition, earlier.values()))
