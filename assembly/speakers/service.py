"""Verbs on those who speak."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from assembly import clock, history
from assembly.errors import Untranslated
from assembly.extensions import db
from assembly.models import (
    Announcement,
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Community,
    Edition,
    Mandate,
    MandateRole,
    Person,
    Presence,
    Quote,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    Session,
)
from assembly.speakers import queries


def add_mandate(
    person: Person,
    role: MandateRole,
    *,
    community: Community | None,
    body: Bilingual,
    function: Bilingual,
    from_on: date | None,
    to_on: date | None,
) -> Mandate:
    """A function somebody holds, with its wording in both languages and its dates."""
    mandate = Mandate(
        person=person, role=role, community=community, body=body, function=function, from_on=from_on, to_on=to_on
    )
    db.session.add(mandate)
    history.record("mandate", person.code, "added", role=role.value)
    return mandate


def add_quote(
    edition: Edition, mandate: Mandate, words: Bilingual, *, original_lang: str, source: str, position: int = 0
) -> Quote:
    """Words of somebody in office; `original_lang` is ISO 639, `und` if not recorded. Not public until approved."""
    quote = Quote(
        edition=edition,
        person=mandate.person,
        mandate=mandate,
        words=words,
        original_lang=original_lang,
        source=source,
        position=position,
    )
    db.session.add(quote)
    db.session.flush()
    history.record("quote", str(quote.id), "added", edition_id=edition.id)
    return quote


def approve_quote(quote: Quote, *, by: str) -> None:
    """Whoever said it, or speaks for them, agrees to these words in both languages. Raises Untranslated."""
    if quote.words.missing():
        raise Untranslated(languages=quote.words.missing())
    quote.approved_at, quote.approved_by = clock.now(), by
    history.record("quote", str(quote.id), "approved", edition_id=quote.edition_id, by=by)


def add_announcement(
    edition: Edition,
    *,
    title: Bilingual,
    text: Bilingual,
    partners: Bilingual,
    languages: Bilingual,
    planned_on: date | None,
    link: str,
    source: str,
) -> Announcement:
    """Something this assembly announced, as a plan: whether it happened is another fact."""
    announcement = Announcement(
        edition=edition,
        title=title,
        text=text,
        partners=partners,
        languages=languages,
        planned_on=planned_on,
        link=link,
        source=source,
    )
    db.session.add(announcement)
    history.record("announcement", edition.slug, "added", edition_id=edition.id)
    return announcement


def add_appearance(
    session: Session,
    person: Person,
    role: AppearanceRole,
    *,
    presence: Presence,
    mandate: Mandate | None,
    state: AppearanceState = AppearanceState.INVITED,
    position: int = 0,
) -> Appearance:
    """Somebody in a session, in the office in which they speak."""
    appearance = Appearance(
        session=session, person=person, role=role, presence=presence, mandate=mandate, state=state, position=position
    )
    db.session.add(appearance)
    history.record("appearance", person.code, "added", edition_id=session.edition_id, role=role.value)
    return appearance


def release_appearances(edition: Edition, release: Release) -> None:
    """Copy the confirmed appearances of every session the release touches, with name and function as they are now."""
    confirmed = queries.confirmed(edition)
    touched = db.session.scalars(select(ReleasedSession.session_id).where(ReleasedSession.release_id == release.id))
    for session_id in touched:
        for one in confirmed.get(session_id, []):
            db.session.add(
                ReleasedAppearance(
                    release_id=release.id,
                    session_id=session_id,
                    person_id=one.person_id,
                    role=one.role,
                    presence=one.presence,
                    position=one.position,
                    name=one.person.full_name,
                    name_lang=one.person.name_lang,
                    function=one.mandate.function if one.mandate else Bilingual(),
                )
            )
