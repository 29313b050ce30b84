"""Recordings: one for each session, one track for each language."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import _l
from assembly.models.edition import Edition
from assembly.models.session import Session
from assembly.models.types import Base, Choice, code, column, key, ref


class TrackKind(StrEnum):
    """Whether one hears the speakers themselves or the interpreters."""

    ORIGINAL = "original"
    INTERPRETATION = "interpretation"

    @property
    def label(self) -> str:
        """What one hears."""
        return str({TrackKind.ORIGINAL: _l("original"), TrackKind.INTERPRETATION: _l("interpretation")}[self])


class TrackState(StrEnum):
    """Whether it can be watched now."""

    EXPECTED = "expected"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """The state in the viewer's words."""
        return str({TrackState.EXPECTED: _l("not online yet"), TrackState.ONLINE: _l("online")}[self])


class Recording(Base):
    """The recording of one session."""

    __tablename__ = "recording"
    id: Mapped[int] = key()
    code: Mapped[str] = code()
    edition_id: Mapped[int] = ref("edition")
    session_id: Mapped[int] = ref("session", unique=True)
    edition: Mapped[Edition] = relationship()
    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    tracks: Mapped[list[Track]] = relationship(back_populates="recording", lazy="selectin", order_by="Track.lang")

    def track(self, lang: str) -> Track | None:
        """The track one hears in this language."""
        return next((track for track in self.tracks if track.lang == lang), None)


class Track(Base):
    """One language of a recording: where it is, and since when or until when it is awaited."""

    __tablename__ = "track"
    __table_args__ = (UniqueConstraint("recording_id", "lang", "kind"),)
    id: Mapped[int] = key()
    recording_id: Mapped[int] = ref("recording", index=False)
    lang: Mapped[str] = column("none", String(8))
    kind: Mapped[TrackKind] = column("none", Choice(TrackKind))
    address: Mapped[str] = column("none", String(500), default="")
    state: Mapped[TrackState] = column("none", Choice(TrackState))
    expected_on: Mapped[date | None] = column("none")
    online_on: Mapped[date | None] = column("none")
    recording: Mapped[Recording] = relationship(back_populates="tracks")
