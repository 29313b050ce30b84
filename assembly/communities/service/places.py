"""Communities: added and changed, each with every spelling under which it is to be found."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, select

from assembly import clock, history
from assembly.communities import queries
from assembly.communities.facts import PLAIN, Facts, facts_of
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _
from assembly.models import Alias, Community, Membership, Network
from assembly.sealed import new_code
from assembly.transactions import lock_row

_TURN = 0xD18EC7
"A number of our own among PostgreSQL's advisory locks."
RESERVED = frozenset({"add", "import", "duplicates", "suggestions"})
"What addresses of the office mean already."


class AlreadyThere(DomainError):
    """The same name, country and kind; `community` is it."""

    def __str__(self) -> str:
        one = self.facts["community"]
        return _("%(name)s is already in the directory, with the same type and country.", name=one.native_name)


def take_turn() -> None:
    """Writers of the directory come one after the other, so that what one found missing no other adds.

    On SQLite writers do anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def add_community(code: str, facts: Facts) -> Community:
    """A community under a code of one's own choice."""
    return store(facts, code, queries.networks_by_code())


def add(facts: Facts) -> Community:
    """A new community, its code made of its name. Raises AlreadyThere."""
    take_turn()
    twin = queries.exactly(facts.native_name, facts.country, facts.kind)
    if twin is not None:
        raise AlreadyThere(community=twin)
    return store(facts, free_code(facts, queries.taken_codes()), queries.networks_by_code())


def store(facts: Facts, code: str, networks: dict[str, Network]) -> Community:
    """The row itself, its code known to be free."""
    community = Community(code=code, version=1, aliases=[])
    _write(community, facts, networks)
    db.session.add(community)
    history.record("community", code, "added")
    return community


def store_all(fresh: Mapping[str, Facts], networks: Mapping[str, Network]) -> None:
    """The same for many, by their codes, in a handful of statements."""
    if not fresh:
        return
    now = clock.now().isoformat()
    words = {"words_changed": {"names": {"en": now, "fr": now}}, "version": 1}
    rows = [{"code": code, **_columns(facts), **words} for code, facts in fresh.items()]
    db.session.execute(insert(Community), rows)
    stored = db.session.execute(select(Community.code, Community.id).where(Community.code.in_(fresh)))
    ids: dict[str, int] = dict(stored.all())
    aliases = [
        {"community_id": ids[code], "folded": folded, "text": text}
        for code, facts in fresh.items()
        for folded, text in _by_folded(_names(facts)).items()
    ]
    db.session.execute(insert(Alias), aliases)
    members = [(ids[code], networks[one].id) for code, facts in fresh.items() for one in facts.networks]
    if members:
        db.session.execute(insert(Membership), [{"community_id": c, "network_id": n} for c, n in members])
    for code in fresh:
        history.record("community", code, "added")


def _columns(facts: Facts) -> dict[str, Any]:
    plain = {name: getattr(facts, name) for name in PLAIN if name != "names"}
    return plain | {"names_en": facts.names.en, "names_fr": facts.names.fr}


def change(community: Community, facts: Facts, *, version: int) -> None:
    """Make it say this. Raises ChangedMeanwhile when it is not of this version any more."""
    take_turn()
    lock_row(community)
    check_unchanged(community.version, version)
    rewrite(community, facts, queries.networks_by_code())


def rewrite(community: Community, facts: Facts, networks: dict[str, Network]) -> None:
    """The same without asking for a version; what was its own name stays a spelling of it."""
    before = facts_of(community)
    _write(community, facts, networks)
    after = facts_of(community)
    changed: dict[str, Any] = {
        name: [str(getattr(before, name)), str(getattr(after, name))]
        for name in Facts.__slots__
        if getattr(before, name) != getattr(after, name)
    }
    if changed:
        community.version += 1
        history.record("community", community.code, "changed", **changed)


def free_code(facts: Facts, taken: set[str]) -> str:
    """A readable code nobody has, and none that an address of ours means otherwise; added to `taken`."""
    plain = unicodedata.normalize("NFKD", fold(facts.names.en)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or new_code()
    number, code = 1, stem
    while code in taken or code in RESERVED:
        number += 1
        code = f"{stem}-{number}"
    taken.add(code)
    return code


def _write(community: Community, facts: Facts, networks: dict[str, Network]) -> None:
    former = community.native_name or ""
    for name in PLAIN:
        value: Any = getattr(facts, name)
        if getattr(community, name) != value:
            setattr(community, name, value)
    _set_spellings(community, _by_folded((*_names(facts), former)))
    wanted = [networks[code] for code in facts.networks]
    if set(community.networks) != set(wanted):
        community.networks = wanted


def _names(facts: Facts) -> tuple[str, ...]:
    return (facts.native_name, facts.names.en, facts.names.fr, *facts.spellings)


def _by_folded(spellings: Iterable[str]) -> dict[str, str]:
    """Each spelling as it is written first, by what it is found by."""
    wanted: dict[str, str] = {}
    for spelling in spellings:
        wanted.setdefault(fold(spelling), spelling)
    wanted.pop("", None)
    return wanted


def _set_spellings(community: Community, wanted: Mapping[str, str]) -> None:
    for alias in list(community.aliases):
        if alias.folded not in wanted:
            community.aliases.remove(alias)
        elif alias.text != wanted[alias.folded]:
            alias.text = wanted[alias.folded]
    known = {alias.folded for alias in community.aliases}
    community.aliases += [Alias(text=text, folded=folded) for folded, text in wanted.items() if folded not in known]
