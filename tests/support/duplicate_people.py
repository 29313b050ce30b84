"""Two people who are one: how they come to be there twice, and how they are made one."""

from __future__ import annotations

from typing import Any

from factories import submission

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import Edition, Registration, Represents, Told
from assembly.people.duplicates.queries import pair
from assembly.people.duplicates.service.merging import Wanted, merge
from assembly.registration.service.registering import register
from assembly.sealed import unseal
from assembly.transactions import writing


def come(edition: Edition, given: str, family: str, email: str, **facts: Any) -> Registration:
    """Somebody registers; the registration."""
    facts = {"represents": Represents.COMMUNITY, "place": "Rzeszów"} | facts
    code = register(edition, submission(given=given, family=family, email=email, **facts)).reference
    return db.session.query(Registration).filter_by(code=code).one()


def two(edition: Edition, **facts: Any) -> tuple[Registration, Registration]:
    """Ana twice: the second one is from another address and less well written."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org")
        other = come(edition, "Anna", "Silva", "other@example.org", **facts)
    return one, other


def seen(edition: Edition, one: Registration, other: Registration, *facts: str, **wanted: Any) -> Wanted:
    """What an organiser chose, on the page as it is now."""
    found = pair(edition, one.person, other.person)
    assert found is not None
    return Wanted((one.version, other.version), frozenset(facts), **wanted)


def make_one(
    edition: Edition,
    one: Registration,
    other: Registration,
    *facts: str,
    ours: tuple[int | None, ...] = (),
    **wanted: Any,
) -> Registration:
    """The first stays."""
    chosen = seen(edition, one, other, *facts, **wanted)
    with writing():
        stays = merge(edition, one.person, other.person, chosen, ours)
    assert stays is not None
    return stays


def token(registration: Registration) -> str:
    """What the code of their badge holds."""
    return unseal(valid_badge(registration).token_sealed)  # type: ignore[union-attr]


def scan(edition: Edition, shown: str, number: int, door: int = 0) -> Told:
    """A badge is shown at a door."""
    with writing():
        code = ShownCode(f"scan-{number:016d}", shown, doors(edition)[door], clock.now())
        return record_scans([code])[0].told
