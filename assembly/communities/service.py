"""Verbs on the directory and its signatures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assembly import history
from assembly.extensions import db
from assembly.fold import fold
from assembly.models import (
    Alias,
    Balance,
    Bilingual,
    Community,
    CommunityKind,
    Edition,
    Network,
    Signature,
    SignatureKind,
)


def add_network(*, code: str, short_name: str, name: str, role: Bilingual, position: int, source: str) -> Network:
    """One of the networks that run the movement, with what it leads."""
    network = Network(code=code, short_name=short_name, name=name, role=role, position=position, source=source)
    db.session.add(network)
    history.record("network", code, "added")
    return network


def add_community(
    *,
    code: str,
    native_name: str,
    names: Bilingual,
    kind: CommunityKind,
    country: str,
    nuts: str = "",
    nuts_version: str = "",
    population: int | None = None,
    variants: Iterable[str] = (),
) -> Community:
    """A community with every spelling under which it is to be found: its own, both exonyms and the variants."""
    spellings = {fold(spelling) for spelling in (native_name, names.en, names.fr, *variants)} - {""}
    community = Community(
        code=code,
        native_name=native_name,
        names=names,
        kind=kind,
        country=country,
        nuts=nuts,
        nuts_version=nuts_version,
        population=population,
        aliases=[Alias(text=spelling, folded=spelling) for spelling in sorted(spellings)],
    )
    db.session.add(community)
    history.record("community", code, "added")
    return community


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
