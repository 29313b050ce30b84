"""The signing ceremony on stage: who is called in which order. It records the moment, never a signature."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.community import Community
from assembly.models.edition import OfEdition
from assembly.models.types import Coded, UTCDateTime, column, ref


class CeremonyPlace(OfEdition, Coded):
    """One community in the order of the ceremony, with who signs for it on stage."""

    community_id: Mapped[int] = ref("community")
    signatory: Mapped[str] = column("contact", String(200), default="")
    function: Mapped[str] = column("contact", String(160), default="")
    position: Mapped[int] = column("none")
    present: Mapped[bool | None] = column("none")
    "Whether they are there, where somebody said so; None: the entrances tell."
    signed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    signed_by: Mapped[str] = column("contact", String(200), default="")
    "Who of the team pressed the button, at that moment."
    community: Mapped[Community] = relationship()
