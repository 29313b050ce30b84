"""Who came of an invitation: for doors that only they may enter."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceState,
    Invitation,
    Presence,
    Registration,
    RoleAnswer,
    Session,
    SpeakerInvitation,
)
from assembly.registration.service.speaking import ORIGIN


def invited(registration: Any) -> ColumnElement[bool]:
    """The condition that a registration (the table or an alias of it) came of an invitation, or of one to speak that
    was accepted in person: it may have been there before."""
    speaks = exists().where(
        SpeakerInvitation.edition_id == registration.edition_id,
        SpeakerInvitation.person_id == registration.person_id,
        accepted_to_speak(),
    )
    by_invitation = exists().where(Invitation.registration_id == registration.id)
    return or_(by_invitation, registration.origin == ORIGIN, speaks)


def accepted_to_speak() -> ColumnElement[bool]:
    """The condition that an invitation to speak brings its person into the room."""
    confirmed = exists().where(
        Appearance.person_id == SpeakerInvitation.person_id,
        Appearance.session_id == Session.id,
        Session.edition_id == SpeakerInvitation.edition_id,
        Session.removed_at.is_(None),
        Appearance.state == AppearanceState.CONFIRMED,
        Appearance.presence == Presence.IN_PERSON,
    )
    accepted = or_(SpeakerInvitation.role_answer == RoleAnswer.IN_PERSON, confirmed)
    return SpeakerInvitation.withdrawn_at.is_(None) & accepted


def invited_among(ids: Collection[int]) -> set[int]:
    """Those of these registrations, by id, that came of an invitation."""
    return set(db.session.scalars(select(Registration.id).where(Registration.id.in_(ids), invited(Registration))))
