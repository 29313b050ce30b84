"""A change of plan as it was announced: an assembly postponed, moved online, cancelled, or reinstated."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import EditionStatus
from assembly.models.types import Choice, Keyed, UTCDateTime, column, ref


class EditionChangeKind(Labelled):
    """What the organisers decided."""

    RESCHEDULED = "rescheduled", _l("Set a new date")
    POSTPONED = "postponed", _l("Postpone without setting a new date")
    ONLINE = "online", _l("Move online")
    CANCELLED = "cancelled", _l("Cancel the assembly")
    REINSTATED = "reinstated", _l("Reinstate the assembly")
    IN_PERSON = "in_person", _l("Meet in person after all")
    CORRECTED = "corrected", _l("Correct the explanation")

    @property
    def changes_date(self) -> bool:
        """Whether a new date belongs to it."""
        return self is EditionChangeKind.RESCHEDULED


class EditionChange(HasWords, Keyed):
    """One announcement, appended and never changed: the state it led to, its day and the words to the public."""

    __table_args__ = (UniqueConstraint("edition_id", "number"),)
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
