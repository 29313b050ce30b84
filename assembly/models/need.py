"""What somebody needs to take part: of a special category, sealed, apart, and deleted on its own day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import _l
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, UTCDateTime, column, ref


class NeedKind(StrEnum):
    """Needs we count; whatever else somebody writes is text, which is not counted."""

    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    STEP_FREE = "step_free"
    SEAT = "seat"
    HEARING_LOOP = "hearing_loop"
    CAPTIONS = "captions"
    SIGN_LANGUAGE = "sign_language"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The need in the visitor's words."""
        return str(
            {
                NeedKind.VEGETARIAN: _l("Vegetarian"),
                NeedKind.VEGAN: _l("Vegan"),
                NeedKind.HALAL: _l("Halal"),
                NeedKind.KOSHER: _l("Kosher"),
                NeedKind.GLUTEN_FREE: _l("Gluten-free"),
                NeedKind.LACTOSE_FREE: _l("Lactose-free"),
                NeedKind.STEP_FREE: _l("Step-free access"),
                NeedKind.SEAT: _l("A seat near the entrance"),
                NeedKind.HEARING_LOOP: _l("Hearing loop"),
                NeedKind.CAPTIONS: _l("Live captions"),
                NeedKind.SIGN_LANGUAGE: _l("Sign language"),
                NeedKind.OTHER: _l("Something else"),
            }[self]
        )


class Need(Base):
    """The needs of one registration, sealed together (JSON: kinds and a text).

    What an office entered is `reported_by_office` until the person confirms it; who objects has it deleted.
    """

    __tablename__ = "need"
    registration_id: Mapped[int] = ref("registration", primary_key=True)
    sealed: Mapped[str] = column("special", Text)
    reported_by_office: Mapped[bool] = column("none", default=False)
    said_at: Mapped[datetime] = column("none", UTCDateTime)
    said_by: Mapped[str] = column("none", String(80))
    delete_on: Mapped[date] = column("none", index=True)
    registration: Mapped[Registration] = relationship()


class NeedTotal(Base):
    """How many had this need: what stays when the needs are deleted."""

    __tablename__ = "need_total"
    edition_id: Mapped[int] = ref("edition", primary_key=True)
    kind: Mapped[NeedKind] = column("none", Choice(NeedKind), primary_key=True)
    count: Mapped[int] = column("none", default=0)
