"""A change of plan as it was announced: an assembly postponed, moved online, cancelled, or reinstated."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.i18n import _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import EditionStatus
from assembly.models.types import Base, Choice, UTCDateTime, column, key, ref


class EditionChangeKind(StrEnum):
    """What the organisers decided."""

    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    ONLINE = "online"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    IN_PERSON = "in_person"
    CORRECTED = "corrected"

    @property
    def label(self) -> str:
        """The decision in the words of the office."""
        return str(
            {
                EditionChangeKind.RESCHEDULED: _l("Set a new date"),
                EditionChangeKind.POSTPONED: _l("Postpone without setting a new date"),
                EditionChangeKind.ONLINE: _l("Move online"),
                EditionChangeKind.CANCELLED: _l("Cancel the assembly"),
                EditionChangeKind.REINSTATED: _l("Reinstate the assembly"),
                EditionChangeKind.IN_PERSON: _l("Meet in person after all"),
                EditionChangeKind.CORRECTED: _l("Correct the explanation"),
            }[self]
        )

    @property
    def changes_date(self) -> bool:
        """Whether a new date belongs to it."""
        return self is EditionChangeKind.RESCHEDULED


class EditionChange(HasWords, Base):
    """One announcement, appended and never changed: the state it led to, its day and the words to the public."""

    __tablename__ = "edition_change"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition", index=False)
    number: Mapped[int] = column("none")
    kind: Mapped[EditionChangeKind] = column("none", Choice(EditionChangeKind))
    status: Mapped[EditionStatus] = column("none", Choice(EditionStatus))
    is_online: Mapped[bool] = column("none")
    starts_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    "The day from then on; of a postponed assembly the day it was planned for."
    previous_starts_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "The day it was planned for before it got a new date; None if it has its first one."
    message: Mapped[Bilingual] = bilingual("message")
    moved: Mapped[dict[str, Any]] = column("none", JSON, default=dict)
    "Of each registration moved online, by its id: its number, its state and the pool of its place in person."
    release_id: Mapped[int | None] = ref("release")
    "The release that moved the published sessions to the new date."
    seen: Mapped[str] = column("none", String(64))
    "The digest of the preview whose button was pressed: the same one again is a second press."
    at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
