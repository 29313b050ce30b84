"""Who stands for a city or region at an edition, one after the other."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, relationship

from assembly.models.community import Community
from assembly.models.edition import OfEdition
from assembly.models.person import Person
from assembly.models.registration import Registration
from assembly.models.types import Keyed, UTCDateTime, column, ref

_STANDS = text("until_at IS NULL")


class Representation(OfEdition, Keyed):
    """One link of the chain: who, since when, for whom, and why it changed. One at a time for each community."""

    __table_args__ = (
        Index(
            "uq_representation_standing",
            "edition_id",
            "community_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
    edition_id: Mapped[int] = ref("edition", index=False)
    community_id: Mapped[int] = ref("community")
    registration_id: Mapped[int] = ref("registration")
    for_person_id: Mapped[int | None] = ref("person")
    "The mayor or president they stand for; None where they are the one."
    since_at: Mapped[datetime] = column("none", UTCDateTime)
    until_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reason: Mapped[str] = column("contact", String(400), default="")
    by: Mapped[str] = column("none", String(80))
    "Who did it, in the history's words."
    left_by_id: Mapped[int | None] = ref("registration")
    "Whose place it was, if they left it to this colleague, who was registered already."
    community: Mapped[Community] = relationship()
    registration: Mapped[Registration] = relationship(foreign_keys=[registration_id])
    for_person: Mapped[Person | None] = relationship()
