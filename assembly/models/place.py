"""Places: how many may come in which way, and the row everybody who gives one must lock."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.edition import Edition
from assembly.models.types import Base, Choice, Keyed, UTCDateTime, column, ref


class Mode(Labelled):
    """How somebody takes part."""

    ON_SITE = "on_site", _l("In person")
    ONLINE = "online", _l("Online")


class PlaceCount(Base):
    """One row for each edition and mode: who holds its lock may give the next number. Times are instants."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    mode: Mapped[Mode] = column("none", Choice(Mode), primary_key=True)
    opens_at: Mapped[datetime] = column("none", UTCDateTime)
    closes_at: Mapped[datetime] = column("none", UTCDateTime)
    next_seq: Mapped[int] = column("none", default=1)
    is_reviewed: Mapped[bool] = column("none", default=False)
    "Whether an organiser answers each registration before it gets a place."
    by_invitation: Mapped[bool] = column("none", default=False)
    "Whether only those who were invited may register in this mode."
    edition: Mapped[Edition] = relationship(back_populates="places")

    @property
    def has_hours(self) -> bool:
        """Whether somebody has said when registration opens and closes: a new edition has one instant for both."""
        return self.opens_at < self.closes_at

    @property
    def is_open(self) -> bool:
        """Whether registration in this mode is possible now, by our own clock: whatever its hours, until the end of
        the assembly."""
        return (
            self.is_offered
            and clock.has_come(self.opens_at)
            and not clock.has_passed(self.closes_at)
            and not self.edition.is_over
        )

    @property
    def is_offered(self) -> bool:
        """Whether one can take part in this mode: not where nobody meets, or not in person."""
        return self.edition.takes_place and not (self.edition.is_online and self.mode is Mode.ON_SITE)

    @property
    def takes_everybody(self) -> bool:
        """Whether the public form takes registrations in this mode now: where only the invited may, it does not."""
        return self.is_open and not self.by_invitation


class Reserve(Labelled):
    """For whom places are kept until they are released: a reserve, or everybody."""

    EVERYBODY = "everybody", _l("for everyone")
    COMMUNITIES = "communities", _l("for cities and regions")
    MAYORS = "mayors", _l("for mayors and presidents")


class Pool(Keyed):
    """A number of places of one mode, for everybody or kept as a reserve for some. A mode without a pool has no limit.

    `taken` counts those confirmed and those offered: an offer holds its place. A reserve is open to
    everybody from `released_at` on.
    """

    __table_args__ = (
        UniqueConstraint("edition_id", "mode", "reserve"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
    )
    edition_id: Mapped[int] = ref("edition")
    mode: Mapped[Mode] = column("none", Choice(Mode))
    reserve: Mapped[Reserve] = column("none", Choice(Reserve), default=Reserve.EVERYBODY)
    released_at: Mapped[datetime | None] = column("none", UTCDateTime)
    size: Mapped[int] = column("none")
    taken: Mapped[int] = column("none", default=0)

    @property
    def left(self) -> int:
        """Places still free, never below zero: a size may be lowered below what is given."""
        return max(0, self.size - self.taken)

    @property
    def open_to(self) -> Reserve:
        """Whom a free place of it may go to now, by our own clock."""
        released = self.released_at is not None and clock.has_come(self.released_at)
        return Reserve.EVERYBODY if released else self.reserve
