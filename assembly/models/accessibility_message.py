"""What somebody writes about a page they could not use."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.types import Coded, UTCDateTime, column, ref

ANSWERED_WITHIN = timedelta(days=21)
"The deadline the accessibility statement promises: fifteen working days."


class AccessibilityMessage(Coded):
    """One message from the form of the accessibility statement; the row goes once an organiser has answered it."""

    edition_id: Mapped[int] = ref("edition")
    page: Mapped[str] = column("contact", String(500))
    "The page it is about, as typed: an address or a name."
    text: Mapped[str] = column("contact", String(3000))
    email: Mapped[str] = column("contact", String(320))
    "Where to answer; empty where no answer is asked for."
    sent_at: Mapped[datetime] = column("none", UTCDateTime)

    @property
    def answer_by_at(self) -> datetime:
        """By when it is to be answered."""
        return self.sent_at + ANSWERED_WITHIN
