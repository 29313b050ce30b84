"""The text of the declaration, in each version that was ever saved."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.bilingual import Bilingual, bilingual
from assembly.models.types import Keyed, UTCDateTime, column


class DeclarationText(Keyed):
    """One version of the whole text in both languages, appended and never changed; the highest number is current."""

    number: Mapped[int] = column("none", unique=True)
    "Counted from 1; it is printed on the declaration to sign."
    text: Mapped[Bilingual] = bilingual("text")
    saved_at: Mapped[datetime] = column("none", UTCDateTime)
    saved_by: Mapped[str] = column("none", String(80))
    "As the history names who acts."
