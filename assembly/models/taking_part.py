"""How people take part: state, office held, whom they represent, as what they come."""

from __future__ import annotations

from enum import StrEnum

from assembly.i18n import _l
from assembly.models.community import CommunityKind
from assembly.models.place import Mode, Reserve


class State(StrEnum):
    """Where a registration stands. What may follow on what says `MOVES`."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    OFFERED = "offered"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in the words pages use."""
        return str(
            {
                State.SUBMITTED: _l("Received"),
                State.IN_REVIEW: _l("To review"),
                State.CONFIRMED: _l("Confirmed"),
                State.OFFERED: _l("Place offered"),
                State.WAITING: _l("Waiting list"),
                State.DECLINED: _l("Not accepted"),
                State.CANCELLED: _l("Will not come"),
            }[self]
        )

    @property
    def is_active(self) -> bool:
        """Whether the person still means to come, so that they cannot register once more."""
        return self not in (State.DECLINED, State.CANCELLED)

    @property
    def holds_place(self) -> bool:
        """Whether a place is given: an offer holds it until it is answered or over."""
        return self in (State.CONFIRMED, State.OFFERED)

    @property
    def awaits_answer(self) -> bool:
        """Whether an organiser has still to answer."""
        return self in (State.SUBMITTED, State.IN_REVIEW)


MOVES: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.CONFIRMED, State.WAITING, State.DECLINED, State.CANCELLED}),
    State.IN_REVIEW: frozenset({State.CONFIRMED, State.WAITING, State.DECLINED, State.CANCELLED}),
    State.WAITING: frozenset({State.OFFERED, State.CONFIRMED, State.DECLINED, State.CANCELLED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.WAITING, State.DECLINED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.WAITING, State.DECLINED, State.CANCELLED}),
    State.DECLINED: frozenset({State.IN_REVIEW, State.CONFIRMED}),
    State.CANCELLED: frozenset({State.CONFIRMED}),
}
"""The legal moves. Who cancelled registers anew, unless they were let in and did come after all; who was not accepted
may be looked at again; who is confirmed waits once more if they would rather take part in another way, and no place is
free there."""


class Office(StrEnum):
    """What somebody is where they come from: a first guess from the function they wrote, set right by an organiser."""

    HEAD = "head"
    ELECTED = "elected"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The office in the organisers' words."""
        return str(
            {
                Office.HEAD: _l("Mayor or president"),
                Office.ELECTED: _l("Other elected representative"),
                Office.OTHER: _l("Not elected, or unknown"),
            }[self]
        )


class Represents(StrEnum):
    """Whom somebody speaks for; it decides the modes on offer."""

    COMMUNITY = "community"
    PUBLIC_BODY = "public_body"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        """The first question's answer, as on the form."""
        return str(
            {
                Represents.COMMUNITY: _l("A city or region"),
                Represents.PUBLIC_BODY: _l("A European or national body"),
                Represents.ORGANISATION: _l("Another organisation"),
            }[self]
        )

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Places in the room are for public authorities; everybody may follow online."""
        return (Mode.ONLINE,) if self is Represents.ORGANISATION else (Mode.ON_SITE, Mode.ONLINE)

    def modes_for(self, kind: CommunityKind | None) -> tuple[Mode, ...]:
        """What the directory knows of them decides, whatever was ticked: who may not sign takes part online."""
        return self.modes if kind is None or kind.may_sign else (Mode.ONLINE,)


def reserves_of(represents: Represents, office: Office) -> frozenset[Reserve]:
    """Of which reserves a place may go to somebody; `Registration.in_reserve` says the same to the database."""
    if represents is not Represents.COMMUNITY:
        return frozenset({Reserve.EVERYBODY})
    return frozenset(Reserve) - (frozenset() if office is Office.HEAD else {Reserve.MAYORS})


class Category(StrEnum):
    """As what somebody is there."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    PRESS = "press"
    INTERPRETER = "interpreter"
    STAFF = "staff"
    TECHNICIAN = "technician"
    VOLUNTEER = "volunteer"
    PERSONAL_ASSISTANT = "personal_assistant"
    COMPANION = "companion"

    @property
    def label(self) -> str:
        """The category in the office's words."""
        return str(
            {
                Category.PARTICIPANT: _l("Participant"),
                Category.SPEAKER: _l("Speaker"),
                Category.PRESS: _l("Press"),
                Category.INTERPRETER: _l("Interpreter"),
                Category.STAFF: _l("Staff"),
                Category.TECHNICIAN: _l("Technician"),
                Category.VOLUNTEER: _l("Volunteer"),
                Category.PERSONAL_ASSISTANT: _l("Personal assistant"),
                Category.COMPANION: _l("Accompanying person"),
            }[self]
        )

    @property
    def counts_as_participant(self) -> bool:
        """Whether they are in the published figure of participants, and of the delegation of their place."""
        return self in (Category.PARTICIPANT, Category.SPEAKER)

    @property
    def takes_place(self) -> bool:
        """Whether they use up a place in the room."""
        return self in (Category.PARTICIPANT, Category.COMPANION)

    @property
    def comes_along(self) -> bool:
        """Whether a guest brings them; a delegation comes by itself."""
        return self in (Category.COMPANION, Category.PERSONAL_ASSISTANT)
