"""The badge: what the code on paper or on a phone stands for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, relationship

from assembly.models.registration import Registration
from assembly.models.types import Base, UTCDateTime, column, key, ref

_VALID = text("revoked_at IS NULL")


class Badge(Base):
    """Born with the registration. A new one replaces the old: one valid badge for each registration."""

    __tablename__ = "badge"
    __table_args__ = (
        Index("uq_badge_valid", "registration_id", unique=True, sqlite_where=_VALID, postgresql_where=_VALID),
    )
    id: Mapped[int] = key()
    registration_id: Mapped[int] = ref("registration")
    number: Mapped[int] = column("none", default=1)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    issued_at: Mapped[datetime] = column("none", UTCDateTime)
    revoked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    registration: Mapped[Registration] = relationship()
