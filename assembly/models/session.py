"""A session of the programme as the organisers work on it: the draft. The public sees releases only."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.types import Base, Choice, Coded, UTCDateTime, column, ref
from assembly.models.venue import Room


class SessionKind(Labelled):
    """What sort of item of the programme it is."""

    PLENARY = "plenary", _l("Plenary session")
    KEYNOTE = "keynote", _l("Keynote")
    PANEL = "panel", _l("Panel")
    SIGNING = "signing", _l("Signing ceremony")
    FAMILY_PICTURE = "family_picture", _l("Family photo")
    BREAK = "break", _l("Break")
    NETWORKING = "networking", _l("Networking")
    SIDE_EVENT = "side_event", _l("Side event by invitation")

    @property
    def takes_sign_ups(self) -> bool:
        """Whether people may ask for a seat: nobody does for a break, and a side event invites its guests itself."""
        return self not in {SessionKind.BREAK, SessionKind.SIDE_EVENT}


class Direction(StrEnum):
    """A language is spoken on the floor, interpreted into, signed on the stage, or written as captions."""

    SPOKEN = "spoken"
    INTO = "into"
    SIGNED = "signed"
    CAPTIONS = "captions"


class Session(HasWords, OfEdition, Coded):
    """Times are instants. `ics_sequence` is raised by a release alone, and a move of the edition counts beside it."""

    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)
    kind: Mapped[SessionKind] = column("none", Choice(SessionKind))
    room_id: Mapped[int | None] = ref("room")
    starts_at: Mapped[datetime] = column("none", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    title: Mapped[Bilingual] = bilingual("title")
    abstract: Mapped[Bilingual] = bilingual("abstract")
    capacity: Mapped[int | None] = column("none")
    "Seats for those who sign up, where sign-up is on; None is without limit."
    hidden: Mapped[bool] = column("none", default=False)
    removed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When it left the draft; the row stays for what was published of it."
    key_messages: Mapped[Bilingual] = bilingual("key_messages")
    "What is to be remembered of it, for the report; not published with the programme."
    notice: Mapped[Bilingual] = bilingual("notice")
    "What people are told about it on the day, shown beside it; empty where there is nothing to say."
    version: Mapped[int] = column("none", default=1)
    ics_sequence: Mapped[int] = column("none", default=0)
    room: Mapped[Room | None] = relationship()
    languages: "Mapped[list[SessionLanguage]]" = relationship(cascade="all, delete-orphan", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}

    def in_direction(self, direction: Direction) -> list[str]:
        """The languages of one direction, by code."""
        return sorted(one.lang for one in self.languages if one.direction is direction)


class SessionLanguage(Base):
    """One language of a session: from and into are different sets. Sign languages by ISO 639-3."""

    session_id: Mapped[int] = ref("session", primary_key=True)
    lang: Mapped[str] = column("none", String(8), primary_key=True)
    direction: Mapped[Direction] = column("none", Choice(Direction), primary_key=True)
