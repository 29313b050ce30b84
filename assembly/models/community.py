"""Cities, regions and their associations: the directory."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.fold import fold
from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.network import Network
from assembly.models.types import Base, Choice, Keyed, column, ref


class CommunityKind(Labelled):
    """What sort of public authority it is, or of organisation that supports."""

    MUNICIPALITY = "municipality", _l("City")
    REGION = "region", _l("Region")
    ASSOCIATION = "association", _l("Association of local authorities")
    STATE = "state", _l("Member State")
    EU_BODY = "eu_body", _l("European body")
    THIRD_COUNTRY = "third_country", _l("City or region outside the European Union")
    COMPANY = "company", _l("Company")
    RESEARCH = "research", _l("University or research institute")
    CIVIL_SOCIETY = "civil_society", _l("Civil society organisation")

    @property
    def may_sign(self) -> bool:
        """Whether it signs, as public administrations of the Union do; all others support."""
        return self in _PUBLIC_ADMINISTRATIONS


_PUBLIC_ADMINISTRATIONS = frozenset(
    {
        CommunityKind.MUNICIPALITY,
        CommunityKind.REGION,
        CommunityKind.ASSOCIATION,
        CommunityKind.STATE,
        CommunityKind.EU_BODY,
    }
)


class Community(HasWords, Keyed):
    """A local or regional authority. Its own name is one canonical spelling; `names` are its exonyms."""

    code: Mapped[str] = column("none", String(64), unique=True)
    native_name: Mapped[str] = column("none", String(200))
    native_lang: Mapped[str] = column("none", String(8), default="")
    "The language of its own name (BCP 47), empty where that is not known or the name is in several."
    names: Mapped[Bilingual] = bilingual("names")
    kind: Mapped[CommunityKind] = column("none", Choice(CommunityKind))
    country: Mapped[str] = column("none", String(2))
    "ISO 3166-1; Greece is GR here and EL on pages."
    nuts: Mapped[str] = column("none", String(5), default="")
    nuts_version: Mapped[str] = column("none", String(4), default="")
    population: Mapped[int | None] = column("none")
    website: Mapped[str] = column("none", String(300), default="")
    version: Mapped[int] = column("none", default=1)
    "Raised with each change, so that two editors do not undo each other unseen."
    aliases: "Mapped[list[Alias]]" = relationship(
        back_populates="community", cascade="all, delete-orphan", order_by="Alias.id"
    )
    networks: Mapped[list[Network]] = relationship(secondary="membership", order_by=Network.position)

    @property
    def spellings(self) -> list[str]:
        """How else people write it: every spelling but its own name and its exonyms."""
        names = {fold(name) for name in (self.native_name, self.names.en, self.names.fr)}
        return [alias.text for alias in self.aliases if alias.folded not in names]


class Alias(Keyed):
    """One spelling under which people look for a community: as it is written, and folded."""

    __table_args__ = (UniqueConstraint("community_id", "folded"),)
    community_id: Mapped[int] = ref("community")
    text: Mapped[str] = column("none", String(200))
    folded: Mapped[str] = column("none", String(200), index=True)
    community: Mapped[Community] = relationship(back_populates="aliases")


class Membership(Base):
    """A community belongs to a network, or works with a partner."""

    community_id: Mapped[int] = ref("community", primary_key=True)
    network_id: Mapped[int] = ref("network", primary_key=True, index=True)


class FormerCode(Base):
    """The code of a community that was merged into another: its old addresses keep answering."""

    code: Mapped[str] = column("none", String(64), primary_key=True)
    community_id: Mapped[int] = ref("community")
