"""Calendar files, pure: entries in, bytes out, in the language now spoken (RFC 5545, RFC 7986).

A file one downloads or subscribes to has the method PUBLISH and names no attendee. One in an email asks its recipient
alone (REQUEST) or takes an entry back (CANCEL), one entry a file (RFC 5546 3.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri
from icalendar.prop import vInline

from assembly import clock
from assembly.calendar.zones import timezone_for
from assembly.fold import clean, email_key
from assembly.i18n import _, current_language
from assembly.mail import CalendarPart, EntryVersion
from assembly.models import Mail, Registration

REFRESH = timedelta(hours=1)
"How often calendars that subscribe are asked to look again."
_MAILTO = "@!$&'*+-./=^_`{|}~"
"What an email address keeps as it is in a `mailto:` address (RFC 6068), beside letters and digits."

_BEGIN_EVENT, _END_EVENT, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"


class EventStatus(StrEnum):
    """Whether the entry takes place for whoever has it in their calendar (RFC 5545 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"

    @property
    def partstat(self) -> str:
        """What the attendee has answered by registering: they are not asked once more (RFC 5545 3.2.12)."""
        return {EventStatus.CONFIRMED: "ACCEPTED", EventStatus.CANCELLED: "DECLINED"}.get(self, "TENTATIVE")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar. `uid` is the same in page, feed and email; `sequence` rises with each change.

    `organizer` is an email address; `geo` latitude and longitude in degrees; `conference` the address where one
    watches, never of the stream itself; `alarm` how long before the start to remind.
    """

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
    organizer: str = ""
    geo: tuple[float, float] | None = None
    conference: str = ""
    alarm: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whom an email with an entry goes to; `name` is empty for an office that acts for somebody."""

    address: str
    name: str = ""


def attendee_of(mail: Mail, registration: Registration) -> Attendee:
    """Name the recipient of an email, and nobody else."""
    return Attendee(mail.address or "", "" if mail.link and mail.link.sent_to else registration.badge_name)


def part(name: str, zone: str, entry: Entry, attendee: Attendee, version: EntryVersion) -> CalendarPart:
    """Write an entry for the email to `attendee`: a request, or a cancellation once it is cancelled.

    The organiser's own address, or none, gets a file as pages give it: calendars take no request from oneself.
    """
    if email_key(attendee.address) in {"", email_key(entry.organizer)}:
        return CalendarPart(calendar_file(name, zone, [entry]), "PUBLISH", version)
    method = "CANCEL" if entry.status is EventStatus.CANCELLED else "REQUEST"
    return CalendarPart(calendar_file(name, zone, [entry], method=method, attendee=attendee), method, version)


def calendar_file(
    name: str,
    zone: str,
    entries: Iterable[Entry],
    *,
    method: str = "PUBLISH",
    attendee: Attendee | None = None,
    is_feed: bool = False,
) -> bytes:
    """Write a whole calendar: its own VTIMEZONE, TZID times, one VEVENT an entry; a feed says when to look again."""
    listed = list(entries)
    first = min(one.starts_at for one in listed) if listed else clock.now()
    last = max((one.ends_at for one in listed), default=first)
    head = _head(name, method, is_feed, current_language())
    events = b"".join(_event(one, zone, attendee) for one in listed)
    return head + timezone_for(zone, first, last) + events + _END  # an empty calendar too has a component


@lru_cache(64)
def _head(name: str, method: str, is_feed: bool, _lang: str) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", "-//Mayors' Digital Assembly//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add("NAME", _text(name))
    calendar.add("X-WR-CALNAME", _text(name))
    if is_feed:
        calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", "PT1H")
    return bytes(calendar.to_ical()).removesuffix(_END)


def _event(entry: Entry, zone: str, attendee: Attendee | None) -> bytes:
    """Write an entry: what is of one recipient, then what all emails of an assembly say alike, which is kept."""
    own = Event()
    own.add("UID", entry.uid)
    own.add("SEQUENCE", entry.sequence)
    own.add("DTSTAMP", entry.changed_at)
    own.add("LAST-MODIFIED", entry.changed_at)
    if attendee:
        own.add("ATTENDEE", _attendee(attendee, entry.status))
    alike = replace(entry, uid="", sequence=0, changed_at=entry.starts_at)
    return bytes(own.to_ical()).removesuffix(_END_EVENT) + _said_to_all(alike, zone, current_language())


@lru_cache(64)
def _said_to_all(entry: Entry, zone: str, _lang: str) -> bytes:
    event = Event()
    event.add("DTSTART", _when(entry.starts_at, zone))
    event.add("DTEND", _when(entry.ends_at, zone))
    event.add("SUMMARY", _text(entry.title))
    event.add("LOCATION", _text(entry.place))
    event.add("DESCRIPTION", _paragraphs(entry.text))
    event.add("URL", entry.url)
    event.add("STATUS", entry.status.value)
    event.add("TRANSP", "OPAQUE")
    if entry.geo:
        event["GEO"] = vInline("{:.6f};{:.6f}".format(*entry.geo))  # never 1e-05, as Python writes it near Greenwich
    if entry.conference:
        label = {"LABEL": _("Watch live"), "LANGUAGE": current_language()}
        event.add("CONFERENCE", vUri(entry.conference, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], **label}))
    if entry.organizer:
        event.add("ORGANIZER", _mailbox(entry.organizer, _("Mayors’ Digital Assembly")))
    if entry.alarm and entry.status is not EventStatus.CANCELLED:
        event.add_component(_alarm(entry.title, entry.alarm))
    return bytes(event.to_ical()).removeprefix(_BEGIN_EVENT)


def _when(instant: datetime, zone: str) -> datetime:
    """Give the time on the clocks of the zone, but in UTC within an hour that comes twice: a wall time means the first
    (RFC 5545 3.3.5), yet ical.js reads the second."""
    local = clock.local(instant, zone)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return instant.astimezone(UTC) if comes_twice else local


def _attendee(attendee: Attendee, status: EventStatus) -> vCalAddress:
    mailbox = _mailbox(attendee.address, attendee.name)
    mailbox.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT=status.partstat, RSVP="FALSE")
    return mailbox


def _mailbox(email: str, name: str) -> vCalAddress:
    """An address as calendars write it, with the name as it is shown."""
    return vCalAddress(f"mailto:{quote(email, safe=_MAILTO)}", params={"CN": clean(name)} if name else {})


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _text(title))
    alarm.add("TRIGGER", -before)
    return alarm


def _text(words: str) -> vText:
    """One clean line, saying its language."""
    return vText(clean(words), params={"LANGUAGE": current_language()})


def _paragraphs(words: str) -> vText:
    """Several clean lines."""
    return vText("\n".join(clean(line) for line in words.split("\n")), params={"LANGUAGE": current_language()})
