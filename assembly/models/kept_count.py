"""Figures that are kept instead of counted: the database raises and lowers them with each row they count (triggers of
migrations 0047 and 0093), in the transaction that writes the row, however it is written.

`stats/kept_counts.py` counts them anew and compares.
"""

from sqlalchemy.orm import Mapped

from assembly.models.taking_part import State
from assembly.models.types import Base, Choice, column, ref

NO_COMMUNITY = 0
"Stands for the community of those who come from none."


class ParticipationCount(Base):
    """How many of one city or region take part in an edition.

    `registered`, `confirmed` and `admitted` are of those who count as participants, `active` is of everybody who means
    to come. The id of the community is no reference: merging changes registrations, and these figures follow.
    """

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    community_id: Mapped[int] = column("none", primary_key=True, autoincrement=False)
    registered: Mapped[int] = column("none")
    confirmed: Mapped[int] = column("none")
    active: Mapped[int] = column("none")
    admitted: Mapped[int] = column("none")


class StateCount(Base):
    """How many registrations of an edition stand in one state, each person once; how many of them were let in, and of
    how many no address is known."""

    edition_id: Mapped[int] = ref("edition", primary_key=True)
    state: Mapped[State] = column("none", Choice(State), primary_key=True)
    people: Mapped[int] = column("none")
    admitted: Mapped[int] = column("none")
    without_address: Mapped[int] = column("none", server_default="0")
