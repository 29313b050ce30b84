"""Messages to a group, and who wants no news any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.file import StoredFile
from assembly.models.types import Base, Choice, Coded, UTCDateTime, column, ref


class MessageState(Labelled):
    """Where a message to a group stands. Taken back, it is a draft again."""

    DRAFT = "draft", _l("Draft")
    SCHEDULED = "scheduled", _l("Scheduled")
    SENDING = "sending", _l("Being sent")
    "Its mails are being put into the outbox; from here nothing can be taken back."
    SENT = "sent", _l("Sent")


class GroupMessage(HasWords, OfEdition, Coded):
    """One text to many. `audience` holds the facts that choose them; who they are is asked when it leaves."""

    __table_args__ = (UniqueConstraint("edition_id", "form_key"),)
    form_key: Mapped[str] = column("secret", String(64))
    subject: Mapped[Bilingual] = bilingual("subject")
    body: Mapped[Bilingual] = bilingual("body")
    audience: Mapped[dict[str, Any]] = column("none", JSON)
    is_news: Mapped[bool] = column("none", default=False)
    "Not about the assembly itself: whoever wants no news does not get it, and it says how to leave."
    attachment_id: Mapped[int | None] = ref("stored_file")
    attachment_name: Mapped[str] = column("none", String(120), default="")
    state: Mapped[MessageState] = column("none", Choice(MessageState))
    send_at: Mapped[datetime | None] = column("none", UTCDateTime)
    changed_at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
    "Who wrote it last, as the history names people."
    attachment: Mapped[StoredFile | None] = relationship()

    @property
    def can_be_changed(self) -> bool:
        """Only a draft: what is planned is first taken back."""
        return self.state is MessageState.DRAFT

    @property
    def can_be_taken_back(self) -> bool:
        """Until the first of its mails is in the outbox."""
        return self.state is MessageState.SCHEDULED


class Subscription(Base):
    """A person's link to say that they want no news; made with the first news, `ended_at` once they said so."""

    person_id: Mapped[int] = ref("person", primary_key=True)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    ended_at: Mapped[datetime | None] = column("contact", UTCDateTime)
