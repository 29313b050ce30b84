"""What the email about a change of plan says: the new state, why, and what it means to whoever reads it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.emails import check_address, own_page_of, registration_of
from assembly.addresses import address
from assembly.calendar import days
from assembly.extensions import db, read_coded
from assembly.formats import day, moment
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import (
    AccessLink,
    Bilingual,
    Edition,
    EditionChange,
    EditionChangeKind,
    EditionStatus,
    Mail,
    MailState,
    Registration,
    SpeakerInvitation,
)
from assembly.rescheduling.decisions import Decision, Involvement, decided, mail_key
from assembly.rescheduling.sentences import before_of, effective_kind, meaning, state_of, when


@kind("edition_changed", _l("Change of plan"))
def edition_changed(mail: Mail) -> Message:
    """The same announcement for everybody, and for each what it means; nothing once a later one has been made."""
    edition, change = _change(mail)
    news, part = _news(edition, change, mail)
    registration = _registration(mail)
    zone, person = edition.zone, registration.person if registration else mail.person
    if person is not None:
        check_address(mail, person)
    _check_speaker(mail)
    until = registration.offered_until if registration else None
    starts_at = change.starts_at if "preview" in mail.facts else edition.starts_at
    context = {
        "edition": edition,
        "registration": registration,
        "change": change,
        "explanation": change.message if "preview" in mail.facts else edition.changes[-1].message,
        "name": registration.badge_name if registration else person.full_name if person else mail.facts["name"],
        "for_office": bool(mail.facts.get("assistant") or mail.facts.get("office")),
        "state": state_of(change, zone, starts_at),
        "before": before_of(change, zone, starts_at),
        "when": when(change, zone, starts_at),
        "where": _where(edition, change),
        "occasion": f"{_day(change, starts_at, zone)} · {_('Online') if change.is_online else edition.venue.city}",
        "meaning": meaning(effective_kind(news), part, moment(until, zone) if until else ""),
        "own_page": _own_page(mail, registration),
        "edition_page": address("editions.home", edition=edition),
        "with_calendar": registration is not None and registration.was_confirmed,
    }
    calendars = days.attached(mail, registration) if registration is not None and registration.was_confirmed else ()
    return Message(f"{_subject(news)} – {edition.name}", "rescheduling/changed", context, calendars=calendars)


def _subject(change: EditionChange) -> str:
    if change.status is EditionStatus.CANCELLED:
        return _("Cancelled")
    if change.status is EditionStatus.POSTPONED:
        return _("Postponed")
    if change.kind is EditionChangeKind.RESCHEDULED:
        return _("New date")
    return _("Now online") if change.kind is EditionChangeKind.ONLINE else _("Change of plan")


def _day(change: EditionChange, starts_at: datetime, zone: str) -> str:
    if change.status in (EditionStatus.CANCELLED, EditionStatus.POSTPONED):
        return change.status.label
    return day(clock.local_day(starts_at, zone))


def _where(edition: Edition, change: EditionChange) -> str:
    if change.status is EditionStatus.CANCELLED:
        return ""
    return _("Online") if change.is_online else f"{edition.venue.name}, {edition.venue.address}"


def _change(mail: Mail) -> tuple[Edition, EditionChange]:
    """What is announced; of a preview what would be. Raises NobodyThere where something else holds by now."""
    if "preview" in mail.facts:
        edition = db.session.get_one(Edition, mail.edition_id)
        return edition, decided(edition, decision_in(mail.facts["preview"]))
    change = db.session.get(EditionChange, mail.facts["change"])
    if change is None:
        raise LookupError("the announcement of this mail is gone")
    edition = db.session.get_one(Edition, change.edition_id)
    later = [one for one in edition.changes if one.number > change.number]
    if any(one.kind is not EditionChangeKind.CORRECTED for one in later) or _about(mail, edition, later):
        raise NobodyThere
    return edition, change


def _about(mail: Mail, edition: Edition, changes: Sequence[EditionChange]) -> dict[str, Mail]:
    """The emails to the same reader about these changes, by their keys."""
    if "key" not in mail.facts:
        return {}
    keys = [mail_key(edition, one, mail.facts["key"]) for one in changes]
    found = db.session.scalars(select(Mail).where(Mail.dedupe_key.in_(keys))) if keys else ()
    return {one.dedupe_key: one for one in found}


def _news(edition: Edition, change: EditionChange, mail: Mail) -> tuple[EditionChange, Involvement]:
    """The change that is new to the reader, and what they were before it.

    Of a correction it is the change it corrects, where no email has told them of that one: its own is not sent any
    more, so that nobody reads both at once.
    """
    part = Involvement(mail.facts["part"])
    if change.kind is not EditionChangeKind.CORRECTED or "preview" in mail.facts:
        return change, part
    earlier = [one for one in edition.changes if one.number < change.number]
    first = max(at for at, one in enumerate(earlier) if one.kind is not EditionChangeKind.CORRECTED)
    announced, told = earlier[first], _about(mail, edition, earlier[first:])
    waiting = told.get(mail_key(edition, announced, mail.facts.get("key", "")))
    if waiting is None or any(one.state is MailState.SENT for one in told.values()):
        return change, part
    return announced, Involvement(waiting.facts["part"])


def _check_speaker(mail: Mail) -> None:
    """Raise NobodyThere where a speaker's invitation was withdrawn, or its address corrected, since."""
    if "speaker" not in mail.facts:
        return
    one = read_coded(SpeakerInvitation, mail.facts["speaker"])
    if one is None or one.withdrawn_at is not None:
        raise NobodyThere
    if mail.person is not None and mail.to_address != (one.office_email if mail.facts["office"] else one.email):
        raise NobodyThere


def _registration(mail: Mail) -> Registration | None:
    if "registration" not in mail.facts:
        return None
    found = registration_of(mail)
    if not found.state.is_active or found.merged_into_id is not None:
        raise NobodyThere
    return found


def _own_page(mail: Mail, registration: Registration | None) -> str | None:
    """The page behind the link this mail was made for, else the person's own. Whoever was told to stop gets nothing."""
    if registration is None:
        return None
    link: AccessLink | None = mail.link
    if link is None:
        link = access_queries.link_of(registration, assistant=False)
    elif not link.is_valid:
        raise NobodyThere
    return own_page_of(link)


def plain(decision: Decision) -> dict[str, Any]:
    """A decision as plain words, for a preview that is read and not stored."""
    return {
        "kind": decision.kind.value,
        "en": decision.message.en,
        "fr": decision.message.fr,
        "starts_at": decision.starts_at.isoformat() if decision.starts_at else "",
        "ends_at": decision.ends_at.isoformat() if decision.ends_at else "",
    }


def decision_in(words: dict[str, Any]) -> Decision:
    """Read it again."""
    starts_at, ends_at = (datetime.fromisoformat(words[name]) if words[name] else None for name in _TIMES)
    return Decision(EditionChangeKind(words["kind"]), Bilingual(words["en"], words["fr"]), starts_at, ends_at)


_TIMES = ("starts_at", "ends_at")
