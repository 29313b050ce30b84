"""Who was invited, by whom, and what they answered."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.community import Community
from assembly.models.edition import OfEdition
from assembly.models.network import Network
from assembly.models.person import Person
from assembly.models.place import Mode
from assembly.models.registration import Registration
from assembly.models.taking_part import Represents
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref

LISTS_OPEN = timedelta(days=30)
"How long after the assembly a network still reads whom it invited."


class Reply(Labelled):
    """The four answers, each one tap."""

    COMES = "comes", _l("I will come")
    REPRESENTED = "represented", _l("Someone will represent me")
    ONLINE = "online", _l("I will follow the assembly online")
    DECLINES = "declines", _l("I cannot come")

    @property
    def told(self) -> str:
        """The answer as the office tells it."""
        return str(
            {
                Reply.COMES: _l("Will come"),
                Reply.REPRESENTED: _l("Will be represented"),
                Reply.ONLINE: _l("Will follow the assembly online"),
                Reply.DECLINES: _l("Cannot come"),
            }[self]
        )

    @property
    def mode(self) -> Mode | None:
        """The way of taking part it asks a place for; None for who does not come."""
        return {Reply.COMES: Mode.ON_SITE, Reply.REPRESENTED: Mode.ON_SITE, Reply.ONLINE: Mode.ONLINE}.get(self)


class Invitation(OfEdition, Coded):
    """One person invited to one edition. Its link answers for this person and opens nothing else; the answer may
    change until registration closes. `registration` is the one it led to."""

    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    person_id: Mapped[int] = ref("person")
    invited_by_id: Mapped[int | None] = ref("network")
    community_id: Mapped[int | None] = ref("community")
    org_text: Mapped[str] = column("contact", String(200), default="")
    represents: Mapped[Represents] = column("none", Choice(Represents))
    function: Mapped[str] = column("contact", String(160), default="")
    phone: Mapped[str] = column("contact", String(40), default="")
    "For the call list: the office rings whoever has not answered."
    lang: Mapped[str] = column("contact", String(2))
    folded: Mapped[str] = column("contact", String(600))
    note: Mapped[str] = column("contact", String(400), default="")
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    sent_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reminded_at: Mapped[datetime | None] = column("none", UTCDateTime)
    called_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reply: Mapped[Reply | None] = column("contact", Choice(Reply))
    replied_at: Mapped[datetime | None] = column("none", UTCDateTime)
    reason: Mapped[str] = column("contact", String(400), default="")
    "Why they cannot come, in their own words, if they said so."
    withdrawn_at: Mapped[datetime | None] = column("none", UTCDateTime)
    registration_id: Mapped[int | None] = ref("registration")
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    version: Mapped[int] = column("none", default=1)
    person: Mapped[Person] = relationship()
    invited_by: Mapped[Network | None] = relationship()
    community: Mapped[Community | None] = relationship()
    registration: Mapped[Registration | None] = relationship(foreign_keys=[registration_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Whether its link still answers: neither withdrawn nor of an assembly that is over, by our own clock."""
        return self.withdrawn_at is None and not self.edition.is_over

    @property
    def can_be_edited(self) -> bool:
        """Whether the office may still set right whom it invites: once answered, there is what the answer led to."""
        return self.is_open and self.reply is None

    @property
    def outcome(self) -> Reply | None:
        """What has come of the answer: whose registration has ended since does not come, whatever was said before."""
        ended = self.registration is not None and not self.registration.state.is_active
        return Reply.DECLINES if ended and self.reply is not None else self.reply

    @property
    def place(self) -> str:
        """Whom they represent: by the directory's name in the language spoken, else as it was written."""
        return str(self.community.names) if self.community else self.org_text


class NetworkList(OfEdition, Keyed):
    """A link by which a network reads, and cannot change, the list of those it invited to one edition."""

    network_id: Mapped[int] = ref("network")
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    made_at: Mapped[datetime] = column("none", UTCDateTime)
    revoked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    network: Mapped[Network] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether its link still shows the list: not revoked, until a month after the assembly, by our own clock."""
        return self.revoked_at is None and clock.now() < self.edition.ends_at + LISTS_OPEN
