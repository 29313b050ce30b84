"""The invitation of a speaker to one assembly: whom we write to, until when they answer, what they sent us."""

from datetime import date, datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.edition import OfEdition
from assembly.models.file import StoredFile
from assembly.models.person import Person
from assembly.models.place import Mode
from assembly.models.types import Choice, Coded, UTCDateTime, column, ref


class RoleAnswer(Labelled):
    """What a co-chair answers to being one, where no session asks them."""

    IN_PERSON = "in_person", _l("Yes, in person")
    REMOTE = "remote", _l("Yes, remotely")
    DECLINES = "declines", _l("No, I cannot take part")

    @property
    def is_yes(self) -> bool:
        """Whether they are co-chair of the day, there or from elsewhere."""
        return self is not RoleAnswer.DECLINES


class SpeakerInvitation(OfEdition, Coded):
    """One for each person and edition, for all their sessions there; the answers are the states of their appearances.

    Two links open the same page: the speaker's own, and that of the office which acts for them, if there is one.
    """

    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    person_id: Mapped[int] = ref("person")
    lang: Mapped[str] = column("contact", String(2))
    email: Mapped[str] = column("contact", String(320))
    office_email: Mapped[str] = column("contact", String(320), default="")
    "The cabinet or secretariat that acts for them; empty for none."
    answer_by_on: Mapped[date] = column("none")
    "The last day for an answer, in the edition's own zone."
    ways: Mapped[list[str]] = column("none", JSON, default=list)
    "In which `Presence` they may take part, besides the one a session is planned with."
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    sent_at: Mapped[datetime | None] = column("none", UTCDateTime)
    opened_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reminded_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reminders: Mapped[int] = column("none", default=0)
    answered_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reason: Mapped[str] = column("contact", String(400), default="")
    "Why they cannot take part, in their own words."
    answered_for: Mapped[str] = column("contact", String(400), default="")
    "Who gave the last answer to the office, and how; empty where it came through a link."
    role_answer: Mapped[RoleAnswer | None] = column("none", Choice(RoleAnswer))
    "What a co-chair who was in no session has answered to being co-chair."
    brought_from: Mapped[Mode | None] = column("none", Choice(Mode))
    "The mode of a registration they had before it was made a speaker’s, to be given back when they no longer speak."
    described_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When they last saved what we say of them: until then nobody has asked how to address them."
    slides_id: Mapped[int | None] = ref("stored_file")
    withdrawn_at: Mapped[datetime | None] = column("none", UTCDateTime)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    office_token_hash: Mapped[str | None] = column("secret", String(64), unique=True)
    office_token_sealed: Mapped[str] = column("secret", String(200), default="")
    version: Mapped[int] = column("none", default=1)
    person: Mapped[Person] = relationship()
    slides: Mapped[StoredFile | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def link_is_valid(self) -> bool:
        """Whether its links still open their page, by our own clock; one that was withdrawn says so there."""
        return self.sent_at is not None and not self.edition.is_over

    @property
    def is_open(self) -> bool:
        """Whether it has been sent, is not withdrawn, and the assembly is not over."""
        return self.link_is_valid and self.withdrawn_at is None

    @property
    def is_late(self) -> bool:
        """Whether the last day for an answer has passed, by our own clock."""
        return clock.local_day(clock.now(), self.edition.zone) > self.answer_by_on
