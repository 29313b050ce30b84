"""How a signature comes about: from the interest of a city to the checked document."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.i18n import Labelled, _l
from assembly.models.community import Community, CommunityKind
from assembly.models.declaration import DeclarationText
from assembly.models.edition import OfEdition
from assembly.models.file import StoredFile
from assembly.models.signature import Signature, SignatureKind
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref


class SigningState(Labelled):
    """Where a signing stands. *Interest* is a form somebody sent; *draft* is ours once its address has answered."""

    CHECKING = "checking", _l("To check")
    DRAFT = "draft", _l("Waiting for the signed declaration")
    INTEREST = "interest", _l("Email address not yet confirmed")
    SIGNED = "signed", _l("Signed")
    WITHDRAWN = "withdrawn", _l("Withdrawn")

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in (SigningState.SIGNED, SigningState.WITHDRAWN)

    def may_become(self, to: "SigningState") -> bool:
        """Whether this move is one of ours; all others are refused."""
        return to in _MOVES[self]


_MOVES: dict[SigningState, frozenset[SigningState]] = {
    SigningState.INTEREST: frozenset({SigningState.DRAFT, SigningState.WITHDRAWN}),
    SigningState.DRAFT: frozenset({SigningState.CHECKING, SigningState.WITHDRAWN}),
    SigningState.CHECKING: frozenset({SigningState.DRAFT, SigningState.SIGNED, SigningState.WITHDRAWN}),
    SigningState.SIGNED: frozenset({SigningState.WITHDRAWN}),
    SigningState.WITHDRAWN: frozenset(),
}


class Signing(OfEdition, Coded):
    """One body on its way to signing or supporting.

    `edition` is whose office checks it, `at_assembly` whether it signs there. `org_text` is the name as it
    was typed, `community` the one of the directory, once it is known which one is meant. The link in its mails is one
    token, good until `link_ends_at`.
    """

    __table_args__ = (Index("ix_signing_edition_id_state", "edition_id", "state"),)
    state: Mapped[SigningState] = column("none", Choice(SigningState))
    kind: Mapped[SignatureKind] = column("none", Choice(SignatureKind))
    edition_id: Mapped[int] = ref("edition", index=False)
    at_assembly: Mapped[bool] = column("none")
    body: Mapped[CommunityKind] = column("none", Choice(CommunityKind))
    org_text: Mapped[str] = column("contact", String(200))
    country: Mapped[str] = column("none", String(2))
    community_id: Mapped[int | None] = ref("community")
    signer: Mapped[str] = column("contact", String(200))
    function: Mapped[str] = column("contact", String(160))
    entitled_by: Mapped[str] = column("contact", String(300))
    contact: Mapped[str] = column("contact", String(200))
    email: Mapped[str] = column("contact", String(320))
    sender_key: Mapped[str] = column("contact", String(530), index=True)
    "Address and name of the body, folded: who sends the form twice means the same signing."
    message: Mapped[str] = column("contact", Text, default="")
    lang: Mapped[str] = column("contact", String(2))
    idempotency_key: Mapped[str] = column("secret", String(64), unique=True)
    body_hash: Mapped[str] = column("secret", String(64))
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    link_ends_at: Mapped[datetime] = column("none", UTCDateTime)
    changed_at: Mapped[datetime] = column("none", UTCDateTime)
    "When it came into its state, or was last handed in: since when it waits."
    document_id: Mapped[int | None] = ref("stored_file")
    document_pages: Mapped[int | None] = column("none")
    declaration_id: Mapped[int | None] = ref("declaration_text")
    "The version of the text that was signed; None if there was no text, or nothing has been handed in."
    signature_id: Mapped[int | None] = ref("signature")
    told_public_at: Mapped[datetime | None] = column("none", UTCDateTime)
    community: Mapped[Community | None] = relationship()
    document: Mapped[StoredFile | None] = relationship()
    declaration: Mapped[DeclarationText | None] = relationship()
    signature: Mapped[Signature | None] = relationship()
    moves: "Mapped[list[SigningMove]]" = relationship(order_by="SigningMove.id", back_populates="signing")

    @property
    def name(self) -> str:
        """Who signs: by the directory's name in the language spoken, until then as it was typed."""
        return str(self.community.names) if self.community else self.org_text

    @property
    def link_is_valid(self) -> bool:
        """Whether the link in its mails still opens it."""
        return clock.now() < self.link_ends_at


class SigningMove(Keyed):
    """One change of state, appended and never changed: who, when, why."""

    signing_id: Mapped[int] = ref("signing")
    from_state: Mapped[SigningState | None] = column("none", Choice(SigningState))
    to_state: Mapped[SigningState] = column("none", Choice(SigningState))
    at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
    reason: Mapped[str] = column("contact", String(500), default="")
    signing: Mapped[Signing] = relationship(back_populates="moves")
