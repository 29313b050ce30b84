"""The programme in the XML that conference apps read (the schedule of frab), in the language now spoken.

Ids and guids are made of our codes: the same in both languages and for ever. Cancelled sessions are left out.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from assembly import clock
from assembly.addresses import address, calendar_domain
from assembly.agenda.published.programme import Programme
from assembly.fold import fold
from assembly.i18n import current_language
from assembly.models import Edition, ReleasedAppearance, ReleasedSession

_TIMESLOT = "00:05"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"Signs that no XML file may hold."


def frab(programme: Programme) -> bytes:
    """Write the sessions that take place, day by day and room by room."""
    edition = programme.edition
    by_day = groupby(programme.sessions, key=lambda row: clock.local_day(row.starts_at, edition.zone))
    days = [list(rows) for _on, rows in by_day]
    schedule = ET.Element("schedule")
    _text(schedule, "version", str(programme.release.number) if programme.release else "0")
    _conference(schedule, edition, len(days))
    for index, rows in enumerate(days, start=1):
        _day(schedule, index, rows, programme)
    ET.indent(schedule)
    return bytes(ET.tostring(schedule, encoding="utf-8", xml_declaration=True))


def _conference(schedule: ET.Element, edition: Edition, days: int) -> None:
    first, last = (clock.local_day(at, edition.zone) for at in (edition.starts_at, edition.ends_at))
    conference = ET.SubElement(schedule, "conference")
    for name, words in (
        ("acronym", _acronym(edition)),
        ("title", str(edition.name)),
        ("start", first.isoformat()),
        ("end", last.isoformat()),
        ("days", str(days)),
        ("timeslot_duration", _TIMESLOT),
        ("base_url", address("agenda.programme", edition=edition)),
        ("time_zone_name", edition.zone),
    ):
        _text(conference, name, words)


def _day(schedule: ET.Element, index: int, rows: Sequence[ReleasedSession], programme: Programme) -> None:
    edition = programme.edition
    starts_at = clock.local(rows[0].starts_at, edition.zone)
    day = ET.SubElement(
        schedule,
        "day",
        {
            "index": str(index),
            "date": starts_at.date().isoformat(),
            "start": starts_at.isoformat(timespec="seconds"),
            "end": _wall(max(row.ends_at for row in rows), edition),
        },
    )
    rooms: dict[str, ET.Element] = {}
    for row in rows:
        name = _room(row, edition)
        if name not in rooms:
            rooms[name] = ET.SubElement(day, "room", {"name": name})
        _event(rooms[name], row, programme.people_of(row), edition)


def _event(room: ET.Element, row: ReleasedSession, people: Sequence[ReleasedAppearance], edition: Edition) -> None:
    event = ET.SubElement(room, "event", {"guid": _guid("session", row.code), "id": str(_number(row.code))})
    for name, words in (
        ("room", _room(row, edition)),
        ("title", str(row.title)),
        ("subtitle", ""),
        ("type", row.kind.value),
        ("date", _wall(row.starts_at, edition)),
        ("start", clock.local(row.starts_at, edition.zone).strftime("%H:%M")),
        ("duration", _duration(row.ends_at - row.starts_at)),
        ("abstract", str(row.abstract)),
        ("slug", _slug(row, edition)),
        ("track", ""),
    ):
        _text(event, name, words)
    persons = ET.SubElement(event, "persons")
    for code, name in {appearance.person.code: appearance.name for appearance in people}.items():
        _text(persons, "person", name, id=str(_number(code)), guid=_guid("person", code))
    _text(event, "language", next((lang for lang in row.spoken if len(lang) == 2), current_language()))
    _text(event, "description", "")
    recording = ET.SubElement(event, "recording")
    _text(recording, "license", "")
    _text(recording, "optout", "false")  # nobody has refused for the session as a whole
    ET.SubElement(event, "links")
    ET.SubElement(event, "attachments")
    _text(event, "url", address("agenda.session", edition=edition, code=row.code))


def _text(parent: ET.Element, name: str, words: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _FORBIDDEN.sub("", words)


def _room(row: ReleasedSession, edition: Edition) -> str:
    """What has no room takes place somewhere in the building."""
    return _FORBIDDEN.sub("", str(row.room) or str(edition.venue.name))


def _acronym(edition: Edition) -> str:
    return f"assembly-{edition.slug}"


def _slug(row: ReleasedSession, edition: Edition) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(str(row.title))).strip("-")[:60]
    return "-".join(filter(None, (_acronym(edition), str(_number(row.code)), words.strip("-"))))


def _guid(noun: str, code: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{noun}-{code}@{calendar_domain()}"))


def _number(code: str) -> int:
    """A whole number that fits 31 bits, made of a code: our own ids stay inside."""
    return int.from_bytes(sha256(code.encode()).digest()[:4]) >> 1


def _wall(at: datetime, edition: Edition) -> str:
    return clock.local(at, edition.zone).isoformat(timespec="seconds")


def _duration(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
