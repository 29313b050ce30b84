"""What people said about themselves, counted once when their assembly had ended."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, column, ref


class GroupTotal(Base):
    """How many gave one answer. Never counted again: the difference of two looks would tell whose answer changed."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    statistic: Mapped[str] = column("none", String(40), primary_key=True)
    answer: Mapped[str] = column("none", String(16), primary_key=True)
    "Empty for all who gave any, where one may give several."
    people: Mapped[int] = column("none")
