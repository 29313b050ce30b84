"""The sessions a registered person has marked in the public programme."""

from datetime import datetime

from sqlalchemy.orm import Mapped, relationship

from assembly.models.session import Session
from assembly.models.types import Base, UTCDateTime, column, ref


class SelectedSession(Base):
    """A session somebody wants to keep in sight: it holds no seat, and nobody but them reads it."""

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    session_id: Mapped[int] = ref("session", primary_key=True, index=True)
    selected_at: Mapped[datetime] = column("contact", UTCDateTime)
    session: Mapped[Session] = relationship()
