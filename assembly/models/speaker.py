"""What an assembly says of somebody who speaks there, and what the office still needs of them."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.file import StoredFile
from assembly.models.person import Person
from assembly.models.types import Keyed, UTCDateTime, column, ref


class Speaker(HasWords, OfEdition, Keyed):
    """One person at one edition, so that a past edition keeps the biography and the portrait of its day.

    `agreed` is their answer to biography and portrait being published and their words recorded; None: not asked.
    """

    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    person_id: Mapped[int] = ref("person")
    biography: Mapped[Bilingual] = bilingual("biography")
    pronunciation: Mapped[str] = column("contact", String(160), default="")
    "How the name is said, for whoever announces them."
    liaison: Mapped[str] = column("contact", String(320), default="")
    "Who looks after them: a name or an address, for the office alone."
    portrait_id: Mapped[int | None] = ref("stored_file")
    agreed: Mapped[bool | None] = column("contact")
    agreed_at: Mapped[datetime | None] = column("none", UTCDateTime)
    person: Mapped[Person] = relationship()
    portrait: Mapped[StoredFile | None] = relationship()
