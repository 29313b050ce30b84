"""The card of a day and the briefing sheet of a session as PDF files, in the language now spoken."""

from typing import Any

from assembly.cochairs.briefing import Briefing
from assembly.cochairs.day import Card, Item, Missing, OnStage
from assembly.cochairs.queries import Called
from assembly.formats import begun, day, language, listing, moment, time, zone_name
from assembly.i18n import _
from assembly.models import Presence, ReleasedSession
from assembly.pdf import pdf


def file_name(card: Card) -> str:
    """Name the file of a card."""
    return _("day-card-%(day)s.pdf", day=card.day.isoformat())


def day_card(card: Card) -> bytes:
    """Draw the card of a day."""
    edition = card.edition
    return pdf(
        "day_card",
        {
            "title": _("Day card"),
            "occasion": f"{edition.name} · {begun(day(card.day, weekday=True))}",
            "note": _("As of %(moment)s", moment=moment(card.at, edition.zone)),
            "missing_title": _("Speakers still missing"),
            "missing": [_missing(one, edition.zone) for one in card.missing] if card.count is not None else [],
            "missing_note": _missing_note(card),
            "sentences": list(card.sentences.items()),
            "sentence_title": _("Text to read out"),
            "programme_title": _("Programme (%(zone)s)", zone=zone_name(edition.zone)),
            "sessions": [_item(one, edition.zone) for one in card.items],
            "ceremony_title": _("Signing order"),
            "ceremony": [_called(one) for one in card.ceremony],
        },
    )


def _missing(one: Missing, zone: str) -> str:
    name = one.who.person.full_name
    return f"{name} – {time(one.item.row.starts_at, zone)}, {one.item.row.title}" if one.item else name


def _missing_note(card: Card) -> str:
    if card.count is None:
        return _("Not measured: no entrance is open.")
    return "" if card.missing else _("No one is missing from the sessions still to come.")


def _item(item: Item, zone: str) -> dict[str, Any]:
    row = item.row
    return {
        "time": f"{time(row.starts_at, zone)} – {time(row.ends_at, zone)}",
        "title": str(row.title),
        "about": " · ".join(filter(None, [row.kind.label, str(row.room), languages_line(row)])),
        "people": [
            {"name": one.who.person.full_name, "about": _about(one.who, one.role, one.presence)} for one in item.parts
        ],
    }


def languages_line(row: ReleasedSession) -> str:
    """Say which languages are spoken and interpreted into."""
    spoken = listing([language(one) for one in row.spoken])
    into = listing([language(one) for one in row.into])
    return " · ".join(filter(None, [spoken, _("interpretation: %(languages)s", languages=into) if into else ""]))


def _about(who: OnStage, role: str, presence: Presence) -> str:
    said = _("pronounced: %(pronunciation)s", pronunciation=who.pronunciation) if who.pronunciation else ""
    how = presence.label if presence is not Presence.IN_PERSON else ""
    return " · ".join(filter(None, [str(who.function), role, how, said, who.address_form, who.grammatical_form]))


def _called(one: Called) -> str:
    return " – ".join(filter(None, [str(one.place.community.names), one.place.signatory, one.place.function]))


def briefing_sheet(sheet: Briefing) -> bytes:
    """Draw the briefing sheet of a session."""
    session, zone = sheet.session, sheet.session.edition.zone
    when = f"{begun(day(sheet.day, weekday=True))}, {time(session.starts_at, zone)} – {time(session.ends_at, zone)}"
    facts = [
        (_("When"), f"{when} ({zone_name(zone)})"),
        (_("Where"), str(session.room.name) if session.room else _("No room assigned")),
        (_("Type"), session.kind.label),
        *((label, listing([language(one) for one in codes])) for label, codes in sheet.languages if codes),
    ]
    return pdf(
        "briefing",
        {
            "title": str(session.title) or _("No title"),
            "occasion": " · ".join([_("Briefing sheet"), str(session.edition.name)]),
            "facts": [list(one) for one in facts],
            "abstract_title": _("Abstract"),
            "abstract": str(session.abstract),
            "messages_title": _("Key messages"),
            "messages": str(session.key_messages),
            "people_title": _("On stage, in this order"),
            "people": [
                {
                    "name": one.name,
                    "about": " · ".join(filter(None, [one.function, one.role, one.presence, one.answer])),
                    "said": _("pronounced: %(pronunciation)s", pronunciation=one.pronunciation)
                    if one.pronunciation
                    else "",
                    "address": one.address_form,
                    "biography": one.biography,
                }
                for one in sheet.people
            ],
            "nobody": _("Nobody yet."),
            "note": _("For the people preparing this session. Not for publication."),
        },
    )
