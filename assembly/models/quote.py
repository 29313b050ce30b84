"""Words somebody said, in the language they were said in, and who approved them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import Edition
from assembly.models.mandate import Mandate
from assembly.models.person import Person
from assembly.models.types import Base, UTCDateTime, column, key, ref


class Quote(HasWords, Base):
    """`original_lang` is an ISO 639 code, `und` where it was not recorded; the other words are translations."""

    __tablename__ = "quote"
    id: Mapped[int] = key()
    edition_id: Mapped[int] = ref("edition")
    person_id: Mapped[int] = ref("person")
    mandate_id: Mapped[int] = ref("mandate")
    original_lang: Mapped[str] = column("none", String(8))
    words: Mapped[Bilingual] = bilingual("words")
    source: Mapped[str] = column("none", String(500))
    position: Mapped[int] = column("none", default=0)
    approved_at: Mapped[datetime | None] = column("none", UTCDateTime)
    approved_by: Mapped[str] = column("none", String(80), default="")
    edition: Mapped[Edition] = relationship()
    person: Mapped[Person] = relationship()
    mandate: Mapped[Mandate] = relationship()
