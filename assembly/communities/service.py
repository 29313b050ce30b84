"""Verbs on the directory."""

from __future__ import annotations

from collections.abc import Iterable

from assembly import history
from assembly.extensions import db
from assembly.fold import fold
from assembly.models import (
    Alias,
    Bilingual,
    Community,
    CommunityKind,
    Network,
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
        aliases=[Alias(folded=spelling) for spelling in sorted(spellings)],
    )
    db.session.add(community)
    history.record("community", code, "added")
    return community
