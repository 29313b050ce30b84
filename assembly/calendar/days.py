"""The entry of the day of an assembly: of one person, as their registration says, or of anybody who has not registered.

It holds no link that opens a registration: calendars are shared. Nor does it stand in the body of an email, where
some calendars would take the whole email, with its link and its code, for the words of the entry
(`docs/decisions/0006-calendar-entries-in-emails.md`).
"""

from datetime import timedelta
from typing import Any

from assembly.addresses import address, calendar_domain
from assembly.calendar.ics import Entry, EventStatus, attendee_of, calendar_file, part
from assembly.i18n import _, _l
from assembly.mail import CalendarPart, EntryVersion
from assembly.models import Edition, EditionStatus, Mail, Mode, Registration, State

_DAY_BEFORE = timedelta(days=1)
_NOT_CONFIRMED = (EventStatus.TENTATIVE, _l("Not confirmed: %(assembly)s"))
_STATES = {
    State.SUBMITTED: _NOT_CONFIRMED,
    State.IN_REVIEW: _NOT_CONFIRMED,
    State.WAITING: (EventStatus.TENTATIVE, _l("Waiting list: %(assembly)s")),
    State.OFFERED: (EventStatus.TENTATIVE, _l("Place offered: %(assembly)s")),
    State.CONFIRMED: (EventStatus.CONFIRMED, "%(assembly)s"),
    State.DECLINED: (EventStatus.CANCELLED, _l("Registration not accepted: %(assembly)s")),
    State.CANCELLED: (EventStatus.CANCELLED, _l("Registration cancelled: %(assembly)s")),
}
"What the entry of somebody in this state says: the state alone decides, so that page and email agree."
_NOT_HELD = {
    EditionStatus.CANCELLED: (EventStatus.CANCELLED, _l("Cancelled: %(assembly)s")),
    EditionStatus.POSTPONED: (EventStatus.CANCELLED, _l("Postponed: %(assembly)s")),
}
"What every entry says instead while the assembly is not held: nobody keeps the day free for a date still to be found."


def invitation(registration: Registration) -> bytes:
    """Write the day of the assembly for one person, as their registration says, to download.

    What was merged into it is withdrawn by the same file.
    """
    edition = registration.edition
    return calendar_file(str(edition.name), edition.zone, [_day_of(one) for one in _with_merged(registration)])


def attached(mail: Mail, registration: Registration, *others: Registration) -> tuple[CalendarPart, ...]:
    """Write the same for an email, one file an entry; `others` are what the person had before."""
    edition = registration.edition
    return tuple(
        part(
            str(edition.name),
            edition.zone,
            _day_of(one),
            attendee_of(mail, one),
            EntryVersion(one.id, version_of(one)),
        )
        for one in (*_with_merged(registration), *others)
    )


def version_of(registration: Registration) -> int:
    """Add up the SEQUENCE of a person's entry of the day."""
    return registration.edition.ics_sequence + registration.ics_sequence


def _with_merged(registration: Registration) -> list[Registration]:
    return [registration, *(one for one in registration.merged if one.was_confirmed)]


def _day_of(registration: Registration) -> Entry:
    edition, is_online = registration.edition, registration.mode is Mode.ONLINE
    status, title = _STATES[registration.state]
    if registration.state.is_active:
        status, title = _NOT_HELD.get(edition.status, (status, title))
    return Entry(
        uid=f"registration-{registration.code}@{calendar_domain()}",
        sequence=version_of(registration),
        changed_at=max(edition.ics_changed_at, registration.ics_changed_at),
        title=str(title) % {"assembly": edition.name},
        text=address("editions.home", edition=edition),
        status=status,
        **_of_edition(edition, is_online=is_online),
    )


def day_of(edition: Edition) -> bytes:
    """Write the day of the assembly for people who have not registered: it says that it does not register them."""
    home = address("editions.home", edition=edition)
    status, title = _NOT_HELD.get(edition.status, (EventStatus.CONFIRMED, _l("Save the date: %(assembly)s")))
    entry = Entry(
        uid=f"assembly-{edition.slug}@{calendar_domain()}",
        sequence=edition.ics_sequence,
        changed_at=edition.ics_changed_at,
        title=str(title) % {"assembly": edition.name},
        text="\n".join((_("This is only a reminder of the date. It does not register you for the assembly."), home)),
        status=status,
        **_of_edition(edition, is_online=edition.is_online),
    )
    return calendar_file(str(edition.name), edition.zone, [entry])


def _of_edition(edition: Edition, *, is_online: bool = False) -> dict[str, Any]:
    """Give what every entry of the day says of the assembly; whoever follows online has no place to go to."""
    return {
        "starts_at": edition.starts_at,
        "ends_at": edition.ends_at,
        "place": _("Online") if is_online else f"{edition.venue.name}, {edition.venue.address}",
        "url": address("editions.home", edition=edition),
        "organizer": edition.contact_email,
        "geo": None if is_online else edition.venue.geo,
        "alarm": _DAY_BEFORE,
    }
