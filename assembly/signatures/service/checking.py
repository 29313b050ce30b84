"""Verbs of the office: which body it is, whether the document is good, when it ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assembly import clock, history
from assembly.communities.facts import Facts
from assembly.communities.service.places import add
from assembly.errors import Rejected
from assembly.i18n import _l
from assembly.models import Bilingual, Community, CommunityKind, Edition, SignatureKind, Signing, SigningState
from assembly.signatures.service.facts import correct_signature, record_signature, remove_mistake, withdraw_signature
from assembly.signatures.service.moves import NotNow, lock, move, post
from assembly.values import values_of


class NotChecked(Rejected):
    """Nobody signs before an organiser has looked at the document and at the person."""

    sentence = _l("Check the signature and the person first, then enter how you checked them.")


class NotInDirectory(Rejected):
    """What counts is a city of the directory, not a name somebody typed."""

    sentence = _l("First choose the city, region or organisation from the directory.")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an organiser found: the two things that must be true, how they know, and the facts of the signature.

    `document` is the SHA-256 of the file they were shown: another may have come while they read.
    """

    is_signed: bool
    is_entitled: bool
    note: str
    document: str
    signed_on: date
    place: str
    edition: Edition | None
    public_from_at: datetime | None


def link(signing: Signing, community: Community) -> None:
    """This is the one of the directory who signs; its kind decides whether it signs or supports. Raises NotNow."""
    lock(signing)
    if not signing.state.is_open:
        raise NotNow
    signing.community, signing.kind = community, SignatureKind.of(community.kind)
    history.record("signing", signing.code, "linked", edition_id=signing.edition_id, community=community.code)


def add_and_link(signing: Signing, *, native_name: str, names: Bilingual, kind: CommunityKind, country: str) -> None:
    """It is new to the directory. Raises NotNow, and AlreadyThere when it is not new."""
    link(signing, add(Facts(native_name=native_name, names=names, kind=kind, country=country)))


def accept(signing: Signing, found: Acceptance) -> None:
    """Signed: the signature counts from its day, and is public at once or when its embargo ends.

    Raises NotNow, NotChecked, NotInDirectory and what `record_signature` raises.
    """
    lock(signing)
    if not signing.state.may_become(SigningState.SIGNED):
        raise NotNow
    if signing.document is None or signing.document.sha256 != found.document:
        raise NotNow
    if not (found.is_signed and found.is_entitled and found.note):
        raise NotChecked
    if signing.community is None:
        raise NotInDirectory
    signing.signature = record_signature(
        signing.community,
        signing.kind,
        **values_of(found, "signed_on", "edition", "place", "public_from_at"),
        source=f"signing {signing.code}",
    )
    move(signing, SigningState.SIGNED, found.note)
    if signing.signature.is_public:
        signing.told_public_at = clock.now()
    post("signing_accepted", signing, f"accepted:{signing.code}")


def ask_again(signing: Signing, reason: str) -> None:
    """The document is not good: they are told why, and may send another. Raises NotNow."""
    lock(signing)
    if signing.state is not SigningState.CHECKING:
        raise NotNow
    move(signing, SigningState.DRAFT, reason)
    post("signing_asked_again", signing, f"again:{signing.code}:{len(signing.moves)}")


def withdraw(signing: Signing, reason: str, on: date | None = None) -> None:
    """It ends here; a signature stops counting `on` that day, today if none is named. Twice changes nothing.

    An address that never answered may be a stranger's: it is not written to. Raises what `withdraw_signature` raises.
    """
    lock(signing)
    if signing.state is SigningState.WITHDRAWN:
        return
    if signing.signature is not None:
        today = clock.local_day(clock.now(), signing.edition.zone)
        withdraw_signature(signing.signature, on=on or today, reason=reason)
    address_is_theirs = signing.state is not SigningState.INTEREST
    move(signing, SigningState.WITHDRAWN, reason)
    if address_is_theirs:
        post("signing_withdrawn", signing, f"withdrawn:{signing.code}")


def correct(signing: Signing, **facts: Any) -> bool:
    """Correct the facts of an accepted signature: whether anything has changed; they are told what is known now.

    `facts` are those of `correct_signature`. A new embargo is announced when it ends, as the first one was. Raises
    NotNow and what `correct_signature` raises.
    """
    lock(signing)
    if signing.signature is None:
        raise NotNow
    changed = correct_signature(signing.signature, **facts)
    if changed and signing.state is SigningState.SIGNED:
        signing.told_public_at = clock.now() if signing.signature.is_public else None
        post("signing_corrected", signing, f"corrected:{signing.code}:{clock.now().isoformat()}")
    return changed


def take_out(signing: Signing, reason: str) -> None:
    """Undo an acceptance that was a mistake: its signature never counted, and they are told. Twice changes nothing.

    Raises NotNow.
    """
    lock(signing)
    if signing.signature is None:
        raise NotNow
    remove_mistake(signing.signature, reason=reason)
    if signing.state is not SigningState.WITHDRAWN:
        move(signing, SigningState.WITHDRAWN, reason)
        post("signing_withdrawn", signing, f"withdrawn:{signing.code}")


def tell_public(signing: Signing) -> None:
    """Its embargo has ended: they are told, once."""
    lock(signing)
    if signing.told_public_at is None:
        signing.told_public_at = clock.now()
        until = signing.signature.public_from_at if signing.signature else None
        post("signing_public", signing, f"public:{signing.code}:{until.isoformat() if until else ''}")
