"""Who signed or supports the declaration and when, and what stood before we counted."""

from datetime import date, datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.community import Community, CommunityKind
from assembly.models.edition import Edition
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref

DECLARATION = "Join, Boost, Sustain"
"What one signs. Its name stays in English: no official French one was found."
_STANDING = text("withdrawn_on IS NULL AND mistaken_at IS NULL")


class SignatureKind(Labelled):
    """Public authorities sign; companies, associations and universities support."""

    SIGN = "sign", _l("signs")
    SUPPORT = "support", _l("supports")

    @classmethod
    def of(cls, body: CommunityKind) -> "SignatureKind":
        """What a body of this kind may do."""
        return cls.SIGN if body.may_sign else cls.SUPPORT


class Signature(Coded):
    """One dated signature of a community, given at an edition or between them.

    It counts from `signed_on` until the day before `withdrawn_on`, and for nobody before `public_from_at` (None: at
    once). One entered by mistake counts on no day and stays for the record. How it came about is a `Signing`, or was
    written down by hand.
    """

    __table_args__ = (
        Index(
            "uq_signature_standing",
            "community_id",
            "kind",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    community_id: Mapped[int] = ref("community")
    kind: Mapped[SignatureKind] = column("none", Choice(SignatureKind))
    signed_on: Mapped[date] = column("none")
    place: Mapped[str] = column("none", String(120), default="")
    edition_id: Mapped[int | None] = ref("edition")
    source: Mapped[str] = column("none", String(500))
    public_from_at: Mapped[datetime | None] = column("none", UTCDateTime)
    withdrawn_on: Mapped[date | None] = column("none")
    mistaken_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When it was removed as a mistake: it never counted."
    community: Mapped[Community] = relationship()
    edition: Mapped[Edition | None] = relationship()

    @property
    def is_public(self) -> bool:
        """Whether the public may know of it now."""
        return self.public_from_at is None or clock.has_come(self.public_from_at)


class Balance(Keyed):
    """How many had signed before our own dated signatures begin, with the source that says so."""

    __table_args__ = (UniqueConstraint("kind", "as_of_on"),)
    kind: Mapped[SignatureKind] = column("none", Choice(SignatureKind))
    count: Mapped[int] = column("none")
    as_of_on: Mapped[date] = column("none")
    source: Mapped[str] = column("none", String(500))
