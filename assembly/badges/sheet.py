"""Badges on paper: each an A4 page to fold in four. Pure: registrations in, bytes out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from assembly.badges import qr
from assembly.formats import country, day, time, zone_name
from assembly.i18n import _, current_language
from assembly.models import Registration
from assembly.pdf import pdf


def badge(registration: Registration, code: str, represents: str = "", *, photo: bool = False) -> bytes:
    """The badge of one person with the address `code` in its picture, in the language now spoken; `represents` says
    for whom they come.

    Front: name, function, city. Back: the code and the reference to say. Inside, once folded: when, where, whom to ask.
    Unless this person agreed to photographs (`photo`) the front carries a mark that tells photographers not to.
    The picture and the file's own title say nothing of the person (row B10).
    """
    page = page_of(registration, code, represents, photo=photo)
    return badges([page], f"{_('Your badge')} – {registration.edition.name}")


def badges(pages: Sequence[dict[str, Any]], title: str) -> bytes:
    """Several badges in one file, each page in the language of its own person."""
    return pdf("badge", {"title": title, "pages": pages})


def page_of(registration: Registration, code: str, represents: str = "", *, photo: bool = False) -> dict[str, Any]:
    """What is on one badge, in words of the language now spoken."""
    edition, community = registration.edition, registration.community
    begins = f"{day(edition.day, weekday=True)}, {time(edition.starts_at, edition.zone)} ({zone_name(edition.zone)})"
    if not edition.takes_place:
        begins = edition.status.label
    no_photo = [_("No photos, please"), _("This notice stays on your badge until you agree to be photographed.")]
    return {
        "lang": current_language(),
        "edition": str(edition.name),
        "occasion": f"{day(edition.day) if edition.takes_place else edition.status.label} · {edition.venue.city}",
        "name": registration.badge_name,
        "function": registration.function,
        "represents": represents,
        "place": str(community.names) if community else registration.org_text,
        "country": country(community.country) if community else "",
        "no_photo": "" if photo else _("No photos, please"),
        "code": qr.svg(code, ""),
        "code_alt": _("Your entry code: a QR code to be scanned at the entrance"),
        "show": _("Show this code at the entrance or give this reference:"),
        "reference": registration.spoken_ref,
        "inside": _("Your badge"),
        "fold": _("Fold the page in half with the bottom half behind, then in half again with the left half behind."),
        "facts": [
            [_("When"), begins],
            [_("Where"), f"{edition.venue.name}, {edition.venue.address}"],
            [_("Questions"), edition.contact_email],
            *([] if photo else [no_photo]),
        ],
    }


def face_hash(page: dict[str, Any]) -> str:
    """Tell one face of a badge from another: what is on its front, and the code."""
    front = [
        page[one] for one in ("name", "function", "represents", "place", "country", "no_photo", "code", "reference")
    ]
    return sha256(json.dumps(front, ensure_ascii=False).encode()).hexdigest()
