"""What was found at the web address of one language of a recording."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from assembly.i18n import Labelled, _l
from assembly.models.types import Base, Choice, UTCDateTime, column, ref


class LinkFinding(Labelled):
    """What one look at an address found."""

    WORKS = "works", _l("the link works")
    UNCLEAR = "unclear", _l("the site does not allow automatic checks")
    "The site answers people, but not this check."
    MISSING = "missing", _l("the page was not found")
    SITE_ERROR = "site_error", _l("the site reported an error")
    NO_ANSWER = "no_answer", _l("the site could not be reached")
    TOO_SLOW = "too_slow", _l("the site did not answer in time")
    REDIRECTS = "redirects", _l("the site redirects too many times")
    UNVERIFIED = "unverified", _l("the site’s security certificate could not be verified")
    "Its certificate has expired, is of another name, or is vouched for by nobody known."
    FORBIDDEN = "forbidden", _l("the link leads to an address we do not open")
    "It leads to a machine of an internal network, or to an address that is not of the web."

    @property
    def is_broken(self) -> bool:
        """Whether nobody could watch it at that moment."""
        return self not in (LinkFinding.WORKS, LinkFinding.UNCLEAR)


class LinkCheck(Base):
    """The looks at one address; the row goes when the address changes. Two bad ones in a row make it broken."""

    track_id: Mapped[int] = ref("track", primary_key=True)
    next_at: Mapped[datetime] = column("none", UTCDateTime, index=True)
    checked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    finding: Mapped[LinkFinding | None] = column("none", Choice(LinkFinding))
    failures: Mapped[int] = column("none", default=0)
    "In a row."
    told_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When the editors were told that it is broken."
