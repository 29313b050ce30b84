"""Something an assembly announced: a plan with its date, not a fact that it happened."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.types import Coded, column


class Announcement(HasWords, OfEdition, Coded):
    """`partners` are own names, one a line; `languages` says in words in which languages it will be."""

    title: Mapped[Bilingual] = bilingual("title")
    text: Mapped[Bilingual] = bilingual("text")
    partners: Mapped[Bilingual] = bilingual("partners")
    languages: Mapped[Bilingual] = bilingual("languages")
    planned_on: Mapped[date | None] = column("none")
    link: Mapped[str] = column("none", String(500), default="")
    source: Mapped[str] = column("none", String(500))
    position: Mapped[int] = column("none", default=0)
