"""Doors: where people are counted in."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import _l
from assembly.models.edition import Edition
from assembly.models.types import Base, Choice, column, key, ref


class DoorKind(StrEnum):
    """What one enters: the building, a room, or the stream."""

    ENTRANCE = "entrance"
    ROOM = "room"
    STREAM = "stream"

    @property
    def label(self) -> str:
        """What it is called in the office."""
        return str(
            {
                DoorKind.ENTRANCE: _l("Entrance to the building"),
                DoorKind.ROOM: _l("Door of a room"),
                DoorKind.STREAM: _l("Entry to the stream"),
            }[self]
        )


class Door(Base):
    """A place where a code is shown. All entrances of an edition lead into the same house."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition", index=False)
    code: Mapped[str] = column("none", String(16))
    kind: Mapped[DoorKind] = column("none", Choice(DoorKind))
    edition: Mapped[Edition] = relationship()

    @property
    def checkpoint(self) -> str:
        """What one can enter once: the house by any of its entrances, else this very door."""
        return DoorKind.ENTRANCE.value if self.kind is DoorKind.ENTRANCE else self.code
