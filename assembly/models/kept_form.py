"""A form of the office whose session had ended when it was sent."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped

from assembly import clock
from assembly.models.types import Coded, UTCDateTime, column, ref

KEPT_FOR = timedelta(hours=1)


class KeptForm(Coded):
    """What somebody had typed, sealed, until they have signed in again: theirs alone, gone after an hour."""

    user_id: Mapped[int] = ref("user")
    path: Mapped[str] = column("none", String(400))
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    sealed: Mapped[str] = column("contact", Text)

    @property
    def is_fresh(self) -> bool:
        """Whether it may still be taken up."""
        return clock.now() - self.made_at < KEPT_FOR
