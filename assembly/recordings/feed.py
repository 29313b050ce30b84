"""The feeds of recordings in the language now spoken: Atom (RFC 4287), and RSS 2.0 for podcast programs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from assembly.addresses import address, calendar_domain
from assembly.formats import language
from assembly.i18n import current_language
from assembly.models import Edition, Track
from assembly.recordings.providers import Provider, source_or_link
from assembly.recordings.queries import Watchable
from assembly.recordings.schema_org import whole_address

_ATOM = "http://www.w3.org/2005/Atom"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_KINDS = {
    **{"mp4": "video/mp4", "m4v": "video/x-m4v", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime"},
    **{"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "aac": "audio/aac", "wav": "audio/wav", "flac": "audio/flac"},
    **dict.fromkeys(("ogg", "oga", "opus"), "audio/ogg"),
}


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
    _text(feed, "updated", _instant(online[0][0]).isoformat() if online else edition.starts_at.isoformat())
    _link(feed, here, rel="self")
    _link(feed, address("recordings.listing", edition=edition))
    for day, code, lang, heard in online:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        page = address("recordings.one", edition=edition, code=code)
        _text(entry, "id", _name(edition, code, lang))
        _text(entry, "title", f"{heard} ({language(lang)})")
        _text(entry, "updated", _instant(day).isoformat())
        _text(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", str(edition.name))
        _link(entry, page, hreflang=lang)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _text(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = words


def _link(parent: ET.Element, href: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"href": href, **attributes})


def _instant(day: date) -> datetime:
    """A track goes online on a day; feeds want an instant, and its first one is the honest choice."""
    return datetime.combine(day, time(0), UTC)


def _name(edition: Edition, code: str, lang: str) -> str:
    return f"tag:{calendar_domain()},{edition.slug[:4]}:recording-{code}-{lang}"


def podcast(edition: Edition, title: str, items: Iterable[Watchable]) -> bytes:
    """One item for each media file that is online in the language now spoken, newest first."""
    lang = current_language()
    ET.register_namespace("itunes", _ITUNES)
    ET.register_namespace("atom", _ATOM)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    here = address("recordings.podcast", edition=edition)
    for name, words in (
        ("title", title),
        ("link", address("recordings.listing", edition=edition)),
        ("description", str(edition.purpose) or title),
        ("language", lang),
        (f"{{{_ITUNES}}}author", str(edition.name)),
        (f"{{{_ITUNES}}}explicit", "false"),
    ):
        ET.SubElement(channel, name).text = words
    ET.SubElement(channel, f"{{{_ATOM}}}link", {"rel": "self", "type": "application/rss+xml", "href": here})
    found = [(one, track) for one in items for track in one.online if track.lang == lang and _is_file(track)]
    for one, track in sorted(found, key=lambda each: (each[1].online_on, each[1].id), reverse=True):
        _item(channel, one, track)
    return bytes(ET.tostring(rss, encoding="utf-8", xml_declaration=True))


def _is_file(track: Track) -> bool:
    return source_or_link(track.address).provider is Provider.FILE and track.online_on is not None


def _item(channel: ET.Element, one: Watchable, track: Track) -> None:
    edition, code = one.recording.edition, one.recording.code
    item = ET.SubElement(channel, "item")
    ET.SubElement(item, "title").text = str(one.title)
    ET.SubElement(item, "link").text = address("recordings.one", edition=edition, code=code, audio=track.lang)
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = _name(edition, code, track.lang)
    if track.online_on:
        ET.SubElement(item, "pubDate").text = format_datetime(_instant(track.online_on))
    ending = track.address.partition("?")[0].lower().rpartition(".")[2]
    kind = _KINDS.get(ending, "application/octet-stream")
    # nobody has asked the other site how long its file is: 0 is what programs take for unknown
    ET.SubElement(item, "enclosure", {"url": whole_address(track.address), "type": kind, "length": "0"})
    if one.recording.length_s:
        ET.SubElement(item, f"{{{_ITUNES}}}duration").text = str(one.recording.length_s)
