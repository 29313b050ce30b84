"""How people take part: state, office held, whom they represent, as what they come."""

from assembly.i18n import Labelled, _l
from assembly.models.community import CommunityKind
from assembly.models.place import Mode, Reserve


class State(Labelled):
    """Where a registration stands. What may follow on what says `MOVES`."""

    SUBMITTED = "submitted", _l("Received")
    IN_REVIEW = "in_review", _l("To review")
    CONFIRMED = "confirmed", _l("Confirmed")
    OFFERED = "offered", _l("Place offered")
    WAITING = "waiting", _l("Waiting list")
    DECLINED = "declined", _l("Not accepted")
    CANCELLED = "cancelled", _l("Will not come")

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


class Office(Labelled):
    """What somebody is where they come from: a first guess from the function they wrote, set right by an organiser."""

    HEAD = "head", _l("Mayor or president")
    ELECTED = "elected", _l("Other elected representative")
    OTHER = "other", _l("Not elected, or unknown")


class Represents(Labelled):
    """Whom somebody speaks for; it decides the modes on offer."""

    COMMUNITY = "community", _l("A city or region")
    PUBLIC_BODY = "public_body", _l("A European or national body")
    ORGANISATION = "organisation", _l("Another organisation")

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


class Category(Labelled):
    """As what somebody is there."""

    PARTICIPANT = "participant", _l("Participant")
    SPEAKER = "speaker", _l("Speaker")
    PRESS = "press", _l("Press")
    INTERPRETER = "interpreter", _l("Interpreter")
    STAFF = "staff", _l("Staff")
    TECHNICIAN = "technician", _l("Technician")
    VOLUNTEER = "volunteer", _l("Volunteer")
    PERSONAL_ASSISTANT = "personal_assistant", _l("Personal assistant")
    COMPANION = "companion", _l("Accompanying person")

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
