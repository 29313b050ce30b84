"""Registers people of a city and reads who represents it."""

from __future__ import annotations

from typing import Any

from directory import make
from factories import make_edition, submission

from assembly.access import queries as access_queries
from assembly.delegations import queries as delegation_queries
from assembly.models import Edition, Registration
from assembly.registration.service import registering
from assembly.transactions import writing


def made() -> Edition:
    """A city in the directory, and an edition that two of each city may come to beside its representative."""
    with writing():
        make("rzeszow", "Rzeszów")
        edition = make_edition()
        edition.delegation_size = 2
    return edition


def come(edition: Edition, number: int, **changes: Any) -> Registration:
    with writing():
        outcome = registering.register(edition, submission(number, **changes))
    return access_queries.by_code(outcome.reference)  # type: ignore[return-value]


def chain(registration: Registration) -> list[tuple[str, str, bool]]:
    """Who, for whom, and whether they stand still."""
    return [
        (one.registration.badge_name[-1], one.for_person.family[-1] if one.for_person else "", one.until_at is None)
        for one in delegation_queries.chain(registration)
    ]
