"""The entries of sessions in emails to people who have a seat in them."""

from collections.abc import Collection

from assembly.calendar.ics import attendee_of, part
from assembly.calendar.queries import entries_by_session
from assembly.mail import CalendarPart, EntryVersion
from assembly.models import Mail, Registration


def attached(mail: Mail, registration: Registration, codes: Collection[str]) -> tuple[CalendarPart, ...]:
    """Write the entries of these sessions for an email, one file each; a cancelled session is taken back."""
    edition, attendee = registration.edition, attendee_of(mail, registration)
    return tuple(
        part(
            str(edition.name), edition.zone, entry, attendee, EntryVersion(registration.id, entry.sequence, session_id)
        )
        for session_id, entry in entries_by_session(edition, codes).items()
    )
