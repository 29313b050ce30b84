"""Signing up for a session, where an edition offers it."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.registration import Registration
from assembly.models.session import Session
from assembly.models.taking_part import State
from assembly.models.types import Base, Choice, column, ref


class SignUp(Base):
    """A seat in a session, or a place on its waiting list; `seq` is given once for each session."""

    __table_args__ = (UniqueConstraint("session_id", "seq"),)
    session_id: Mapped[int] = ref("session", primary_key=True)
    registration_id: Mapped[int] = ref("registration", primary_key=True, index=True)
    state: Mapped[State] = column("none", Choice(State))
    seq: Mapped[int] = column("none")
    ics_sequence: Mapped[int | None] = column("none")
    "The version of the session's calendar entry that was public when they signed up; None for older rows."
    session: Mapped[Session] = relationship()
    registration: Mapped[Registration] = relationship()
