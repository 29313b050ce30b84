"""The co-chairs' card of one day: links of their own that show it on that day and open nothing else."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.edition import Edition
from assembly.models.person import Person
from assembly.models.types import Keyed, UTCDateTime, column, ref
from assembly.models.user import User


class DayCard(Keyed):
    """The link of one co-chair to the card of one local day of an edition; their newer one ends the one before.

    It belongs to an account, or to a person who is co-chair by mandate and has none.
    """

    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (person_id IS NULL)", name="one_reader"),)
    edition_id: Mapped[int] = ref("edition")
    user_id: Mapped[int | None] = ref("user")
    person_id: Mapped[int | None] = ref("person")
    day: Mapped[date] = column("none")
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    ended_at: Mapped[datetime | None] = column("none", UTCDateTime)
    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def days_away(self) -> int:
        """In how many days it opens, on the clocks of the edition: 0 on its day, less than 0 afterwards."""
        return (self.day - clock.local_day(clock.now(), self.edition.zone)).days
