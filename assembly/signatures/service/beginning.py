"""Verbs of those who sign: they begin, their address answers, they hand in the signed declaration."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from assembly import clock, files, history
from assembly.communities import queries as directory
from assembly.errors import SentBefore
from assembly.extensions import db
from assembly.fold import email_key, fold
from assembly.models import CommunityKind, Edition, SignatureKind, Signing, SigningMove, SigningState
from assembly.sealed import new_code, new_token
from assembly.signatures import queries
from assembly.signatures.documents.signed_pdf import MIME, SignedPdf
from assembly.signatures.service.moves import LINK_LASTS, NotNow, lock, move, post
from assembly.transactions import lock_row
from assembly.values import values_of

_KEPT = (
    *("at_assembly", "body", "country", "signer", "function", "entitled_by", "contact", "email", "sender_key"),
    *("message", "lang", "body_hash"),
)
"What is kept as it was sent."


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody sent, clean and checked. `key` was made with the empty form; `lang` is the page's."""

    key: str
    body: CommunityKind
    place: str
    country: str
    signer: str
    function: str
    entitled_by: str
    contact: str
    email: str
    at_assembly: bool
    message: str
    lang: str
    community: str = ""
    "The code of what was picked from the suggestions, where a script did so."

    @property
    def body_hash(self) -> str:
        """The same words give the same value; the key is not among them."""
        words = {name: value for name, value in asdict(self).items() if name != "key"}
        return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def sender_key(self) -> str:
        """The same address for the same body means the same signing."""
        return f"{email_key(self.email)} {fold(self.place)}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the visitor is told, whoever they are and whatever was there before."""

    reference: str
    kind: SignatureKind


def start(edition: Edition, sent: Interest, *, may_write: bool = True) -> Outcome:
    """A body means to sign; whoever wrote gets the link by mail. Sent twice it is one signing and one mail.

    Without `may_write` the address has had mails enough for now. Raises SentBefore for other words under a known key.
    """
    lock_row(edition)  # one form after the other
    earlier = queries.by_key(sent.key)
    if earlier is not None:
        if earlier.body_hash != sent.body_hash:
            raise SentBefore
        return Outcome(earlier.code, earlier.kind)
    signing = queries.open_of(edition, sent.sender_key)
    if signing is None:
        signing = _add(edition, sent)
    if may_write:
        post("signing_received", signing, f"received:{sent.key}")
    return Outcome(signing.code, signing.kind)


def confirm(signing: Signing) -> None:
    """Somebody opened the link, so the address is theirs. Later openings change nothing."""
    lock(signing)
    if signing.state is SigningState.INTEREST:
        move(signing, SigningState.DRAFT)


def hand_in(signing: Signing, document: SignedPdf) -> None:
    """The signed declaration, to be checked; until it is checked another may take its place, the same one is one.

    Raises NotNow.
    """
    lock(signing)
    if signing.state not in (SigningState.DRAFT, SigningState.CHECKING):
        raise NotNow
    stored = files.put(document.content, MIME)
    db.session.flush()
    if signing.state is SigningState.CHECKING and signing.document_id == stored.id:
        return
    signing.document_id, signing.document_pages = stored.id, document.pages
    signing.declaration = queries.current_declaration()  # an organiser corrects it where an older one was printed
    history.record("signing", signing.code, "handed in", edition_id=signing.edition_id, sha256=stored.sha256)
    if signing.state is SigningState.CHECKING:
        signing.changed_at = clock.now()
    else:
        move(signing, SigningState.CHECKING)


def _add(edition: Edition, sent: Interest) -> Signing:
    community = directory.picked(sent.community, sent.place) or directory.matching(sent.place)
    known = community is not None and (community.country, community.kind) == (sent.country, sent.body)
    token, now = new_token(), clock.now()
    signing = Signing(
        code=new_code(),
        state=SigningState.INTEREST,
        kind=SignatureKind.of(sent.body),
        edition_id=edition.id,
        **values_of(sent, *_KEPT),
        org_text=sent.place,
        community=community if known else None,
        idempotency_key=sent.key,
        token_hash=token.hash,
        token_sealed=token.sealed,
        link_ends_at=now + LINK_LASTS,
        changed_at=now,
        moves=[SigningMove(from_state=None, to_state=SigningState.INTEREST, at=now, by=history.actor())],
    )
    db.session.add(signing)
    db.session.flush()
    history.record("signing", signing.code, "begun", edition_id=edition.id, kind=signing.kind.value)
    return signing
