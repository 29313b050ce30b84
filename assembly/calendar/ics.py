"""Calendar files, pure: nouns in, bytes out, in the language now spoken (RFC 5545, RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icalendar import Calendar, Event, vText

from assembly import clock
from assembly.addresses import address, calendar_domain
from assembly.calendar.zones import timezone_for
from assembly.fold import clean
from assembly.i18n import _, _l, current_language
from assembly.mail import CalendarPart
from assembly.models import Edition, EditionStatus, Mode, Registration, State


class EventStatus(StrEnum):
    """Whether the entry takes place for whoever has it in their calendar (RFC 5545 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. `uid` is the same in page, feed and email; `sequence` rises with each change."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    status: EventStatus = EventStatus.CONFIRMED


def invitation(registration: Registration, *others: Registration) -> bytes:
    """Write the day of the assembly for one person, as their registration says: one file for the page and the email.

    `others` are what the person had before, withdrawn by the same file; so is what was merged into this registration.
    It holds no link that opens the registration: calendars are shared (model.md 1.2).
    """
    edition = registration.edition
    merged = [one for one in registration.merged if one.was_confirmed]
    entries = [_day_of(one) for one in (registration, *others, *merged)]
    return calendar_file(str(edition.name), edition.zone, entries, method=method_of(registration))


def attached(registration: Registration, *others: Registration) -> CalendarPart:
    """Attach the same file to an email."""
    return CalendarPart(invitation(registration, *others), method_of(registration))


def _day_of(registration: Registration) -> Entry:
    edition = registration.edition
    home = address("editions.home", edition=edition)
    status, title = _STATES[registration.state]
    if registration.state.is_active:
        status, title = _NOT_HELD.get(edition.status, (status, title))
    return Entry(
        uid=f"registration-{registration.code}@{calendar_domain()}",
        sequence=edition.ics_sequence + registration.ics_sequence,
        changed_at=max(edition.ics_changed_at, registration.ics_changed_at),
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        title=str(title) % {"assembly": edition.name},
        place=_("Online") if registration.mode is Mode.ONLINE else f"{edition.venue.name}, {edition.venue.address}",
        text=home,
        url=home,
        status=status,
    )


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


def day_of(edition: Edition) -> bytes:
    """Write the day of the assembly for people who have not registered: it says that it does not register them."""
    home = address("editions.home", edition=edition)
    status, title = _NOT_HELD.get(edition.status, (EventStatus.CONFIRMED, _l("Save the date: %(assembly)s")))
    entry = Entry(
        uid=f"assembly-{edition.slug}@{calendar_domain()}",
        sequence=edition.ics_sequence,
        changed_at=edition.ics_changed_at,
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        title=str(title) % {"assembly": edition.name},
        place=_("Online") if edition.is_online else f"{edition.venue.name}, {edition.venue.address}",
        text="\n".join((_("This is only a reminder of the date. It does not register you for the assembly."), home)),
        url=home,
        status=status,
    )
    return calendar_file(str(edition.name), edition.zone, [entry])


def method_of(registration: Registration) -> str:
    """Say what a calendar is to do with the invitation: CANCEL once the registration has ended, or while the assembly
    is not held (RFC 5546)."""
    return "PUBLISH" if registration.state.is_active and registration.edition.takes_place else "CANCEL"


def calendar_file(name: str, zone: str, entries: Iterable[Entry], *, method: str = "PUBLISH") -> bytes:
    """A whole calendar: its own VTIMEZONE, TZID times, one VEVENT an entry."""
    listed = list(entries)
    calendar = Calendar()
    calendar.add("PRODID", "-//Mayors' Digital Assembly//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add("NAME", _text(name))
    calendar.add("X-WR-CALNAME", _text(name))
    if listed:
        calendar.add_component(
            timezone_for(zone, min(one.starts_at for one in listed), max(one.ends_at for one in listed))
        )
    for one in listed:
        calendar.add_component(_event(one, zone))
    return bytes(calendar.to_ical())


def _event(entry: Entry, zone: str) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.changed_at)
    event.add("LAST-MODIFIED", entry.changed_at)
    event.add("DTSTART", clock.local(entry.starts_at, zone))
    event.add("DTEND", clock.local(entry.ends_at, zone))
    event.add("SUMMARY", _text(entry.title))
    event.add("LOCATION", _text(entry.place))
    event.add("DESCRIPTION", _paragraphs(entry.text))
    event.add("URL", entry.url)
    event.add("STATUS", entry.status.value)
    event.add("TRANSP", "OPAQUE")
    return event


def _text(words: str) -> vText:
    """One clean line, saying its language."""
    return vText(clean(words), params={"LANGUAGE": current_language()})


def _paragraphs(words: str) -> vText:
    """Several clean lines."""
    return vText("\n".join(clean(line) for line in words.split("\n")), params={"LANGUAGE": current_language()})
