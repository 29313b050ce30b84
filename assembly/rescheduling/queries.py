"""What of an edition a change of plan touches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sqlalchemy import exists, func, select

from assembly.agenda.queries import draft, programme
from assembly.extensions import db, read_all
from assembly.models import (
    Admission,
    Edition,
    GroupMessage,
    MessageState,
    Mode,
    PlaceCount,
    Registration,
    ReleasedSession,
    Session,
    State,
)
from assembly.rescheduling.concerned import ACTIVE, Concerned, concerned
from assembly.rescheduling.decisions import Decision, Involvement
from assembly.rescheduling.shift import Shift


def has_begun(edition: Edition) -> bool:
    """Whether somebody has been let in: what has happened cannot be cancelled."""
    let_in = exists().where(Admission.registration_id == Registration.id, Registration.edition_id == edition.id)
    return bool(db.session.scalar(select(let_in)))


def planned_messages(edition: Edition) -> list[GroupMessage]:
    """Messages to a group that are scheduled, the first to leave first."""
    mine = select(GroupMessage).where(
        GroupMessage.edition_id == edition.id, GroupMessage.state == MessageState.SCHEDULED
    )
    return read_all(mine.order_by(GroupMessage.send_at, GroupMessage.id))


def to_move(edition: Edition) -> list[Registration]:
    """Registrations in person, in the order of their numbers."""
    here = Registration.edition_id == edition.id, Registration.mode == Mode.ON_SITE, Registration.state.in_(ACTIVE)
    return read_all(select(Registration).where(*here).order_by(Registration.seq))


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
    def parts(self) -> Counter[Involvement]:
        """How many people have which part, whether an email reaches them or not."""
        return Counter(one.part for one in self.concerned if not one.acts)

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
            [(one.mode, one.opens_at, one.closes_at) for one in self.places],
            self.begun,
        )
        return sha256(repr(seen).encode()).hexdigest()


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
