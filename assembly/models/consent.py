"""What somebody agreed to, in which words, and when they took it back. No row: they were never asked."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, relationship

from assembly.models.notice import Notice, NoticeKind
from assembly.models.person import Person
from assembly.models.registration import Registration
from assembly.models.types import Choice, Keyed, UTCDateTime, column, ref

_STANDS = text("ended_at IS NULL")


class Consent(Keyed):
    """One answer; another answer ends it and stands beside it. Nobody answers for somebody else: `by` is the person."""

    __table_args__ = (
        Index(
            "uq_consent_standing",
            "registration_id",
            "kind",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
    person_id: Mapped[int] = ref("person")
    registration_id: Mapped[int] = ref("registration")
    kind: Mapped[NoticeKind] = column("contact", Choice(NoticeKind))
    notice_id: Mapped[int] = ref("notice")
    said_yes: Mapped[bool] = column("contact")
    at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
    ended_at: Mapped[datetime | None] = column("none", UTCDateTime)
    person: Mapped[Person] = relationship()
    registration: Mapped[Registration] = relationship()
    notice: Mapped[Notice] = relationship()
