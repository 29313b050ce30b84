"""The code on the badge of another event, which opens our doors too."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, column, ref


class ExternalCode(Base):
    """One for a registration at most. Such codes can be short, so only their hash under our key is kept."""

    __table_args__ = (UniqueConstraint("edition_id", "code_hash"),)
    registration_id: Mapped[int] = ref("registration", primary_key=True)
    edition_id: Mapped[int] = ref("edition", index=False)
    code_hash: Mapped[str] = column("secret", String(64))
