"""The live stream of an edition: where it can be watched, whether it is on, and who opened it."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import Edition
from assembly.models.types import Base, Choice, Coded, UTCDateTime, column, ref


class LiveState(Labelled):
    """What viewers find."""

    TEST = "test", _l("Test")
    WAIT = "wait", _l("Not started yet")
    ON_AIR = "on_air", _l("On air")
    ENDED = "ended", _l("Ended")

    @property
    def can_be_opened(self) -> bool:
        """Whether the streams lead anywhere now."""
        return self in {LiveState.TEST, LiveState.ON_AIR}


class Stream(Coded):
    """One language of the stream; an empty one is the floor, where everybody is heard as they speak."""

    __table_args__ = (UniqueConstraint("edition_id", "lang"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    lang: Mapped[str] = column("none", String(8), default="")
    address: Mapped[str] = column("none", String(500))
    captions_address: Mapped[str] = column("none", String(500), default="")
    "Where live captions can be read; empty where there are none, or where the player has them."
    edition: Mapped[Edition] = relationship(back_populates="streams")


class Broadcast(HasWords, Base):
    """What organisers have said about the stream of an edition; without a row, nothing."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    state: Mapped[LiveState | None] = column("none", Choice(LiveState))
    "Set by hand, for the local day of `state_set_at` alone; else the programme's times decide."
    state_set_at: Mapped[datetime | None] = column("none", UTCDateTime)
    notice: Mapped[Bilingual] = bilingual("notice")
    is_for_registered: Mapped[bool] = column("none", default=False)
    "Whether only people with a confirmed registration may open it, in whichever way they take part."
    edition: Mapped[Edition] = relationship(back_populates="broadcast")


class OnlineAttendance(Base):
    """One registration opened the stream on one local day: the database itself allows no second row."""

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    day: Mapped[date] = column("none", primary_key=True)
    first_at: Mapped[datetime] = column("contact", UTCDateTime)


class StreamDay(Base):
    """How often the streams were opened without a link on a local day, whoever it was; and how many opened them with
    theirs, kept as a number once their rows are deleted."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    day: Mapped[date] = column("none", primary_key=True)
    without_link: Mapped[int] = column("none", default=0)
    with_link: Mapped[int] = column("none", default=0)
