"""The badge: what the code on paper or on a phone stands for."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.registration import Registration
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref

_VALID = text("revoked_at IS NULL")
_NOTED = text("face_check IS NOT NULL")


class PrintBatch(Coded):
    """The badges printed together: exactly those that were not printed yet, or had changed."""

    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    number: Mapped[int] = column("none")
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    by_id: Mapped[int] = ref("user")
    undone_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When somebody said that it was not printed: its badges then go into another."


FILE_KEPT = timedelta(days=1)


class BadgeFile(Coded):
    """A batch on one paper, set by the worker in parts that can be fetched for a day.

    The parts hold entry codes: they lie sealed beside the database, under the code of this row and their number.
    """

    batch_id: Mapped[int] = ref("print_batch")
    options: Mapped[dict[str, Any]] = column("none", JSON)
    lang: Mapped[str] = column("none", String(2))
    badge_ids: Mapped[list[int]] = column("none", JSON)
    "In the order in which they are printed, fixed when the file was asked for."
    done: Mapped[int] = column("none", default=0)
    "So many of these badges are in finished parts."
    asked_at: Mapped[datetime] = column("none", UTCDateTime)
    taken_until_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Until then a worker is at it; later another takes it up."

    @property
    def is_fresh(self) -> bool:
        """Whether it can still be fetched."""
        return clock.now() - self.asked_at < FILE_KEPT

    @property
    def is_ready(self) -> bool:
        """Whether all of its parts are there."""
        return self.done >= len(self.badge_ids)


class FaceCheck(StrEnum):
    """What is known of a prepared badge since something that may be on it was written."""

    DUE = "due"
    CHANGED = "changed"


class Badge(Keyed):
    """Born with the registration. A new one replaces the old: one valid badge for each registration."""

    __table_args__ = (
        Index("uq_badge_valid", "registration_id", unique=True, sqlite_where=_VALID, postgresql_where=_VALID),
        Index("ix_badge_face_check", "face_check", sqlite_where=_NOTED, postgresql_where=_NOTED),
    )
    registration_id: Mapped[int] = ref("registration")
    number: Mapped[int] = column("none", default=1)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    issued_at: Mapped[datetime] = column("none", UTCDateTime)
    revoked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    print_batch_id: Mapped[int | None] = ref("print_batch")
    "With which it was printed last; None while it was not."
    face_hash: Mapped[str | None] = column("secret", String(64))
    "Of what was on it then: another face makes it out of date, and a reprint keeps the code."
    face_check: Mapped[FaceCheck | None] = column("none", Choice(FaceCheck))
    "Triggers (migrations 0061 and 0073) make it due, the worker finds out; None for what is as it was printed."
    registration: Mapped[Registration] = relationship()
