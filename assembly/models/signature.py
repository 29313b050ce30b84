"""Who signed or supports the declaration and when, and what stood before we counted."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.community import Community
from assembly.models.edition import Edition
from assembly.models.types import Base, Choice, column, key, ref

DECLARATION = "Join, Boost, Sustain"
"What one signs. Its name stays in English: no official French one was found (domain.md 1.3)."


class SignatureKind(StrEnum):
    """Public authorities sign; companies, associations and universities support (domain.md 1.2)."""

    SIGN = "sign"
    SUPPORT = "support"


class Signature(Base):
    """One dated signature of a community, given at an edition or between them."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("community_id", "kind"),)
    id: Mapped[int] = key()
    community_id: Mapped[int] = ref("community")
    kind: Mapped[SignatureKind] = column("none", Choice(SignatureKind))
    signed_on: Mapped[date] = column("none")
    edition_id: Mapped[int | None] = ref("edition")
    source: Mapped[str] = column("none", String(500))
    community: Mapped[Community] = relationship()
    edition: Mapped[Edition | None] = relationship()


class Balance(Base):
    """How many had signed before our own dated signatures begin, with the source that says so."""

    __tablename__ = "balance"
    __table_args__ = (UniqueConstraint("kind", "as_of_on"),)
    id: Mapped[int] = key()
    kind: Mapped[SignatureKind] = column("none", Choice(SignatureKind))
    count: Mapped[int] = column("none")
    as_of_on: Mapped[date] = column("none")
    source: Mapped[str] = column("none", String(500))
