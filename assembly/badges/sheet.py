"""Badges on paper, whatever its format. Pure: registrations in, what Typst sets out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from assembly.badges.papers import Paper, PrintOptions, sheet_of
from assembly.formats import country, day, time, zone_name
from assembly.i18n import _, current_language
from assembly.models import Category, Edition, Registration, ReleasedSession

FRONT = ("name", "function", "represents", "place", "country", "role", "languages", "no_photo", "address", "reference")
"What makes a prepared badge outdated when it changes."
ROLES: dict[Category, tuple[str, str]] = {
    Category.PARTICIPANT: ("#0b3ea8", "circle"),
    Category.SPEAKER: ("#8a1c5b", "triangle"),
    Category.PRESS: ("#6b4a00", "square"),
    Category.INTERPRETER: ("#0f5c4d", "ring"),
    Category.STAFF: ("#14182b", "diamond"),
    Category.TECHNICIAN: ("#454b5e", "frame"),
    Category.VOLUNTEER: ("#9c2a12", "cross"),
    Category.PERSONAL_ASSISTANT: ("#5b3a8e", "wedge"),
    Category.COMPANION: ("#2c5a87", "hexagon"),
}
"Colour and shape of each role. White on each of these colours has a contrast above 5."


def page_of(
    registration: Registration,
    address: str,
    represents: str = "",
    *,
    photo: bool = False,
    languages: Sequence[str] = (),
) -> dict[str, Any]:
    """Say what is on one badge, in the language now spoken. `address` is what its code holds, `represents` for whom
    they come; without `photo` it carries a mark that tells photographers not to."""
    edition, community = registration.edition, registration.community
    colour, shape = ROLES[registration.category]
    return {
        "lang": current_language(),
        "edition": str(edition.name),
        "occasion": f"{day(edition.day) if edition.takes_place else edition.status.label} · {edition.venue.city}",
        "name": registration.badge_name,
        "function": registration.function,
        "represents": represents,
        "place": str(community.names) if community else registration.org_text,
        "country": country(community.country) if community else "",
        "role": {"word": registration.category.label, "colour": colour, "shape": shape},
        "languages": " · ".join(one.upper() for one in languages),
        "no_photo": "" if photo else _("No photos, please"),
        "address": address,
        "code_alt": _("Your entry code: a QR code to be scanned at the entrance"),
        "reference": registration.spoken_ref,
    }


def inside_of(edition: Edition, sessions: Sequence[ReleasedSession]) -> dict[str, Any]:
    """Say what all badges of an edition share, in the language now spoken: the programme of the day (`sessions`, in
    time), and what to know and how to fold on a folded one."""
    begins = f"{day(edition.day, weekday=True)}, {time(edition.starts_at, edition.zone)} ({zone_name(edition.zone)})"
    return {
        "lang": current_language(),
        "heading": _("Programme"),
        "sessions": [
            {"when": time(one.starts_at, edition.zone), "title": str(one.title), "room": str(one.room)}
            for one in sessions
        ],
        "more": _("The whole programme is on our site."),
        "nothing": "" if sessions else _("The programme has not been published yet."),
        "show": _("Show this code at the entrance or give this reference:"),
        "inside": _("Your badge"),
        "fold": _("Fold the page in half with the bottom half behind, then in half again with the left half behind."),
        "facts": [
            [_("When"), begins if edition.takes_place else edition.status.label],
            [_("Where"), f"{edition.venue.name}, {edition.venue.address}"],
            [_("Questions"), edition.contact_email],
        ],
        "photo_facts": [
            _("No photos, please"),
            _("This notice stays on your badge until you agree to be photographed."),
        ],
    }


def document(
    pages: Sequence[Mapping[str, Any]], insides: Mapping[str, Any], options: PrintOptions, title: str
) -> tuple[str, dict[str, Any]]:
    """Give the template and the facts of several badges; `insides` holds what they share, by language.

    The pages hold the addresses of their codes: `codes.drawn` makes pictures of them.
    """
    facts: dict[str, Any] = {"title": title, "pages": list(pages), "insides": dict(insides), **options.kept()}
    if options.paper is Paper.FOLDED:
        return "badge", facts
    return "badges", facts | {"sheet": asdict(sheet_of(options.paper, marks=options.marks))}


def face_hash(page: Mapping[str, Any]) -> str:
    """Tell one face of a badge from another: what is on its front, and the code."""
    return sha256(json.dumps([page[one] for one in FRONT], ensure_ascii=False).encode()).hexdigest()
