"""Two entries that are one place: whatever refers to the one refers to the other afterwards.

References are found in the tables themselves, so that a new table cannot be forgotten. A table in which both may not
stand needs a rule of its own, or the merge is refused while they do.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Index, Table, UniqueConstraint, func, select, update

from assembly import clock, history
from assembly.communities.facts import Facts
from assembly.communities.queries import networks_by_code
from assembly.communities.service.places import rewrite, take_turn
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import Base, Community, FormerCode, Membership, Registration, Representation, Signature
from assembly.transactions import lock_row, locked


class StillUsed(DomainError):
    """Something refers to it; `uses` says what, by table."""

    sentence = _l("This entry is in use and cannot be deleted. Merge it with another instead.")


class CannotMerge(DomainError):
    """Both stand in a table where only one may, and no rule says which; `table` is its name."""

    sentence = _l(
        "Both entries have a record of the same kind, but a merged entry can have only one. Resolve this "
        "before you merge them."
    )


class WithItself(DomainError):
    """One entry, twice."""

    sentence = _l("An entry cannot be merged with itself.")


def references(target: Table) -> list[Column[Any]]:
    """Every column of every table that refers to this one."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(foreign.column.table is target for foreign in column.foreign_keys)
    ]


def uses(community: Community) -> dict[str, int]:
    """How many rows of which table refer to it, but for those that are part of it."""
    counts: dict[str, int] = {}
    for column in references(table_of(Community)):
        if column.table.name not in _PARTS:
            count = db.session.scalar(select(func.count()).where(column == community.id)) or 0
            counts[column.table.name] = counts.get(column.table.name, 0) + count
    return {name: count for name, count in counts.items() if count}


def remove(community: Community) -> None:
    """Delete an entry nothing refers to. Raises StillUsed."""
    take_turn()
    lock_row(community)
    found = uses(community)
    if found:
        raise StillUsed(uses=found)
    former = select(FormerCode).where(FormerCode.community_id == community.id)
    for one in db.session.scalars(former):
        db.session.delete(one)
    db.session.flush()
    db.session.delete(community)
    history.record("community", community.code, "deleted", name=community.native_name, country=community.country)


def merge(kept: Community, gone: Community, facts: Facts, *, versions: tuple[int, int]) -> None:
    """Make `kept` say `facts` and stand wherever `gone` stood; the code of `gone` leads to it from now on.

    Every spelling of both finds it, and it is in the networks of both.
    Raises ChangedMeanwhile, CannotMerge, WithItself.
    """
    if kept.id == gone.id:
        raise WithItself
    take_turn()
    both = sorted((kept.id, gone.id))
    read_all(locked(select(Community).where(Community.id.in_(both)).order_by(Community.id)))
    check_unchanged((kept.version, gone.version), versions)
    spellings = (*facts.spellings, *(alias.text for one in (kept, gone) for alias in one.aliases))
    networks = {*facts.networks, *(network.code for network in gone.networks)}
    kept_id, gone_id, code, name = kept.id, gone.id, gone.code, gone.native_name
    moved: dict[str, int] = {}
    for column in references(table_of(Community)):
        count = _RULES.get(column.table.name, move)(column, kept_id, gone_id)
        moved[column.table.name] = moved.get(column.table.name, 0) + count
    db.session.flush()
    db.session.expire_all()
    db.session.delete(gone)
    db.session.flush()
    rewrite(kept, replace(facts, spellings=spellings, networks=tuple(sorted(networks))), networks_by_code())
    db.session.add(FormerCode(code=code, community_id=kept_id))
    history.record("community", code, "merged into", into=kept.code, name=name)
    history.record("community", kept.code, "merged", gone=code, moved={key: n for key, n in moved.items() if n})


def table_of(noun: type[Base]) -> Table:
    """The table of a noun."""
    return Base.metadata.tables[noun.__tablename__]


def move(column: Column[Any], kept: int, gone: int) -> int:
    """Refer to the other, unless one of them is there already and only one may be."""
    table = column.table
    for together in unique_with(column):
        one, other = table.alias(), table.alias()
        same = [one.c[name] == other.c[name] for name in together]
        twin = select(other.c[column.name]).where(other.c[column.name] == kept, *same).correlate(one).exists()
        if db.session.scalar(select(func.count()).select_from(one).where(one.c[column.name] == gone, twin)):
            raise CannotMerge(table=table.name)
    result = db.session.execute(update(table).where(column == gone).values({column.name: kept}))
    return int(result.rowcount)  # type: ignore[attr-defined]


def unique_with(column: Column[Any]) -> Iterator[list[str]]:
    """The other columns of each rule that says there may be only one."""
    table = column.table
    unique = [one for one in (*table.constraints, *table.indexes) if _is_unique(one)]
    for one in unique:
        names = [each.name for each in one.columns]  # type: ignore[attr-defined]
        if column.name in names:
            yield [name for name in names if name != column.name]
    if column.primary_key:
        yield [each.name for each in table.primary_key.columns if each.name != column.name]


def _is_unique(rule: Any) -> bool:
    return isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique)


def _part_of_it(column: Column[Any], kept: int, gone: int) -> int:
    """Goes with the entry; spellings and networks of both are in the facts that are kept."""
    return 0


def _earlier_stays(column: Column[Any], kept: int, gone: int) -> int:
    """Where both have signed in the same way, the earlier date stays and the other is taken out of the counts.

    What either of them has made public stays public: of two embargoes the one that ends first holds.
    """
    db.session.flush()
    found = read_all(
        select(Signature)
        .where(
            Signature.community_id.in_([kept, gone]),
            Signature.withdrawn_on.is_(None),
            Signature.mistaken_at.is_(None),
        )
        .order_by(Signature.signed_on, Signature.id)
        .execution_options(populate_existing=True)
    )
    first: dict[str, Signature] = {}
    for one in found:
        if one.kind in first:
            ends = [each.public_from_at for each in (one, first[one.kind]) if each.public_from_at is not None]
            first[one.kind].public_from_at = min(ends) if len(ends) == 2 else None
            _take_out(one, first[one.kind])
        else:
            first[one.kind] = one
    db.session.flush()
    result = db.session.execute(update(column.table).where(column == gone).values({column.name: kept}))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _take_out(signature: Signature, earlier: Signature) -> None:
    """What led to it leads to the earlier one."""
    for column in references(table_of(Signature)):
        db.session.execute(update(column.table).where(column == signature.id).values({column.name: earlier.id}))
    history.record(
        "signature", signature.community.code, "taken out in a merge", kind=signature.kind.value,
        signed_on=signature.signed_on.isoformat(), source=signature.source,
    )  # fmt: skip
    db.session.delete(signature)


def _registrations_follow(column: Column[Any], kept: int, gone: int) -> int:
    """They are found by the name that is kept, too."""
    name = db.session.scalars(select(Community.native_name).where(Community.id == kept)).one()
    table = column.table
    db.session.execute(
        update(table)
        .where(column == gone)
        .values(folded=table.c.folded + f" {fold(name)}", version=table.c.version + 1)
    )
    return move(column, kept, gone)


def _one_stands(column: Column[Any], kept: int, gone: int) -> int:
    """One place has one representative: where both have one, whoever stood first stays and the other comes along."""
    standing = select(Representation).where(
        Representation.community_id.in_([kept, gone]), Representation.until_at.is_(None)
    )
    stands: set[int] = set()
    for one in db.session.scalars(standing.order_by(Representation.since_at, Representation.id)):
        if one.edition_id in stands:
            one.until_at = clock.now()
        stands.add(one.edition_id)
    db.session.flush()
    result = db.session.execute(update(column.table).where(column == gone).values({column.name: kept}))
    return int(result.rowcount)  # type: ignore[attr-defined]


_PARTS = {"alias", Membership.__tablename__, FormerCode.__tablename__}
"Tables whose rows are part of an entry and go with it."
_RULES: dict[str, Callable[[Column[Any], int, int], int]] = {
    "alias": _part_of_it,
    Membership.__tablename__: _part_of_it,
    Signature.__tablename__: _earlier_stays,
    Registration.__tablename__: _registrations_follow,
    Representation.__tablename__: _one_stands,
}
"Where moving is not all; every other table is moved, and refuses while both stand where one may."
WORDS = {
    "invitation": _l("Invitations"),
    "mandate": _l("Mandates"),
    "registration": _l("Registrations"),
    "representation": _l("Representatives"),
    "signature": _l("Signatures"),
    "signing": _l("Declarations submitted"),
    "suggestion": _l("Suggestions"),
}
"What people call the rows that refer to an entry; others are “other entries”."
