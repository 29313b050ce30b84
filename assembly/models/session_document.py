"""A file that belongs to a session: slides, a text, a picture."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.file import StoredFile
from assembly.models.session import Session
from assembly.models.types import Coded, UTCDateTime, column, ref


class SessionDocument(HasWords, Coded):
    """A PDF or a picture; the public sees it while its session is public, from `shown_from_at` on.

    `title` may be in one language. `alt` says what one sees on a picture, in both. `lang` is that of its content,
    `mul` where there are several.
    """

    session_id: Mapped[int] = ref("session")
    file_id: Mapped[int] = ref("stored_file")
    title: Mapped[Bilingual] = bilingual("title")
    lang: Mapped[str] = column("none", String(8))
    alt: Mapped[Bilingual] = bilingual("alt")
    width: Mapped[int | None] = column("none")
    height: Mapped[int | None] = column("none")
    "Of a picture, in pixels."
    shown_from_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "None: from the publication of its session on."
    withdrawn_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When the office took it out of sight; None while it has not."
    session: Mapped[Session] = relationship()
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_picture(self) -> bool:
        """Whether it is shown on the page itself."""
        return self.width is not None

    @property
    def is_due(self) -> bool:
        """Whether its time has come."""
        return self.shown_from_at is None or clock.has_come(self.shown_from_at)
