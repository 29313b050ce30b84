"""A table somebody has sent and not yet applied."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped

from assembly import clock
from assembly.models.types import Coded, UTCDateTime, column, ref

KEPT = timedelta(days=1)


class ImportDraft(Coded):
    """The rows of the table, sealed: they never travel through the browser again. Gone after use or a day."""

    edition_id: Mapped[int] = ref("edition")
    kind: Mapped[str] = column("none", String(24))
    by: Mapped[str] = column("none", String(80))
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    sealed: Mapped[str] = column("contact", Text)

    @property
    def is_fresh(self) -> bool:
        """Whether it may still be applied."""
        return clock.now() - self.made_at < KEPT
