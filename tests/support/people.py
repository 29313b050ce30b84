"""People in a programme, made through the services."""

from __future__ import annotations

from assembly.accounts.service.people import add_person, find_or_add_person
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import add_session
from assembly.communities.queries import by_code
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    MandateRole,
    Person,
    Presence,
    Session,
    SessionKind,
)
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.mandates import add_mandate


def appear(edition: Edition, given: str, family: str, community: str, *, email: str = "") -> Person:
    """Somebody who speaks at this edition for a community, inside `writing()`; without an address unless said."""
    if email:
        person = find_or_add_person(given=given, family=family, email=email, mail_lang="en")
    else:
        person = add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang="en")
    speak(person, a_session(edition), community)
    return person


def speak(person: Person, session: Session, community: str) -> None:
    """One more part in the programme."""
    mandate = add_mandate(
        person,
        MandateRole.MAYOR,
        community=by_code(community),
        body=Bilingual(),
        function=Bilingual("Mayor", "Maire"),
        from_on=None,
        to_on=None,
    )
    state, presence = AppearanceState.CONFIRMED, Presence.IN_PERSON
    add_appearance(session, person, AppearanceRole.SPEAKER, presence=presence, mandate=mandate, state=state)


def a_session(edition: Edition) -> Session:
    """The session of this edition, made if there is none."""
    found = draft(edition)
    if found:
        return found[0]
    return add_session(
        edition,
        kind=next(iter(SessionKind)),
        title=Bilingual("Opening", "Ouverture"),
        abstract=Bilingual(),
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
    )
