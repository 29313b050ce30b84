"""What an organiser sets for the mails of an edition: words of their own, and when the series leaves."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.i18n import _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, Choice, column, key, ref


class MailText(HasWords, Base):
    """Words in place of ours; without a row, ours are used. Plain text with `{name}` and its like."""

    __tablename__ = "mail_text"
    __table_args__ = (UniqueConstraint("edition_id", "name"),)
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition")
    name: Mapped[str] = column("none", String(40))
    subject: Mapped[Bilingual] = bilingual("subject")
    opening: Mapped[Bilingual] = bilingual("opening")


class Step(StrEnum):
    """A mail of the series that leaves at a time of its own; the confirmation leaves at once."""

    SEVEN_DAYS = "seven_days"
    DAY_BEFORE = "day_before"
    THANKS = "thanks"

    @property
    def label(self) -> str:
        """What it is called in the office."""
        return str(
            {
                Step.SEVEN_DAYS: _l("First reminder"),
                Step.DAY_BEFORE: _l("Last reminder"),
                Step.THANKS: _l("Thank-you email"),
            }[self]
        )


class SeriesStep(Base):
    """A step an organiser moved or paused; without a row it leaves as we planned it."""

    __tablename__ = "series_step"
    edition_id: Mapped[int] = ref("edition", primary_key=True)
    step: Mapped[Step] = column("none", Choice(Step), primary_key=True)
    paused: Mapped[bool] = column("none", default=False)
    days: Mapped[int] = column("none")
    "Days before the first day of the assembly; for the thanks, after its last."
    at: Mapped[str] = column("none", String(5))
    "The time on the clocks of the edition, `HH:MM`."
