"""What somebody was, for whom and when: a co-chair is a mandate, not a title."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.community import Community
from assembly.models.person import Person
from assembly.models.types import Choice, Coded, column, ref


class MandateRole(Labelled):
    """The offices we know by name."""

    MAYOR = "mayor", _l("Mayor of a city")
    CO_CHAIR = "co_chair", _l("Co-chair of the assembly")
    CHAIR = "chair", _l("Chair of another body")
    OFFICIAL = "official", _l("Other elected or appointed official")
    OTHER = "other", _l("Another position")


class Mandate(HasWords, Coded):
    """A function with its wording in both languages and its dates; an open end means still in office.

    `name` is what its holder was called then, where they are called something else now.
    """

    person_id: Mapped[int] = ref("person")
    community_id: Mapped[int | None] = ref("community")
    body: Mapped[Bilingual] = bilingual("body")
    role: Mapped[MandateRole] = column("none", Choice(MandateRole))
    function: Mapped[Bilingual] = bilingual("function")
    from_on: Mapped[date | None] = column("none")
    to_on: Mapped[date | None] = column("none")
    name: Mapped[str] = column("contact", String(241), default="")
    person: Mapped[Person] = relationship()
    community: Mapped[Community | None] = relationship()

    @property
    def holder(self) -> str:
        """The name of whoever held it, as it was then."""
        return self.name or self.person.full_name
