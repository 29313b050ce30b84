"""What an organiser sets for the mails of an edition: words of their own, and when the series leaves."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, Choice, Keyed, column, ref


class MailText(HasWords, Keyed):
    """Words in place of ours; without a row, ours are used. Plain text with `{name}` and its like."""

    __table_args__ = (UniqueConstraint("edition_id", "name"),)
    edition_id: Mapped[int] = ref("edition")
    name: Mapped[str] = column("none", String(40))
    subject: Mapped[Bilingual] = bilingual("subject")
    opening: Mapped[Bilingual] = bilingual("opening")


class Step(Labelled):
    """A mail of the series that leaves at a time of its own; the confirmation leaves at once."""

    SEVEN_DAYS = "seven_days", _l("First reminder")
    DAY_BEFORE = "day_before", _l("Last reminder")
    THANKS = "thanks", _l("Thank-you email")
    CATCH_UP_ATTENDED = "catch_up_attended", _l("Recordings, for people who came")
    CATCH_UP_ONLINE = "catch_up_online", _l("Recordings, for people who watched online")
    CATCH_UP_ABSENT = "catch_up_absent", _l("Recordings, for people who registered but were not counted as present")

    @property
    def is_after(self) -> bool:
        """Whether it leaves after the assembly."""
        return self is Step.THANKS or self.is_catch_up

    @property
    def is_catch_up(self) -> bool:
        """Whether it leads to the recordings, which an organiser has to want; of these each person gets one."""
        return self in (Step.CATCH_UP_ATTENDED, Step.CATCH_UP_ONLINE, Step.CATCH_UP_ABSENT)


class SeriesStep(Base):
    """A step an organiser moved, paused or turned on; without a row it leaves as we planned it, or not at all."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    step: Mapped[Step] = column("none", Choice(Step), primary_key=True)
    paused: Mapped[bool] = column("none", default=False)
    days: Mapped[int] = column("none")
    "Days before the first day of the assembly; for what leaves after it, after its last."
    at: Mapped[str] = column("none", String(5))
    "The time on the clocks of the edition, `HH:MM`."
