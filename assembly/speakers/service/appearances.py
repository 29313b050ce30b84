"""Verbs on who appears in a session."""

from __future__ import annotations

from sqlalchemy import select

from assembly import history
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Mandate,
    Person,
    Presence,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    Session,
)
from assembly.speakers import queries


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
