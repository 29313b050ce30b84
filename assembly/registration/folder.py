"""The mayor's folder: one A4 page for the trip. Pure: a registration and what was read in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.formats import country, day, time, zone_name
from assembly.i18n import _
from assembly.models import Mode, Practical, Registration, ReleasedSession, Topic
from assembly.pdf import pdf

ON_SITE = (Topic.ENTRANCE, Topic.DESK, Topic.TRANSPORT, Topic.ACCESS, Topic.PHONE)
ONLINE = (Topic.ONLINE, Topic.PHONE)
MOST_SESSIONS = 8
"So many lines of programme one page holds beside the rest."


@dataclass(frozen=True, slots=True)
class Sessions:
    """What the page lists: the sessions somebody speaks in, else the first of the programme."""

    rows: Sequence[ReleasedSession]
    are_own: bool


def page(
    registration: Registration, *, represents: str, code: str, answers: Sequence[Practical], sessions: Sessions
) -> bytes:
    """The page in the language now spoken; `code` is the picture of the entry code, empty where there is none."""
    edition, community = registration.edition, registration.community
    on_site = registration.mode is Mode.ON_SITE
    known = {one.topic: str(one.text) for one in answers}
    topics = [topic for topic in (ON_SITE if on_site else ONLINE) if topic in known]
    ends = time(edition.ends_at, edition.zone)
    when = f"{day(edition.day, weekday=True)}, {time(edition.starts_at, edition.zone)} – {ends}"
    place = [str(community.names), country(community.country)] if community else [registration.org_text]
    return pdf(
        "folder",
        {
            "title": f"{_('Information sheet for the day')} – {edition.name}",
            "edition": str(edition.name),
            "occasion": f"{day(edition.day) if edition.takes_place else edition.status.label} · {edition.venue.city}",
            "heading": _("Information sheet for the day"),
            "name": registration.badge_name,
            "function": ", ".join(part for part in (registration.function, *place) if part),
            "represents": represents,
            "facts": [
                [_("When"), f"{when} ({zone_name(edition.zone)})" if edition.takes_place else edition.status.label],
                [_("Where"), f"{edition.venue.name}, {edition.venue.address}" if on_site else _("Online")],
                *([topic.label, known[topic]] for topic in topics),
                [_("Questions"), edition.contact_email],
            ],
            "code": code,
            "code_alt": _("Your entry code: a QR code to be scanned at the entrance"),
            "show": _("Show this code at the entrance or give this reference:") if code else _("Reference"),
            "reference": registration.spoken_ref,
            "state": "" if registration.opens_doors else registration.state.label,
            "sessions_heading": (_("Your sessions") if sessions.are_own else _("Programme")) if sessions.rows else "",
            "sessions": [
                [
                    f"{time(one.starts_at, edition.zone)} – {time(one.ends_at, edition.zone)}",
                    str(one.title),
                    str(one.room),
                ]
                for one in sessions.rows[:MOST_SESSIONS]
            ],
        },
    )
