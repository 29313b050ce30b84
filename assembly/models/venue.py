"""Where an edition meets."""

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, relationship

from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.types import Coded, Keyed, column, ref


class Venue(HasWords, Keyed):
    """A building people travel to. The address is as written on the spot, in its own languages."""

    name: Mapped[Bilingual] = bilingual("name")
    city: Mapped[Bilingual] = bilingual("city")
    address: Mapped[str] = column("none", String(300))
    latitude: Mapped[float | None] = column("none", Float)
    longitude: Mapped[float | None] = column("none", Float)
    "In degrees, north and east of zero; both or neither."

    @property
    def geo(self) -> tuple[float, float] | None:
        """Where it lies, as latitude and longitude, if somebody has said so."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


class Room(HasWords, Coded):
    """A room of the venue. `access` says how one gets there without steps, and how one hears."""

    venue_id: Mapped[int] = ref("venue")
    name: Mapped[Bilingual] = bilingual("name")
    capacity: Mapped[int | None] = column("none")
    access: Mapped[Bilingual] = bilingual("access")
    venue: Mapped[Venue] = relationship()
