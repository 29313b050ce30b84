"""The Atom feed of recordings, pure (RFC 4287): nouns in, bytes out, in the language now spoken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from assembly.addresses import address, calendar_domain
from assembly.formats import language
from assembly.i18n import current_language
from assembly.models import Edition
from assembly.recordings.queries import Watchable

_ATOM = "http://www.w3.org/2005/Atom"


def atom(edition: Edition, title: str, items: Iterable[Watchable]) -> bytes:
    """One entry for each track that is online, newest first."""
    ET.register_namespace("", _ATOM)
    here = address("recordings.feed", edition=edition)
    online = [
        (track.online_on, one.recording.code, track.lang, str(one.title))
        for one in items
        for track in one.online
        if track.online_on
    ]
    online.sort(reverse=True)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": current_language()})
    _text(feed, "id", here)
    _text(feed, "title", title)
    _text(feed, "updated", _instant(online[0][0]) if online else edition.starts_at.isoformat())
    _link(feed, here, rel="self")
    _link(feed, address("recordings.listing", edition=edition))
    for day, code, lang, heard in online:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        page = address("recordings.one", edition=edition, code=code)
        _text(entry, "id", f"tag:{calendar_domain()},{edition.slug[:4]}:recording-{code}-{lang}")
        _text(entry, "title", f"{heard} ({language(lang)})")
        _text(entry, "updated", _instant(day))
        _text(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", str(edition.name))
        _link(entry, page, hreflang=lang)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _text(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = words


def _link(parent: ET.Element, href: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"href": href, **attributes})


def _instant(day: date) -> str:
    """A track goes online on a day; feeds want an instant, and its first one is the honest choice."""
    return datetime.combine(day, time(0), UTC).isoformat()
