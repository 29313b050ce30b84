"""What we know already of the people and places a table names: as many reads for ten rows as for a thousand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Alias, Community, CommunityKind, Edition, ExternalCode, Person, Registration, State
from assembly.people.imports.preview import Known, place_asked, place_key
from assembly.tables import Row

_AT_ONCE = 500
"Names in one question: both databases take more, neither takes all."


def known_people(edition: Edition, rows: Sequence[Row], codes: Mapping[str, str]) -> Known:
    """The communities these rows may mean, who of the people in them means to come already, and who has a badge code of
    another event that they name (`codes` gives the hash of each)."""
    people: dict[tuple[str, str], Registration] = {}
    namesakes: dict[tuple[str, str], Registration] = {}
    for registration, address, name in _registered(edition, {_name(row) for row in rows}):
        code = registration.community.code if registration.community else None
        namesakes.setdefault((name, place_key(code, registration.org_text)), registration)
        if address:
            people[address, name] = registration
    places, kinds = _places({place_asked(row.cells.get("place", "")) for row in rows})
    return Known(places, kinds, people, namesakes, _holders(edition, codes))


def _holders(edition: Edition, codes: Mapping[str, str]) -> dict[str, Registration]:
    found: dict[str, Registration] = {}
    for some in _some(codes.values()):
        rows = db.session.execute(
            select(ExternalCode.code_hash, Registration)
            .join(Registration, Registration.id == ExternalCode.registration_id)
            .where(ExternalCode.edition_id == edition.id, ExternalCode.code_hash.in_(some))
        )
        found |= {hashed: one.standing for hashed, one in rows}
    return {code: found[hashed] for code, hashed in codes.items() if hashed in found}


def _name(row: Row) -> str:
    return fold(f"{row.cells.get('given', '')} {row.cells.get('family', '')}")


def _registered(edition: Edition, names: Iterable[str]) -> Iterator[tuple[Registration, str | None, str]]:
    """Who of these names means to come, by each address and name that stand for them."""
    standing = func.coalesce(Person.merged_into_id, Person.id)
    for some in _some(names):
        rows = db.session.execute(
            select(Registration, Person.email_key, Person.name_key)
            .join(Person, standing == Registration.person_id)
            .where(
                Registration.edition_id == edition.id,
                Registration.state.in_([state for state in State if state.is_active]),
                Person.name_key.in_(some),
            )
            .options(joinedload(Registration.community))
            .order_by(Registration.id)
        )
        yield from rows


def _places(folded: Iterable[str]) -> tuple[dict[str, str], dict[str, CommunityKind]]:
    """The code of the one community each of these names means, and its kind; what is ambiguous means none, as in the
    form."""
    meant, kinds = defaultdict[str, set[str]](set), dict[str, CommunityKind]()
    for some in _some(folded):
        rows = db.session.execute(
            select(Alias.folded, Community.code, Community.kind).join(Community, Community.id == Alias.community_id)
            .where(Alias.folded.in_(some))
        )  # fmt: skip
        for name, code, kind in rows:
            meant[name].add(code)
            kinds[code] = kind
    return {name: next(iter(codes)) for name, codes in meant.items() if len(codes) == 1}, kinds


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]
