"""What people were told about their data, word for word: a version shown once is never changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.models.types import Choice, Keyed, UTCDateTime, column


class NoticeKind(StrEnum):
    """What a notice is about: all of it, or one thing somebody may say yes or no to."""

    PRIVACY = "privacy"
    PHOTO = "photo"
    LISTING = "listing"
    NEEDS = "needs"
    NEWS = "news"


class Notice(Keyed):
    """One version in one language, as it stood on the page."""

    __table_args__ = (UniqueConstraint("kind", "version", "lang"),)
    kind: Mapped[NoticeKind] = column("none", Choice(NoticeKind))
    version: Mapped[int] = column("none")
    lang: Mapped[str] = column("none", String(2))
    text: Mapped[str] = column("none", Text)
    shown_from_at: Mapped[datetime] = column("none", UTCDateTime)
