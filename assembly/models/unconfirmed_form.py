"""A registration form that is registered only once somebody has confirmed it by email."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from assembly.models.types import Coded, UTCDateTime, column, ref

KEPT_FOR = timedelta(days=1)


class UnconfirmedForm(Coded):
    """What was sent beyond an allowance, sealed. Forms for one address within an hour share one email, and so one link.

    Confirmed or not, it is gone after a day; until then a second press of its button finds what the first one made.
    """

    __table_args__ = (UniqueConstraint("edition_id", "form_key"),)
    edition_id: Mapped[int] = ref("edition")
    form_key: Mapped[str] = column("secret", String(64))
    address_hash: Mapped[str] = column("secret", String(64), index=True)
    "The address that is asked, by a keyed hash."
    token_hash: Mapped[str] = column("secret", String(64), index=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    asked_at: Mapped[datetime] = column("none", UTCDateTime)
    "When the email with its link was written."
    made_at: Mapped[datetime] = column("none", UTCDateTime, index=True)
    confirmed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    sealed: Mapped[str] = column("contact", Text)
