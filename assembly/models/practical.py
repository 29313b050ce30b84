"""Practical information: what people look up on the way."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Mapped

from assembly.i18n import _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, Choice, column, ref


class Topic(StrEnum):
    """What one asks, in the order in which one needs it."""

    ENTRANCE = "entrance"
    DESK = "desk"
    TRANSPORT = "transport"
    ACCESS = "access"
    ONLINE = "online"
    PHONE = "phone"

    @property
    def label(self) -> str:
        """The heading on the page."""
        return str(
            {
                Topic.ENTRANCE: _l("Entrance"),
                Topic.DESK: _l("Reception desk"),
                Topic.TRANSPORT: _l("Getting there"),
                Topic.ACCESS: _l("Accessibility on site"),
                Topic.ONLINE: _l("Following the assembly online"),
                Topic.PHONE: _l("Phone number on the day"),
            }[self]
        )


class Practical(HasWords, Base):
    """One answer for one edition; a topic without an answer does not appear."""

    __tablename__ = "practical"
    edition_id: Mapped[int] = ref("edition", primary_key=True)
    topic: Mapped[Topic] = column("none", Choice(Topic), primary_key=True)
    text: Mapped[Bilingual] = bilingual("text")
