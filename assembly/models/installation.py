"""What the database knows of the installation that uses it."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from assembly.models.types import Keyed, column


class Installation(Keyed):
    """The one row that ties the database to its key."""

    key_fingerprint: Mapped[str] = column("none", String(64))
    "Derived from the master key, which it does not tell."
