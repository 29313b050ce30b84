"""Speakers the co-chairs propose, and what is said about it. Nobody proposed is a person of ours until accepted."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.edition import OfEdition
from assembly.models.session import Session
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref


class ProposalState(Labelled):
    """What became of a proposed speaker."""

    IDEA = "idea", _l("Idea")
    ACCEPTED = "accepted", _l("Accepted")
    TURNED_DOWN = "turned_down", _l("Turned down")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


class SpeakerProposal(OfEdition, Coded):
    """A name for a session and why; ideas of one session have an order. The session is lost where it is deleted.

    One that was withdrawn says nothing any longer: its row remains so that whoever still has its page open is told.
    """

    session_id: Mapped[int | None] = ref("session")
    name: Mapped[str] = column("contact", String(241))
    why: Mapped[str] = column("contact", Text)
    state: Mapped[ProposalState] = column("none", Choice(ProposalState), default=ProposalState.IDEA)
    position: Mapped[int] = column("none")
    proposed_by: Mapped[str] = column("contact", String(200))
    "The name of whoever proposed them, as it was then."
    proposed_by_id: Mapped[int | None] = ref("user")
    "Their account, which alone may correct it; None for proposals made before this was kept."
    proposed_at: Mapped[datetime] = column("none", UTCDateTime)
    corrected_at: Mapped[datetime | None] = column("none", UTCDateTime)
    session: Mapped[Session | None] = relationship()
    comments: "Mapped[list[ProposalComment]]" = relationship(
        back_populates="proposal", order_by="ProposalComment.id", cascade="all, delete-orphan"
    )


class ProposalComment(Keyed):
    """One line of what is said about a proposal."""

    proposal_id: Mapped[int] = ref("speaker_proposal")
    text: Mapped[str] = column("contact", String(600))
    by: Mapped[str] = column("contact", String(200))
    at: Mapped[datetime] = column("none", UTCDateTime)
    proposal: Mapped[SpeakerProposal] = relationship(back_populates="comments")
