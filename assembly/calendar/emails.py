"""What the email says that brings people the present version of their calendar entries."""

from assembly.access import queries as access_queries
from assembly.access.emails import check_address, own_page_of, registration_of
from assembly.agenda.queries import latest_rows
from assembly.calendar import days, outdated, sessions
from assembly.calendar.queries import version_of
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail, Mode, Registration, ReleasedSession, State
from assembly.sign_ups import queries as seat_queries


@kind(outdated.UPDATE, _l("Calendar update"))
def calendar_update(mail: Mail) -> Message:
    """When and where now, and the sessions that have changed. Nothing where other emails have brought all of it."""
    registration = registration_of(mail)
    if registration.merged_into_id is not None or (mail.link is not None and not mail.link.is_valid):
        raise NobodyThere
    check_address(mail, registration.person)
    is_day, rows = _is_day(mail, registration), _sessions(mail, registration)
    calendars = days.attached(mail, registration)[:1] if is_day else ()
    calendars += sessions.attached(mail, registration, [row.code for row in rows]) if rows else ()
    if not calendars:
        raise NobodyThere
    link = mail.link or access_queries.link_of(registration, assistant=False)
    context = {
        "registration": registration,
        "edition": registration.edition,
        "for_office": bool(mail.facts["assistant"]),
        "online": registration.mode is Mode.ONLINE,
        "is_day": is_day,
        "sessions": rows,
        "files": len(calendars),
        "own_page": own_page_of(link),
    }
    subject = _("Updated details for your calendar")
    return Message(f"{subject} – {registration.edition.name}", "calendar/update", context, calendars=calendars)


def _is_day(mail: Mail, registration: Registration) -> bool:
    """Whether the day is still to be brought."""
    if not mail.facts["day"] or not registration.state.is_active:
        return False
    return not outdated.was_brought(mail, registration, days.version_of(registration))


def _sessions(mail: Mail, registration: Registration) -> list[ReleasedSession]:
    """Give the sessions that are still to be brought, in which the person still has a seat."""
    if not mail.facts["sessions"]:
        return []
    edition = registration.edition
    held = seat_queries.held_by(registration)
    seats = {session_id for session_id, one in held.items() if one.state is State.CONFIRMED}
    return [
        row
        for row in latest_rows(edition)
        if row.code in mail.facts["sessions"]
        and row.session_id in seats
        and not outdated.was_brought(mail, registration, version_of(edition, row), row.session_id)
    ]
