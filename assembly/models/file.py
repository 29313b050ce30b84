"""Files we keep, and pictures: a file with its alternative text."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.person import Person
from assembly.models.types import Base, Choice, Coded, Keyed, UTCDateTime, column, ref


class StoredFile(Keyed):
    """One content, kept once under its SHA-256 by `assembly.files`; `size` in bytes."""

    sha256: Mapped[str] = column("none", String(64), unique=True)
    mime: Mapped[str] = column("none", String(80))
    size: Mapped[int] = column("none")


class PictureKind(Labelled):
    """What a picture shows."""

    FAMILY = "family", _l("Family photo")
    OTHER = "other", _l("Other picture")


class Picture(HasWords, OfEdition, Coded):
    """A picture of an edition; `alt` says what one sees, `credit` who made it or that it is a drawing."""

    file_id: Mapped[int] = ref("stored_file")
    kind: Mapped[PictureKind] = column("none", Choice(PictureKind))
    alt: Mapped[Bilingual] = bilingual("alt")
    credit: Mapped[Bilingual] = bilingual("credit")
    width: Mapped[int] = column("none")
    height: Mapped[int] = column("none")
    consent_reason: Mapped[str] = column("contact", String(400), default="")
    "Why it is shown although somebody on it has not agreed to photographs."
    consent_reason_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When that was said: it does not speak of an answer given later."
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    persons: Mapped[list[Person]] = relationship(secondary="picture_of", order_by=Person.family)


class PictureOf(Base):
    """A person shown on a picture: whoever does not want to be seen is found here."""

    picture_id: Mapped[int] = ref("picture", primary_key=True)
    person_id: Mapped[int] = ref("person", primary_key=True, index=True)
