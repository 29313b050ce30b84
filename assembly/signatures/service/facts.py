"""Verbs on what counts: dated signatures."""

from datetime import date, datetime
from typing import Any

from assembly import clock, history
from assembly.constraints import refused_as
from assembly.errors import DomainError, Rejected
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Community, Edition, Signature, SignatureKind
from assembly.sealed import new_code


class AlreadySigned(DomainError):
    """One standing signature of a kind is enough."""

    sentence = _l("This city, region or organisation is already on the list.")


class MayNotSign(DomainError):
    """Only public administrations of the Union sign."""

    sentence = _l("Cities and regions sign the declaration. Organisations support it.")


class NotThatDay(Rejected):
    """Who signs at an assembly signs while it meets."""

    sentence = _l("This assembly did not take place on that date. Correct the date or untick the assembly.")


class NotYet(Rejected):
    """Nobody has signed tomorrow."""

    sentence = _l("The date must be today or in the past.")


class Removed(DomainError):
    """A mistake that was removed is not changed any more."""

    sentence = _l("This signature was removed because it was entered by mistake. If it was correct, record it again.")


class TooEarly(Rejected):
    """A signature ends after it was given."""

    sentence = _l("The withdrawal date cannot be before the date of the signature.")


def record_signature(
    community: Community,
    kind: SignatureKind,
    *,
    signed_on: date,
    edition: Edition | None,
    source: str,
    place: str = "",
    public_from_at: datetime | None = None,
) -> Signature:
    """A dated signature, at an edition or between them, and who says so; nobody sees it before `public_from_at`.

    Raises MayNotSign, NotThatDay, NotYet, and AlreadySigned when one of this kind stands.
    """
    if kind is SignatureKind.SIGN and not community.kind.may_sign:
        raise MayNotSign
    _check_day(signed_on, edition)
    signature = Signature(
        code=new_code(),
        community_id=community.id,
        community=community,
        kind=kind,
        signed_on=signed_on,
        place=place,
        edition_id=edition.id if edition else None,
        source=source,
        public_from_at=public_from_at,
    )
    with refused_as({"uq_signature_standing": AlreadySigned}):  # the database decides who was first
        db.session.add(signature)
    history.record(
        "signature",
        community.code,
        "recorded",
        signature=signature.code,
        kind=kind.value,
        signed_on=signed_on.isoformat(),
    )
    return signature


def correct_signature(
    signature: Signature,
    *,
    signed_on: date,
    edition: Edition | None,
    place: str,
    public_from_at: datetime | None,
    reason: str,
) -> bool:
    """Correct when, where and at which assembly it was given, and its embargo: whether anything has changed.

    Raises Removed, NotThatDay, NotYet, and TooEarly for a day on which it was withdrawn already.
    """
    if signature.mistaken_at is not None:
        raise Removed
    _check_day(signed_on, edition)
    if signature.withdrawn_on is not None and signature.withdrawn_on < signed_on:
        raise TooEarly
    before = _as_told(signature)
    signature.signed_on, signature.place, signature.public_from_at = signed_on, place, public_from_at
    signature.edition, signature.edition_id = edition, edition.id if edition else None
    after = _as_told(signature)
    if before == after:
        return False
    _record(signature, "corrected", reason, before=before, after=after)
    return True


def remove_mistake(signature: Signature, *, reason: str) -> None:
    """Take out what was entered by mistake: it counts on no day, and the entry is kept. Twice changes nothing."""
    if signature.mistaken_at is None:
        signature.mistaken_at = clock.now()
        _record(signature, "removed as a mistake", reason)


def withdraw_signature(signature: Signature, *, on: date, reason: str) -> None:
    """From that day on it counts no more; the days before stay as they were. A second time changes nothing.

    Raises Removed, NotYet, and TooEarly for a day before the signature was given.
    """
    if signature.mistaken_at is not None:
        raise Removed
    if signature.withdrawn_on is not None:
        return
    if on > clock.local_day(clock.now(), "Europe/Brussels"):
        raise NotYet
    if on < signature.signed_on:
        raise TooEarly
    signature.withdrawn_on = on
    _record(signature, "withdrawn", reason, on=on.isoformat())


def _check_day(signed_on: date, edition: Edition | None) -> None:
    if signed_on > clock.local_day(clock.now(), edition.zone if edition else "Europe/Brussels"):
        raise NotYet
    if edition is not None and not edition.day <= signed_on <= clock.local_day(edition.ends_at, edition.zone):
        raise NotThatDay


def _as_told(signature: Signature) -> dict[str, str]:
    """What a correction may change, as the history keeps it."""
    return {
        "signed_on": signature.signed_on.isoformat(),
        "place": signature.place,
        "edition": signature.edition.slug if signature.edition else "",
        "public_from": signature.public_from_at.isoformat() if signature.public_from_at else "",
    }


def _record(signature: Signature, verb: str, reason: str, **details: Any) -> None:
    history.record(
        "signature",
        signature.community.code,
        verb,
        edition_id=signature.edition_id,
        signature=signature.code,
        kind=signature.kind.value,
        reason=reason,
        **details,
    )
