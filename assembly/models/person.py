"""A person, thin and for all editions. What was true at one assembly is copied to the registration."""

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped

from assembly.models.types import Coded, column, ref

_REACHABLE = text("email_key IS NOT NULL AND merged_into_id IS NULL")
_UNREACHABLE = text("email IS NULL")


class Person(Coded):
    """One person is one address together with one folded name: an office address is shared by several."""

    __table_args__ = (
        Index(
            "uq_person_email_key_name_key",
            "email_key",
            "name_key",
            unique=True,
            sqlite_where=_REACHABLE,
            postgresql_where=_REACHABLE,
        ),
        Index("ix_person_email_key", "email_key"),  # the one above holds nobody who was made one with another
        Index("ix_person_name_key", "name_key"),
        Index("ix_person_without_address", "id", sqlite_where=_UNREACHABLE, postgresql_where=_UNREACHABLE),
    )
    given: Mapped[str] = column("contact", String(120))
    family: Mapped[str] = column("contact", String(120))
    name_key: Mapped[str] = column("contact", String(260))
    name_lang: Mapped[str] = column("contact", String(8), default="")
    grammatical_form: Mapped[str | None] = column("contact", String(1))
    "`f` or `m` where the person said so; never derived from a title."
    mail_lang: Mapped[str] = column("contact", String(2))
    email: Mapped[str | None] = column("contact", String(320))
    email_key: Mapped[str | None] = column("contact", String(320))
    merged_into_id: Mapped[int | None] = ref("person")
    "The person this row turned out to be: whoever comes with its address and name is that person."
    in_public_office: Mapped[bool] = column("none", default=False)

    @property
    def full_name(self) -> str:
        """Given name first, as people are greeted."""
        return f"{self.given} {self.family}".strip()
