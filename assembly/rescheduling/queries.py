"""Whom a change of plan concerns, and what of an edition it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from assembly import clock
from assembly.agenda.queries import draft, programme
from assembly.extensions import db
from assembly.models import (
    AccessLink,
    Admission,
    Appearance,
    AppearanceState,
    BadAddress,
    Edition,
    EditionChangeKind,
    GroupMessage,
    Invitation,
    MessageState,
    Mode,
    Person,
    PlaceCount,
    Purpose,
    Registration,
    ReleasedSession,
    Session,
    State,
)
from assembly.rescheduling.decisions import Decision, Part, part_of
from assembly.rescheduling.shift import Shift

ACTIVE = [one for one in State if one.is_active]


def has_begun(edition: Edition) -> bool:
    """Whether somebody has been let in: what has happened cannot be cancelled."""
    let_in = exists().where(Admission.registration_id == Registration.id, Registration.edition_id == edition.id)
    return bool(db.session.scalar(select(let_in)))


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody a change concerns: what they were before it, in which language they read, what their email speaks of,
    and whether one reaches them."""

    part: Part
    lang: str
    key: str
    facts: dict[str, Any]
    person_id: int = 0
    link: AccessLink | None = None
    is_reached: bool = True


def concerned(edition: Edition, kind: EditionChangeKind) -> list[Concerned]:
    """Everybody a change of this kind concerns, each person once, and those who act for them, each by their link."""
    back = moved_online(edition) if kind is EditionChangeKind.IN_PERSON else {}
    found, people = [], set[int]()
    parts: dict[int, Part] = {}
    for row in db.session.execute(_registrations(edition)):
        part = part_of(kind, row.mode, row.state)
        if str(row.id) in back and row.mode is Mode.ONLINE:
            was = State(back[str(row.id)]["state"])
            waits = row.state is State.CONFIRMED and was in (State.WAITING, State.OFFERED)
            part = part_of(kind, Mode.ON_SITE, was if waits else row.state)
        parts[row.id] = part
        people.add(row.person_id)
        facts = {"registration": row.code}
        key = f"registration:{row.code}"
        found.append(Concerned(part, row.lang, key, facts, row.person_id, is_reached=row.is_reached))
    for link, lang, code in db.session.execute(_assistants(edition)):
        facts = {"registration": code}
        found.append(Concerned(parts[link.registration_id], lang, f"link:{link.id}", facts, link=link))
    for part, statement in ((Part.INVITED, _invited(edition)), (Part.SPEAKS, _speakers(edition))):
        for person_id, lang, code in db.session.execute(statement):
            if person_id not in people:
                people.add(person_id)
                found.append(Concerned(part, lang, f"{part}:{code}", {}, person_id))
    return found


def moved_online(edition: Edition) -> dict[str, dict[str, Any]]:
    """What was noted of each registration, by its id, when the assembly moved online last."""
    moves = (one.moved for one in reversed(edition.changes) if one.kind is EditionChangeKind.ONLINE)
    return next(moves, {})


def _registrations(edition: Edition) -> Select[int, str, int, str, Mode, State, bool]:
    reached = ~exists().where(BadAddress.email_key == Person.email_key) & Person.email_key.is_not(None)
    return (
        select(
            Registration.id,
            Registration.code,
            Registration.person_id,
            Registration.lang,
            Registration.mode,
            Registration.state,
            reached.label("is_reached"),
        )
        .join(Person)
        .where(Registration.edition_id == edition.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.id)
    )


def _assistants(edition: Edition) -> Select[AccessLink, str, str]:
    valid = AccessLink.revoked_at.is_(None), or_(AccessLink.ends_at.is_(None), AccessLink.ends_at > clock.now())
    return (
        select(AccessLink, Registration.lang, Registration.code)
        .join(Registration)
        .where(Registration.edition_id == edition.id, Registration.state.in_(ACTIVE))
        .where(AccessLink.purpose == Purpose.ASSISTANT, AccessLink.sent_to.is_not(None), *valid)
        .order_by(AccessLink.id)
    )


def _invited(edition: Edition) -> Select[int, str, str]:
    """Those who have our invitation and have not answered."""
    return (
        select(Invitation.person_id, Invitation.lang, Invitation.code)
        .join(Person)
        .where(Invitation.edition_id == edition.id, Invitation.sent_at.is_not(None), Invitation.reply.is_(None))
        .where(Invitation.withdrawn_at.is_(None), Person.email_key.is_not(None))
        .where(~exists().where(BadAddress.email_key == Person.email_key))
        .order_by(Invitation.id)
    )


def _speakers(edition: Edition) -> Select[int, str, str]:
    """Those who are asked to speak or have said yes."""
    asked = Appearance.state.in_([AppearanceState.INVITED, AppearanceState.CONFIRMED])
    speaks = (
        select(Appearance.person_id)
        .join(Session)
        .where(Session.edition_id == edition.id, Session.removed_at.is_(None), asked)
    )
    return (
        select(Person.id, Person.mail_lang, Person.code)
        .where(Person.id.in_(speaks), Person.email_key.is_not(None))
        .where(~exists().where(BadAddress.email_key == Person.email_key))
        .order_by(Person.id)
    )


def planned_messages(edition: Edition) -> list[GroupMessage]:
    """Messages to a group that are scheduled, the first to leave first."""
    mine = select(GroupMessage).where(
        GroupMessage.edition_id == edition.id, GroupMessage.state == MessageState.SCHEDULED
    )
    return list(db.session.scalars(mine.order_by(GroupMessage.send_at, GroupMessage.id)))


def to_move(edition: Edition) -> list[Registration]:
    """Registrations in person, in the order of their numbers."""
    here = Registration.edition_id == edition.id, Registration.mode == Mode.ON_SITE, Registration.state.in_(ACTIVE)
    return list(db.session.scalars(select(Registration).where(*here).order_by(Registration.seq)))


@dataclass(frozen=True)
class Outlook:
    """Everything a decision would touch as things are now: what the preview shows, and what its button stands for."""

    edition: Edition
    decision: Decision
    concerned: Sequence[Concerned]
    confirmed: int
    sessions: Sequence[ReleasedSession]
    drafts: Sequence[Session]
    messages: Sequence[GroupMessage]
    places: Sequence[PlaceCount]
    begun: bool

    @property
    def shift(self) -> Shift:
        """From the present date to the new one."""
        return Shift(self.edition.starts_at, self.decision.starts_at or self.edition.starts_at, self.edition.zone)

    @property
    def told(self) -> list[Concerned]:
        """Those who get an email; nobody where none is to be sent."""
        return [one for one in self.concerned if one.is_reached] if self.decision.tell else []

    @property
    def parts(self) -> Counter[Part]:
        """How many people have which part, whether an email reaches them or not."""
        return Counter(one.part for one in self.concerned if one.link is None)

    @property
    def by_language(self) -> dict[str, int]:
        """How many emails leave in each language."""
        return dict(sorted(Counter(one.lang for one in self.told).items()))

    @property
    def outside(self) -> list[Session]:
        """The sessions of the draft that would lie outside the new times."""
        starts, ends = self.decision.starts_at, self.decision.ends_at
        if starts is None or ends is None:
            return []
        moved = self.shift.session
        return [one for one in self.drafts if moved(one.starts_at) < starts or moved(one.ends_at) > ends]

    @cached_property
    def digest(self) -> str:
        """The mark of what somebody saw before they pressed."""
        seen = (
            self.decision,
            self.edition.version,
            len(self.edition.changes),
            sorted((one.key, one.part.value, one.lang, one.is_reached) for one in self.concerned),
            self.confirmed,
            [(one.session_id, one.release_id) for one in self.sessions],
            [(one.id, one.version) for one in self.drafts],
            [one.code for one in self.messages],
            [(one.mode, *_instants(one)) for one in self.places],
            self.begun,
        )
        return sha256(repr(seen).encode()).hexdigest()


def _instants(one: PlaceCount) -> Iterable[datetime]:
    return one.opens_at, one.closes_at


def outlook(edition: Edition, decision: Decision) -> Outlook:
    """Everything this decision would touch."""
    confirmed = select(func.count()).where(Registration.edition_id == edition.id, Registration.state == State.CONFIRMED)
    return Outlook(
        edition=edition,
        decision=decision,
        concerned=concerned(edition, decision.kind),
        confirmed=db.session.scalar(confirmed) or 0,
        sessions=programme(edition),
        drafts=draft(edition),
        messages=planned_messages(edition),
        places=sorted(edition.places, key=lambda one: one.mode),
        begun=has_begun(edition),
    )
