"""The report of an edition, and the sheet of facts it stands on (model.md 1.9)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import Edition
from assembly.models.types import Base, UTCDateTime, column, key, ref


class FactSheet(Base):
    """All figures and names of a report as they stood at `taken_at`, never changed: a correction is a new sheet.

    `figures_on` is the day figures of the movement speak of; those of the assembly speak of its own day.
    """

    __tablename__ = "fact_sheet"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition", index=False)
    number: Mapped[int] = column("none")
    taken_at: Mapped[datetime] = column("none", UTCDateTime)
    figures_on: Mapped[date] = column("none")
    facts: Mapped[dict[str, Any]] = column("contact", JSON)
    hash: Mapped[str] = column("none", String(64))
    unsent_scans: Mapped[int] = column("none", default=0)
    "How many check-ins phones of the doors still held then."
    override_reason: Mapped[str] = column("contact", String(500), default="")
    "Why somebody went on all the same."
    edition: Mapped[Edition] = relationship()


class Report(HasWords, Base):
    """What was published. `public_at` is the first publication and stays; a correction changes the sheet alone."""

    __tablename__ = "report"
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition", unique=True)
    title: Mapped[Bilingual] = bilingual("title")
    sheet_id: Mapped[int] = ref("fact_sheet")
    public_at: Mapped[datetime] = column("none", UTCDateTime)
    edition: Mapped[Edition] = relationship(back_populates="report")
    sheet: Mapped[FactSheet] = relationship(lazy="joined", innerjoin=True)
