"""Signatures of the declaration: the dated ones, and how many there were before."""

from __future__ import annotations

from datetime import date

from assembly import history
from assembly.extensions import db
from assembly.models import Balance, Community, Edition, Signature, SignatureKind


def record_signature(
    community: Community, kind: SignatureKind, *, signed_on: date, edition: Edition | None, source: str
) -> Signature:
    """A dated signature, at an edition or between them, and who says so."""
    signature = Signature(
        community=community,
        kind=kind,
        signed_on=signed_on,
        edition_id=edition.id if edition else None,
        source=source,
    )
    db.session.add(signature)
    history.record("signature", community.code, "recorded", kind=kind.value, signed_on=signed_on.isoformat())
    return signature


def set_balance(kind: SignatureKind, *, count: int, as_of_on: date, source: str) -> Balance:
    """How many had signed before our dated signatures begin."""
    balance = Balance(kind=kind, count=count, as_of_on=as_of_on, source=source)
    db.session.add(balance)
    history.record("balance", kind.value, "set", count=count, as_of_on=as_of_on.isoformat())
    return balance
