"""Practical information: what people look up on the way."""

from sqlalchemy.orm import Mapped

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Base, Choice, column, ref


class Topic(Labelled):
    """What one asks, in the order in which one needs it."""

    ENTRANCE = "entrance", _l("Entrance")
    DESK = "desk", _l("Reception desk")
    TRANSPORT = "transport", _l("Getting there")
    ACCESS = "access", _l("Accessibility on site")
    ONLINE = "online", _l("Following the assembly online")
    PHONE = "phone", _l("Phone number on the day")


class Practical(HasWords, Base):
    """One answer for one edition; a topic without an answer does not appear."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    topic: Mapped[Topic] = column("none", Choice(Topic), primary_key=True)
    text: Mapped[Bilingual] = bilingual("text")
