"""A published state of the programme. Rows are copies: what was public stays what it was."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.session import SessionKind
from assembly.models.types import Base, Choice, Keyed, UTCDateTime, column, ref


class Status(StrEnum):
    """Whether a published session takes place."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Release(HasWords, Keyed):
    """One publication; it touches only the sessions it has rows for."""

    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    number: Mapped[int] = column("none")
    name: Mapped[str] = column("none", String(80))
    note: Mapped[Bilingual] = bilingual("note")
    at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
    overridden: Mapped[list[str]] = column("none", JSON, default=list)
    "What the checks said and somebody published all the same: the kind of check and the codes of its sessions."
    override_reason: Mapped[str] = column("contact", String(400), default="")
    "Why they did."
    undoes_id: Mapped[int | None] = ref("release")
    "The release this one takes back."
    on_the_day: Mapped[bool] = column("none", default=False)
    "Whether it changed single sessions during the assembly, draft and all: undoing it takes the draft back as well."


class ReleasedSession(HasWords, Base):
    """A session as published. The latest row of each session is what the public sees."""

    release_id: Mapped[int] = ref("release", primary_key=True)
    session_id: Mapped[int] = ref("session", primary_key=True, index=True)
    code: Mapped[str] = column("none", String(16))
    kind: Mapped[SessionKind] = column("none", Choice(SessionKind))
    room: Mapped[Bilingual] = bilingual("room")
    starts_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    title: Mapped[Bilingual] = bilingual("title")
    abstract: Mapped[Bilingual] = bilingual("abstract")
    notice: Mapped[Bilingual] = bilingual("notice")
    spoken: Mapped[list[str]] = column("none", JSON)
    into: Mapped[list[str]] = column("none", JSON)
    signed: Mapped[list[str]] = column("none", JSON, default=list)
    captions: Mapped[list[str]] = column("none", JSON, default=list)
    status: Mapped[Status] = column("none", Choice(Status))
    ics_sequence: Mapped[int] = column("none")
    ics_changed_at: Mapped[datetime] = column("none", UTCDateTime)
    release: Mapped[Release] = relationship(lazy="joined", innerjoin=True)
