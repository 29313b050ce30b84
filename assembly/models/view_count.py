"""How often the player of a recording was started, by language and day."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, column, ref


class ViewCount(Base):
    """Numbers alone: nothing says who started it, or whether it was the same person twice."""

    recording_id: Mapped[int] = ref("recording", primary_key=True)
    lang: Mapped[str] = column("none", String(8), primary_key=True)
    day: Mapped[date] = column("none", primary_key=True)
    "On the clocks of the edition."
    count: Mapped[int] = column("none", default=0)
