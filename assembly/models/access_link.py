"""Links that stand for an account: whoever holds one sees one registration and nothing else."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.registration import Registration
from assembly.models.types import Choice, Keyed, UTCDateTime, column, ref

_OF_OTHERS = text("sent_to_key IS NOT NULL")


class Purpose(StrEnum):
    """What a link is good for; one link serves one purpose."""

    OWN = "own"
    ASSISTANT = "assistant"


class AccessLink(Keyed):
    """`sent_to` is the address of an assistant; the person's own link goes to the person's own address."""

    __table_args__ = (
        Index("ix_access_link_sent_to_key", "sent_to_key", sqlite_where=_OF_OTHERS, postgresql_where=_OF_OTHERS),
    )
    purpose: Mapped[Purpose] = column("none", Choice(Purpose))
    registration_id: Mapped[int] = ref("registration")
    sent_to: Mapped[str | None] = column("contact", String(320))
    sent_to_key: Mapped[str | None] = column("contact", String(320))
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    ends_at: Mapped[datetime | None] = column("none", UTCDateTime)
    opened_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When somebody opened it last."
    revoked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    registration: Mapped[Registration] = relationship()

    @property
    def is_valid(self) -> bool:
        """Neither revoked nor past its end."""
        return self.revoked_at is None and (self.ends_at is None or clock.now() < self.ends_at)

    @property
    def name(self) -> str:
        """What the office calls it by; it opens nothing."""
        return self.token_hash[:16]
