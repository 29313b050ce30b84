"""Whom we last emailed an older version of a calendar entry, as far as emails tell.

Nobody is watched: what somebody downloaded, opened or deleted is not known. Of a session, people with a seat in it are
concerned; they have seen its entry when they signed up, and later in an email.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    text,
    union,
)

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    AccessLink,
    Edition,
    Extra,
    Mail,
    MailEntry,
    MailState,
    Person,
    Purpose,
    Registration,
    ReleasedSession,
    SignUp,
    State,
)

UPDATE = "calendar_update"
"The kind of email that brings people the present version."
_WAITING = (MailState.QUEUED, MailState.SENDING, MailState.ON_HOLD)
_ACTIVE = [state for state in State if state.is_active]


class Delivery(StrEnum):
    """What is known of the email that brings the present version."""

    TO_EMAIL = "to_email"
    ON_ITS_WAY = "on_its_way"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Older:
    """A registration that was last sent an older version of the day (`session_id` None) or of a session."""

    registration_id: int
    session_id: int | None
    sequence: int
    delivery: Delivery


def older(edition: Edition, rows: Sequence[ReleasedSession]) -> list[Older]:
    """List them while the assembly is not over; `rows` are its sessions as last published.

    Costs one statement, and another one where people sign up for sessions that have not ended.
    """
    if edition.is_over:
        return []
    found = db.session.execute(_of_day(edition)).all()
    current = versions(edition, rows)
    if edition.has(Extra.SESSION_SIGN_UP) and current:
        found = [*found, *db.session.execute(_of_sessions(edition, current)).all()]
    return [Older(one, session, sequence, Delivery(delivery)) for one, session, sequence, delivery in found]


def versions(edition: Edition, rows: Sequence[ReleasedSession]) -> dict[int, int]:
    """Give the version of the entry of each session (by id) that has not ended."""
    now = clock.now()
    return {row.session_id: edition.ics_place_sequence + row.ics_sequence for row in rows if row.ends_at > now}


def was_brought(mail: Mail, registration: Registration, sequence: int, session_id: int | None = None) -> bool:
    """Whether another email has brought its recipient this version of an entry, or a later one."""
    same_link = Mail.link_id.is_(None) if mail.link is None else Mail.link_id == mail.link.id
    sent = (
        select(MailEntry.id)
        .join(Mail)
        .where(
            MailEntry.registration_id == registration.id,
            MailEntry.session_id.is_(None) if session_id is None else MailEntry.session_id == session_id,
            MailEntry.sequence >= sequence,
            Mail.state == MailState.SENT,
            same_link,
        )
    )
    return bool(db.session.scalar(select(sent.exists())))


def _of_day(edition: Edition) -> Select[Any, Any, Any, Any]:
    may_be = Registration.id.in_(_may_be_older(edition))
    held = _emailed(edition, func.coalesce(MailEntry.session_id, 0) == 0, may_be)
    current = literal(edition.ics_sequence) + Registration.ics_sequence
    return (
        select(Registration.id, null(), current, _delivery(held, current))
        .join(Person, Person.id == Registration.person_id)
        .join(held, held.c.registration_id == Registration.id)
        .where(
            Registration.edition_id == edition.id,
            Registration.state.in_(_ACTIVE),
            Registration.merged_into_id.is_(None),
            held.c.sent < current,
            may_be,
        )
        .order_by(Registration.id)
    )


def _may_be_older(edition: Edition) -> CompoundSelect[int]:
    """Whose own entry has changed, or who was sent a version of before the edition's last change: of all who are
    registered few, found in two indexes."""
    changed = select(Registration.id).where(
        Registration.edition_id == edition.id, text("registration.ics_sequence > 0")
    )
    sent = MailEntry.session_id.is_(None), MailEntry.sequence < edition.ics_sequence
    return union(changed, select(MailEntry.registration_id).where(*sent))


def _of_sessions(edition: Edition, versions_now: dict[int, int]) -> Select[Any, Any, Any, Any]:
    held = _emailed(edition, MailEntry.session_id.in_(versions_now))
    current = case(versions_now, value=SignUp.session_id)
    return (
        select(Registration.id, SignUp.session_id, current, _delivery(held, current))
        .join(SignUp, SignUp.registration_id == Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(held, and_(held.c.registration_id == Registration.id, held.c.session_id == SignUp.session_id))
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CONFIRMED,
            SignUp.state == State.CONFIRMED,
            SignUp.session_id.in_(versions_now),
            or_(held.c.sent < current, and_(held.c.sent.is_(None), SignUp.ics_sequence < current)),
            or_(SignUp.ics_sequence.is_(None), SignUp.ics_sequence < current),
        )
        .order_by(Registration.id, SignUp.session_id)
    )


def _emailed(edition: Edition, *which: ColumnElement[bool]) -> Any:
    """Which version of an entry was last sent to each person, and what an update that waits or failed would bring.

    The emails of whoever acts for somebody count for those alone who have no address. `coalesce` hides an index by
    which everybody registered would be looked at.
    """
    here = func.coalesce(Registration.edition_id, Registration.edition_id) == edition.id
    is_update = Mail.template == UPDATE
    return (
        select(
            MailEntry.registration_id,
            MailEntry.session_id,
            func.max(case((Mail.state == MailState.SENT, MailEntry.sequence))).label("sent"),
            func.max(case((and_(is_update, Mail.state.in_(_WAITING)), 1), else_=0)).label("waiting"),
            func.max(case((and_(is_update, Mail.state == MailState.FAILED), MailEntry.sequence))).label("failed"),
        )
        .join(Mail, Mail.id == MailEntry.mail_id)
        .join(Registration, Registration.id == MailEntry.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .where(here, *which, or_(Mail.link_id.is_(None), Person.email.is_(None)))
        .group_by(MailEntry.registration_id, MailEntry.session_id)
        .subquery()
    )


def _delivery(held: Any, current: ColumnElement[int]) -> ColumnElement[str]:
    """Say what becomes of the present version; an email that waits brings it, whenever it was posted."""
    acts = exists().where(
        AccessLink.registration_id == Registration.id,
        AccessLink.purpose == Purpose.ASSISTANT,
        AccessLink.sent_to.is_not(None),
        AccessLink.revoked_at.is_(None),
    )
    return case(
        (held.c.waiting == 1, Delivery.ON_ITS_WAY.value),
        (held.c.failed >= current, Delivery.FAILED.value),
        (or_(Person.email.is_not(None), acts), Delivery.TO_EMAIL.value),
        else_=Delivery.NO_ADDRESS.value,
    )
