"""The phones of a door: paired without an account, and the shift whose PIN opens the names on them."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.door import Door
from assembly.models.edition import OfEdition
from assembly.models.types import Coded, Keyed, UTCDateTime, column, ref


class DoorShift(OfEdition, Keyed):
    """One shift of the people at the doors. Its PIN is shown once; its key opens the names on the phones."""

    pin_hash: Mapped[str] = column("secret", String(64))
    "Keyed, because six digits are soon guessed."
    begins_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)


class Device(OfEdition, Coded):
    """A phone that scans at one door. It has a token of its own from the moment it is paired."""

    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    door_id: Mapped[int] = ref("door")
    number: Mapped[int] = column("none")
    "What it is called: phone 3."
    pairing_hash: Mapped[str | None] = column("secret", String(64), unique=True)
    "Of the code on the supervisor's screen, until a phone has used it."
    pairing_ends_at: Mapped[datetime] = column("none", UTCDateTime)
    token_hash: Mapped[str | None] = column("secret", String(64), unique=True)
    paired_by_id: Mapped[int] = ref("user")
    paired_at: Mapped[datetime | None] = column("none", UTCDateTime)
    names_opened_at: Mapped[datetime | None] = column("none", UTCDateTime)
    last_contact_at: Mapped[datetime | None] = column("none", UTCDateTime)
    list_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Of when the list is that it decides with, by its own word."
    unsent: Mapped[int] = column("none", default=0)
    "How many scans it has still to send, by its own word."
    skew_s: Mapped[int] = column("none", default=0)
    "By how many seconds its clock is wrong."
    called_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Since when its volunteer has been calling the supervisor."
    unknown_codes_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When it last showed more unknown codes than chance explains."
    ended_at: Mapped[datetime | None] = column("none", UTCDateTime)
    door: Mapped[Door] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether its code can still be scanned from the supervisor's screen."""
        return self.pairing_hash is not None and self.ended_at is None and clock.now() < self.pairing_ends_at
