"""What somebody needs to take part: of a special category, sealed, apart, and deleted on its own day."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, UTCDateTime, column, ref


class NeedKind(Labelled):
    """Needs we count; whatever else somebody writes is text, which is not counted."""

    VEGETARIAN = "vegetarian", _l("Vegetarian")
    VEGAN = "vegan", _l("Vegan")
    HALAL = "halal", _l("Halal")
    KOSHER = "kosher", _l("Kosher")
    GLUTEN_FREE = "gluten_free", _l("Gluten-free")
    LACTOSE_FREE = "lactose_free", _l("Lactose-free")
    STEP_FREE = "step_free", _l("Step-free access")
    SEAT = "seat", _l("A seat near the entrance")
    HEARING_LOOP = "hearing_loop", _l("Hearing loop")
    CAPTIONS = "captions", _l("Live captions")
    SIGN_LANGUAGE = "sign_language", _l("Sign language")
    OTHER = "other", _l("Something else")


class Need(Base):
    """The needs of one registration, sealed together (JSON: kinds and a text).

    What an office entered is `reported_by_office` until the person confirms it; who objects has it deleted.
    """

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    sealed: Mapped[str] = column("special", Text)
    reported_by_office: Mapped[bool] = column("none", default=False)
    said_at: Mapped[datetime] = column("none", UTCDateTime)
    said_by: Mapped[str] = column("none", String(80))
    delete_on: Mapped[date] = column("none", index=True)
    registration: Mapped[Registration] = relationship()


class NeedTotal(Base):
    """How many had this need: what stays when the needs are deleted."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    kind: Mapped[NeedKind] = column("none", Choice(NeedKind), primary_key=True)
    count: Mapped[int] = column("none", default=0)
