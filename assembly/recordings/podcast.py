"""The podcast of an assembly in one language, pure: RSS 2.0 with the marks podcast programs read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from assembly.addresses import address, calendar_domain
from assembly.i18n import current_language
from assembly.models import Edition, Track
from assembly.recordings.providers import Provider, source_or_link
from assembly.recordings.queries import Watchable
from assembly.recordings.schema_org import whole_address

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_ATOM = "http://www.w3.org/2005/Atom"
_KINDS = {
    **{"mp4": "video/mp4", "m4v": "video/x-m4v", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime"},
    **{"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "aac": "audio/aac", "wav": "audio/wav", "flac": "audio/flac"},
    **dict.fromkeys(("ogg", "oga", "opus"), "audio/ogg"),
}


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
    mark = f"tag:{calendar_domain()},{edition.slug[:4]}:recording-{code}-{track.lang}"
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = mark
    if track.online_on:
        ET.SubElement(item, "pubDate").text = format_datetime(datetime.combine(track.online_on, time(0), UTC))
    ending = track.address.partition("?")[0].lower().rpartition(".")[2]
    kind = _KINDS.get(ending, "application/octet-stream")
    # nobody has asked the other site how long its file is: 0 is what programs take for unknown
    ET.SubElement(item, "enclosure", {"url": whole_address(track.address), "type": kind, "length": "0"})
    if one.recording.length_s:
        ET.SubElement(item, f"{{{_ITUNES}}}duration").text = str(one.recording.length_s)
