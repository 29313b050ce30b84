"""Two people who look like one and are not: somebody looked, and said so."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, UTCDateTime, column, ref


class TwoPeople(Base):
    """A pair nobody is asked about again, the smaller id first; at every edition, for people are of all editions."""

    one_id: Mapped[int] = ref("person", primary_key=True)
    other_id: Mapped[int] = ref("person", primary_key=True, index=True)
    by: Mapped[str] = column("none", String(80))
    at: Mapped[datetime] = column("none", UTCDateTime)
