"""Where an edition meets."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, column, key


class Venue(HasWords, Base):
    """A building people travel to. The address is as written on the spot, in its own languages."""

    __tablename__ = "venue"
    id: Mapped[int] = key()
    name: Mapped[Bilingual] = bilingual("name")
    city: Mapped[Bilingual] = bilingual("city")
    address: Mapped[str] = column("none", String(300))
