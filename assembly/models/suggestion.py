"""Names of places that people typed and we do not know: for the office to look at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.community import Community
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, Coded, UTCDateTime, column, ref


class SuggestionState(StrEnum):
    """What the office made of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LINKED = "linked"
    DISMISSED = "dismissed"


class Suggestion(Coded):
    """One unknown name, however often it was typed; `text` as it was typed first."""

    text: Mapped[str] = column("contact", String(200))
    folded: Mapped[str] = column("contact", String(260), unique=True)
    country: Mapped[str | None] = column("none", String(2))
    times: Mapped[int] = column("none", default=0)
    state: Mapped[SuggestionState] = column("none", Choice(SuggestionState), index=True)
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    community_id: Mapped[int | None] = ref("community")
    decided_by: Mapped[str | None] = column("none", String(80))
    decided_at: Mapped[datetime | None] = column("none", UTCDateTime)
    community: Mapped[Community | None] = relationship()


class Suggested(Base):
    """A registration in which the name was typed, so that it follows what the office decides."""

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    suggestion_id: Mapped[int] = ref("suggestion", index=True)
    registration: Mapped[Registration] = relationship()
    suggestion: Mapped[Suggestion] = relationship()
