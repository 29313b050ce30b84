"""The outbox: a mail is a row of facts, written in the transaction it tells of and rendered by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.access_link import AccessLink
from assembly.models.message import GroupMessage
from assembly.models.person import Person
from assembly.models.types import Base, Choice, Keyed, UTCDateTime, column, ref


class MailState(Labelled):
    """Where a mail stands. `queued` after a first try is waiting for the next one."""

    QUEUED = "queued", _l("To be sent")
    SENDING = "sending", _l("Being sent")
    SENT = "sent", _l("Sent")
    FAILED = "failed", _l("Failed")
    ON_HOLD = "on_hold", _l("On hold")
    DROPPED = "dropped", _l("Not needed")
    "When its time came there was nobody to write to; nothing left the house."


class Mail(Keyed):
    """`dedupe_key` makes one event one mail; `message_id` makes a double after a crash recognisable."""

    __table_args__ = (Index("ix_mail_state_next_at", "state", "next_at"),)
    dedupe_key: Mapped[str] = column("none", String(120), unique=True)
    message_id: Mapped[str] = column("none", String(200), unique=True)
    template: Mapped[str] = column("none", String(60))
    edition_id: Mapped[int | None] = ref("edition")
    "Whose office sees it; none for mails of accounts."
    group_message_id: Mapped[int | None] = ref("group_message")
    "The message to a group it is a copy of."
    facts: Mapped[dict[str, Any]] = column("none", JSON)
    person_id: Mapped[int | None] = ref("person")
    link_id: Mapped[int | None] = ref("access_link")
    to_address: Mapped[str | None] = column("contact", String(320))
    "Where neither a person nor a registration is meant: accounts."
    lang: Mapped[str] = column("contact", String(2))
    state: Mapped[MailState] = column("none", Choice(MailState))
    attempts: Mapped[int] = column("none", default=0)
    next_at: Mapped[datetime] = column("none", UTCDateTime)
    "When it is tried next; of one that failed, when that was known."
    lease_owner: Mapped[str | None] = column("none", String(64))
    lease_until: Mapped[datetime | None] = column("none", UTCDateTime)
    sent_at: Mapped[datetime | None] = column("none", UTCDateTime)
    error: Mapped[str] = column("none", String(200), default="")
    person: Mapped[Person | None] = relationship()
    link: Mapped[AccessLink | None] = relationship()
    group_message: Mapped[GroupMessage | None] = relationship()
    copy: "Mapped[SentMail | None]" = relationship(back_populates="mail", uselist=False)

    @property
    def code(self) -> str:
        """Its name in addresses: the random part of its Message-ID."""
        return self.message_id.partition("@")[0].lstrip("<")

    @property
    def will_be_tried(self) -> bool:
        """Whether it waits for its first or next try."""
        return self.state is MailState.QUEUED

    @property
    def is_tried_again(self) -> bool:
        """Whether a first try was refused for the time being."""
        return self.state is MailState.QUEUED and self.attempts > 0

    @property
    def standing(self) -> str:
        """Where it stands, in the office's words."""
        return str(_l("Will be retried")) if self.is_tried_again else self.state.label

    @property
    def can_be_sent(self) -> bool:
        """Whether somebody may send it now: it failed, waits for its next try, or is on hold."""
        return self.state in {MailState.FAILED, MailState.ON_HOLD, MailState.QUEUED}

    @property
    def address(self) -> str | None:
        """Where it goes: the address of an account, the assistant a link was made for, else the person."""
        if self.to_address:
            return self.to_address
        if self.link is not None and self.link.sent_to:
            return self.link.sent_to
        return self.person.email if self.person else None

    @property
    def went_to(self) -> str | None:
        """The address it was sent to, as long as that is kept, else where it goes now."""
        return self.copy.to_address if self.copy else self.address


class SentMail(Base):
    """What an email of an edition said when it was sent, its personal links hidden; kept for a time."""

    mail_id: Mapped[int] = ref("mail", primary_key=True)
    sent_at: Mapped[datetime] = column("none", UTCDateTime, index=True)
    to_address: Mapped[str] = column("contact", String(320))
    subject: Mapped[str] = column("contact", Text)
    subject_key: Mapped[str] = column("contact", Text)
    sealed: Mapped[str] = column("contact", Text)
    "Its text."
    mail: Mapped[Mail] = relationship(back_populates="copy")


class MailEntry(Keyed):
    """A calendar entry in an email: the version it was sent in, or is to be sent in while the email waits."""

    __table_args__ = (Index("ix_mail_entry_versions", "session_id", "sequence", "registration_id"),)
    "Who was sent an old version is found in this index alone."
    mail_id: Mapped[int] = ref("mail")
    registration_id: Mapped[int] = ref("registration")
    session_id: Mapped[int | None] = ref("session", index=False)
    "None for the day of the assembly."
    sequence: Mapped[int] = column("none")


class BadAddress(Base):
    """An address a server says nobody reads: messages to a group and reminders leave it out."""

    email_key: Mapped[str] = column("contact", String(320), primary_key=True)
    at: Mapped[datetime] = column("none", UTCDateTime)
    reason: Mapped[str] = column("none", String(200))
