"""Somebody who wants one email when a language of a recording is online."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.recording import Recording
from assembly.models.types import Keyed, UTCDateTime, column, ref

TO_CONFIRM = timedelta(days=1)
KEPT_FOR = timedelta(days=365)
"From the button on; whatever has not come online by then never will."


class OnlineAlert(Keyed):
    """An address for one email. The row goes when that email is written, when its owner removes it, or at its end.

    `lang` is what is awaited, `reader_lang` what the email is written in.
    """

    __table_args__ = (UniqueConstraint("recording_id", "lang", "address_hash"),)
    recording_id: Mapped[int] = ref("recording", index=False)
    lang: Mapped[str] = column("none", String(8))
    reader_lang: Mapped[str] = column("contact", String(2))
    address: Mapped[str] = column("contact", String(320))
    address_hash: Mapped[str] = column("secret", String(64))
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    confirmed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When the button in the first email was pressed; nothing else is sent before."
    ends_at: Mapped[datetime] = column("none", UTCDateTime, index=True)
    recording: Mapped[Recording] = relationship()
