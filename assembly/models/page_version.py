"""How often what public pages show has been written to."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from assembly.models.types import Base, Choice, column


class PageTopic(StrEnum):
    """What changes together: people register all day and doors admit by the second, the rest changes by an editor."""

    CONTENT = "content"
    PEOPLE = "people"
    DOOR = "door"


class PageVersion(Base):
    """One row for each topic, raised by every transaction that writes to one of its tables (`versions.py`)."""

    topic: Mapped[PageTopic] = column("none", Choice(PageTopic), primary_key=True)
    number: Mapped[int] = column("none", default=0)
