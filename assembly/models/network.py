"""The networks that run the movement and the partners beside them, and what each of them does."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.file import StoredFile
from assembly.models.types import Choice, Keyed, column, ref


class NetworkKind(Labelled):
    """The networks run the movement; partners work with it. Only the former are in its published figure."""

    NETWORK = "network", _l("Network")
    PARTNER = "partner", _l("Partner")


class Network(HasWords, Keyed):
    """A network or partner by its own name. `role` is what it does, empty where no source says.

    A logo has its alternative text in both languages and a code that changes with it; without one the name is set.
    """

    code: Mapped[str] = column("none", String(16), unique=True)
    kind: Mapped[NetworkKind] = column("none", Choice(NetworkKind), default=NetworkKind.NETWORK)
    short_name: Mapped[str] = column("none", String(40))
    name: Mapped[str] = column("none", String(200))
    role: Mapped[Bilingual] = bilingual("role")
    position: Mapped[int] = column("none", default=0)
    source: Mapped[str] = column("none", String(500))
    website: Mapped[str] = column("none", String(300), default="")
    logo_id: Mapped[int | None] = ref("stored_file")
    logo_code: Mapped[str | None] = column("none", String(16), unique=True)
    logo_alt: Mapped[Bilingual] = bilingual("logo_alt")
    logo_width: Mapped[int | None] = column("none")
    logo_height: Mapped[int | None] = column("none")
    version: Mapped[int] = column("none", default=1)
    logo: Mapped[StoredFile | None] = relationship()
