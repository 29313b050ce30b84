"""Recordings: of one session or of the whole assembly, with a track and captions for each language."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.file import StoredFile
from assembly.models.link_check import LinkCheck
from assembly.models.person import Person
from assembly.models.session import Session
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref


class RecordingState(Labelled):
    """What the public is told of a recording; while it is public, each language says whether it is online."""

    DRAFT = "draft", _l("Not published")
    PUBLIC = "public", _l("Published")
    NOT_RECORDED = "not_recorded", _l("No recording was made")
    WITHHELD = "withheld", _l("Withheld: a speaker did not agree to be recorded")
    "Somebody in it did not agree to it being published."


class TrackKind(Labelled):
    """Whether one hears the speakers themselves or the interpreters."""

    ORIGINAL = "original", _l("original")
    INTERPRETATION = "interpretation", _l("interpretation")


class TrackState(Labelled):
    """Whether it can be watched now."""

    EXPECTED = "expected", _l("not online yet")
    ONLINE = "online", _l("online")


class Medium(Labelled):
    """Whether there is something to see."""

    VIDEO = "video", _l("Video")
    AUDIO = "audio", _l("Audio only")


class Recording(HasWords, OfEdition, Coded):
    """The recording of one session, or of the whole assembly where there is none.

    `title` names what no session names. `chapters` are lines of a time and a title, as `recordings.moments` writes
    them. `poster` is the picture shown before anything plays.
    """

    session_id: Mapped[int | None] = ref("session", unique=True)
    state: Mapped[RecordingState] = column("none", Choice(RecordingState), default=RecordingState.DRAFT)
    title: Mapped[Bilingual] = bilingual("title")
    length_s: Mapped[int | None] = column("none")
    "In seconds; None while nobody has said."
    chapters: Mapped[Bilingual] = bilingual("chapters")
    poster_id: Mapped[int | None] = ref("stored_file")
    session: Mapped[Session | None] = relationship()
    poster: Mapped[StoredFile | None] = relationship()
    tracks: "Mapped[list[Track]]" = relationship(
        back_populates="recording",
        lazy="selectin",
        order_by="Track.lang, Track.kind.desc()",
        cascade="all, delete-orphan",
    )
    parts: "Mapped[list[Contribution]]" = relationship(
        back_populates="recording", order_by="Contribution.start_s, Contribution.id", cascade="all, delete-orphan"
    )
    captions: "Mapped[list[Captions]]" = relationship(
        back_populates="recording", order_by="Captions.lang", cascade="all, delete-orphan"
    )

    def track(self, lang: str) -> "Track | None":
        """The track one hears in this language."""
        return next((track for track in self.tracks if track.lang == lang), None)

    def part(self, code: str) -> "Contribution | None":
        """The speech with this code."""
        return next((part for part in self.parts if part.code == code), None)

    def captions_in(self, lang: str) -> "Captions | None":
        """What is written down in this language."""
        return next((one for one in self.captions if one.lang == lang), None)


class Track(Keyed):
    """One language of a recording: where it is, and since when or until when it is awaited."""

    __table_args__ = (UniqueConstraint("recording_id", "lang", "kind"),)
    recording_id: Mapped[int] = ref("recording", index=False)
    lang: Mapped[str] = column("none", String(8))
    kind: Mapped[TrackKind] = column("none", Choice(TrackKind))
    medium: Mapped[Medium] = column("none", Choice(Medium), default=Medium.VIDEO)
    address: Mapped[str] = column("none", String(500), default="")
    state: Mapped[TrackState] = column("none", Choice(TrackState))
    expected_on: Mapped[date | None] = column("none")
    online_on: Mapped[date | None] = column("none")
    broken_since: Mapped[datetime | None] = column("none", UTCDateTime)
    "Since when nobody can watch it at its address, as far as the checks know."
    recording: Mapped[Recording] = relationship(back_populates="tracks")
    check: Mapped[LinkCheck | None] = relationship(cascade="all, delete-orphan", single_parent=True)

    @property
    def is_late(self) -> bool:
        """Whether the day it was promised for is over, and it is not online."""
        if self.state is TrackState.ONLINE or self.expected_on is None:
            return False
        return self.expected_on < clock.today(self.recording.edition.zone)


class Contribution(Coded):
    """What one person says in a recording: from one second to another."""

    __tablename__ = "part"
    __table_args__ = (CheckConstraint("0 <= start_s AND start_s < end_s", name="starts_before_it_ends"),)
    recording_id: Mapped[int] = ref("recording")
    person_id: Mapped[int] = ref("person")
    start_s: Mapped[int] = column("none")
    end_s: Mapped[int] = column("none")
    recording: Mapped[Recording] = relationship(back_populates="parts")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Captions(Keyed):
    """What is said, written down in one language: captions of the player and the transcript beside it.

    `cues` are lists of two times in milliseconds and a plain text, in time: what was uploaded is not kept.
    """

    __table_args__ = (UniqueConstraint("recording_id", "lang"),)
    recording_id: Mapped[int] = ref("recording", index=False)
    lang: Mapped[str] = column("none", String(8))
    automatic: Mapped[bool] = column("none")
    "Whether a machine wrote them; otherwise a person did."
    cues: Mapped[list[Any]] = column("none", JSON)
    recording: Mapped[Recording] = relationship(back_populates="captions")
