"""A thing to do, and the desk that several sources ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from assembly.agenda import queries as agenda
from assembly.models import Edition, Phase, ReleasedSession, Session
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Among


class Urgency(IntEnum):
    """How soon it matters."""

    NOW = 1
    DEADLINE = 2
    SOON = 3
    LATER = 4


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, why or by when, and the page where one does it."""

    urgency: Urgency
    words: str
    note: str
    button: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Desk:
    """An edition and what several sources ask of it, each read once."""

    edition: Edition

    @cached_property
    def is_over(self) -> bool:
        """Whether its day has gone by."""
        return self.edition.phase is Phase.AFTER

    @cached_property
    def people(self) -> dict[Among, int]:
        """How many are in each part of the list of people."""
        return people_queries.counts(self.edition)

    @cached_property
    def draft(self) -> list[Session]:
        """The sessions as the organisers have them."""
        return agenda.draft(self.edition)

    @cached_property
    def published(self) -> list[ReleasedSession]:
        """The sessions as the public sees them."""
        return agenda.latest_rows(self.edition)


Source = Callable[[Desk], list[Todo]]
