"""Where an edition meets."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, code, column, key, ref


class Venue(HasWords, Base):
    """A building people travel to. The address is as written on the spot, in its own languages."""

    __tablename__ = "venue"
    id: Mapped[int] = key()
    name: Mapped[Bilingual] = bilingual("name")
    city: Mapped[Bilingual] = bilingual("city")
    address: Mapped[str] = column("none", String(300))


class Room(HasWords, Base):
    """A room of the venue. `access` says how one gets there without steps."""

    __tablename__ = "room"
    id: Mapped[int] = key()
    venue_id: Mapped[int] = ref("venue")
    code: Mapped[str] = code()
    name: Mapped[Bilingual] = bilingual("name")
    capacity: Mapped[int | None] = column("none")
    access: Mapped[Bilingual] = bilingual("access")
    venue: Mapped[Venue] = relationship()
