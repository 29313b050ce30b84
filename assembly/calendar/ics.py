"""Calendar files, pure: nouns in, bytes out, in the language now spoken (RFC 5545, RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, vText

from assembly import clock
from assembly.addresses import address, calendar_domain
from assembly.calendar.zones import timezone_for
from assembly.fold import clean
from assembly.i18n import _, current_language
from assembly.models import Edition, Mode, Registration, State


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. `uid` is the same in page, feed and mail; `sequence` rises with each change."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    cancelled: bool = False


def invitation(registration: Registration, *others: Registration) -> bytes:
    """The day of the assembly for one person; who has no place there any more takes it back.

    `others` are what the person had before, taken back by the same file. It holds no link that opens the registration:
    calendars are shared (model.md 1.2).
    """
    edition = registration.edition
    entries = [_day_of(one) for one in (registration, *others)]
    return calendar_file(str(edition.name), edition.zone, entries, method=method_of(registration))


def _day_of(registration: Registration) -> Entry:
    edition = registration.edition
    home = address("editions.home", edition=edition)
    return Entry(
        uid=f"registration-{registration.code}@{calendar_domain()}",
        sequence=registration.version - 1,
        changed_at=registration.moves[-1].at,
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        title=str(edition.name),
        place=_("Online") if registration.mode is Mode.ONLINE else f"{edition.venue.name}, {edition.venue.address}",
        text=home,
        url=home,
        cancelled=is_taken_back(registration),
    )


def day_of(edition: Edition) -> bytes:
    """The day of the assembly for everybody; each change of the edition raises its number."""
    home = address("editions.home", edition=edition)
    entry = Entry(
        uid=f"assembly-{edition.slug}@{calendar_domain()}",
        sequence=edition.version - 1,
        changed_at=clock.now(),
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        title=str(edition.name),
        place=f"{edition.venue.name}, {edition.venue.address}",
        text=home,
        url=home,
    )
    return calendar_file(str(edition.name), edition.zone, [entry])


def method_of(registration: Registration) -> str:
    """What a calendar is to do with the invitation (RFC 5546)."""
    return "CANCEL" if is_taken_back(registration) else "PUBLISH"


def is_taken_back(registration: Registration) -> bool:
    """Whether the entry goes out of the calendar: of who will not come, and of who had a place and waits again."""
    return not registration.state.is_active or (
        registration.was_confirmed and registration.state is not State.CONFIRMED
    )


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
    event.add("SUMMARY", _text(_("Cancelled: %(title)s", title=entry.title) if entry.cancelled else entry.title))
    event.add("LOCATION", _text(entry.place))
    event.add("DESCRIPTION", _paragraphs(entry.text))
    event.add("URL", entry.url)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    return event


def _text(words: str) -> vText:
    """One clean line, saying its language."""
    return vText(clean(words), params={"LANGUAGE": current_language()})


def _paragraphs(words: str) -> vText:
    """Several clean lines."""
    return vText("\n".join(clean(line) for line in words.split("\n")), params={"LANGUAGE": current_language()})
