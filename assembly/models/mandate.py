"""What somebody was, for whom and when: a co-chair is a mandate, not a title (domain.md 0.7)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.community import Community
from assembly.models.person import Person
from assembly.models.types import Base, Choice, column, key, ref


class MandateRole(StrEnum):
    """The offices we know by name."""

    MAYOR = "mayor"
    CO_CHAIR = "co_chair"
    OFFICIAL = "official"


class Mandate(HasWords, Base):
    """A function with its wording in both languages and its dates; an open end means still in office."""

    __tablename__ = "mandate"
    id: Mapped[int] = key()
    person_id: Mapped[int] = ref("person")
    community_id: Mapped[int | None] = ref("community")
    body: Mapped[Bilingual] = bilingual("body")
    role: Mapped[MandateRole] = column("none", Choice(MandateRole))
    function: Mapped[Bilingual] = bilingual("function")
    from_on: Mapped[date | None] = column("none")
    to_on: Mapped[date | None] = column("none")
    person: Mapped[Person] = relationship()
    community: Mapped[Community | None] = relationship()
