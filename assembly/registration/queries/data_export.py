"""Everything we hold on one person for one registration, and what goes onto their folder."""

from typing import Any

from sqlalchemy import or_, select

from assembly.agenda.queries import latest_rows
from assembly.extensions import read_all
from assembly.models import (
    AccessLink,
    Admission,
    Answer,
    Badge,
    Consent,
    Edition,
    Entry,
    Invitation,
    Mail,
    Mandate,
    Need,
    OnlineAttendance,
    Person,
    Quote,
    Registration,
    ReleasedAppearance,
    ReleasedSession,
    Representation,
    Scan,
    SelectedSession,
    SignUp,
    Skill,
    Speaker,
    SpeakerInvitation,
    Status,
    Subscription,
)
from assembly.registration.folder import Sessions
from assembly.speakers.queries import published_appearances


def held(registration: Registration) -> dict[str, list[Any]]:
    """The rows by the names of their tables, oldest first."""
    person, edition = registration.person, registration.edition
    kept = (
        Skill, Answer, Consent, Need, Representation, AccessLink, Badge, Admission, Scan, OnlineAttendance, SignUp,
        SelectedSession,
    )  # fmt: skip
    own: list[tuple[type[Any], Any]] = [(one, one.registration_id == registration.id) for one in kept]
    own += [
        (Invitation, (Invitation.person_id == person.id) & (Invitation.edition_id == edition.id)),
        (Subscription, Subscription.person_id == person.id),
        (Speaker, (Speaker.person_id == person.id) & (Speaker.edition_id == edition.id)),
        (
            SpeakerInvitation,
            (SpeakerInvitation.person_id == person.id) & (SpeakerInvitation.edition_id == edition.id),
        ),
        (Mandate, Mandate.person_id == person.id),
        (Quote, (Quote.person_id == person.id) & (Quote.edition_id == edition.id)),
        (Mail, _to(person, registration, edition)),
        (Entry, (Entry.noun == "registration") & (Entry.noun_ref == registration.code)),
    ]
    found: dict[str, list[Any]] = {
        noun.__tablename__: read_all(select(noun).where(condition).order_by(*noun.__table__.primary_key))
        for noun, condition in own
    }
    return found | {
        "registration": [registration],
        "person": [person],
        "move": list(registration.moves),
        "released_appearance": _appearances(registration),
    }


def sessions_to_print(registration: Registration) -> Sessions:
    """The published sessions somebody appears in, else those of the whole programme; never a cancelled one."""
    rows = [row for row in latest_rows(registration.edition) if row.status is not Status.CANCELLED]
    own = {one.session_id for one in _appearances(registration)}
    mine: list[ReleasedSession] = [row for row in rows if row.session_id in own]
    return Sessions(mine or rows, bool(mine))


def _appearances(registration: Registration) -> list[ReleasedAppearance]:
    published = published_appearances(registration.edition)
    return [one for rows in published.values() for one in rows if one.person_id == registration.person_id]


def _to(person: Person, registration: Registration, edition: Edition) -> Any:
    """The mails of this edition to the person, to whoever acts for them, and to their bare address."""
    links = select(AccessLink.id).where(AccessLink.registration_id == registration.id)
    reached = or_(Mail.person_id == person.id, Mail.link_id.in_(links))
    if person.email_key:
        reached = or_(reached, Mail.to_address == person.email_key)
    return (Mail.edition_id == edition.id) & reached
