"""The networks that run the movement, and what each of them leads (domain.md 1.5)."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, column, key


class Network(HasWords, Base):
    """A network by its own name. `role` is what it leads, empty where no source says."""

    __tablename__ = "network"
    id: Mapped[int] = key()
    code: Mapped[str] = column("none", String(16), unique=True)
    short_name: Mapped[str] = column("none", String(40))
    name: Mapped[str] = column("none", String(200))
    role: Mapped[Bilingual] = bilingual("role")
    position: Mapped[int] = column("none", default=0)
    source: Mapped[str] = column("none", String(500))
