"""The public pages for search engines, each with its other language (sitemaps.org, `xhtml:link`)."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from assembly.addresses import address
from assembly.agenda.queries import programme
from assembly.editions.queries.editions import public_editions
from assembly.i18n import LANGUAGES
from assembly.models import Edition
from assembly.recordings.queries import watchable
from assembly.speakers.queries import speakers

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_OF_THE_SITE = ("signatures.signatories", "signatures.declaration", "communities.about", "editions.open_data")
_OF_AN_EDITION = ("editions.home", "editions.practical", "agenda.programme", "speakers.listing", "recordings.listing")


def sitemap() -> bytes:
    """Write each page once for each language it is in."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for endpoint, values in _pages():
        both = {lang: address(endpoint, lang=lang, **values) for lang in LANGUAGES}
        for here in both.values():
            page = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(page, f"{{{_SITEMAP}}}loc").text = here
            for lang, there in both.items():
                ET.SubElement(page, f"{{{_XHTML}}}link", rel="alternate", hreflang=lang, href=there)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _pages() -> Iterator[tuple[str, dict[str, Any]]]:
    for endpoint in _OF_THE_SITE:
        yield endpoint, {}
    for edition in public_editions(with_reports=True):
        yield from _pages_of(edition)


def _pages_of(edition: Edition) -> Iterator[tuple[str, dict[str, Any]]]:
    for endpoint in _OF_AN_EDITION:
        yield endpoint, {"edition": edition}
    if edition.public_report:
        yield "report.page", {"edition": edition}
    for session in programme(edition):
        yield "agenda.session", {"edition": edition, "code": session.code}
    for person, _rows in speakers(edition):
        yield "speakers.one", {"edition": edition, "code": person.code}
    for one in watchable(edition):
        if one.online:
            yield "recordings.one", {"edition": edition, "code": one.recording.code}
