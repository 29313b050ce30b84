"""An edition passes from one team to the next."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, relationship

from assembly.models.edition import OfEdition
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref
from assembly.models.user import User


class HandOverState(StrEnum):
    """How far it has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    "Somebody of the next team has signed in; the present team works on until its last day."
    DONE = "done"
    WITHDRAWN = "withdrawn"


class HandOver(OfEdition, Coded):
    """The promise of an edition to its next team. Who stays is not named: their roles are left alone."""

    by_id: Mapped[int] = ref("user")
    state: Mapped[HandOverState] = column("none", Choice(HandOverState), default=HandOverState.OPEN)
    began_at: Mapped[datetime] = column("none", UTCDateTime)
    last_on: Mapped[date | None] = column("none")
    "The present team's last day, in the edition's zone; without one it ends when the first of the next has signed in."
    by: Mapped[User] = relationship()
    people: "Mapped[list[HandOverPerson]]" = relationship(back_populates="hand_over", order_by="HandOverPerson.id")

    @property
    def can_be_withdrawn(self) -> bool:
        """Until the present team's roles have ended: what never comes to its end must not stay for ever."""
        return self.state in {HandOverState.OPEN, HandOverState.ACCEPTED}

    @property
    def incoming(self) -> list[User]:
        """The next team."""
        return [one.user for one in self.people if one.side is Side.INCOMING]

    @property
    def arrived(self) -> list[User]:
        """Those of the next team who have signed in."""
        return [one.user for one in self.people if one.side is Side.INCOMING and one.settled_at is not None]

    @property
    def outgoing(self) -> list[User]:
        """Whose roles will end."""
        return [one.user for one in self.people if one.side is Side.OUTGOING]


class Side(StrEnum):
    """Who comes and who goes."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class HandOverPerson(Keyed):
    """Somebody of either side, as named when the hand-over began."""

    hand_over_id: Mapped[int] = ref("hand_over")
    user_id: Mapped[int] = ref("user")
    side: Mapped[Side] = column("none", Choice(Side))
    settled_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When the role was given to who comes, or taken from who goes."
    hand_over: Mapped[HandOver] = relationship(back_populates="people")
    user: Mapped[User] = relationship()
