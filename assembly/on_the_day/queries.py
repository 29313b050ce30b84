"""The published day as it is now, and what an act would make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assembly import clock
from assembly.agenda.queries import announced, draft, last_scheduled, latest_rows, unpublished_changes
from assembly.models import Bilingual, Edition, ReleasedAppearance, ReleasedSession, Status
from assembly.on_the_day.acts import Act, NotHeld, Shown, Step, mark, possible, steps
from assembly.on_the_day.problems import Problem, new_problems
from assembly.speakers.queries import appearances_in


@dataclass(frozen=True, slots=True)
class Today:
    """The local day of now: its published sessions in time, cancelled ones included, each as it was announced (by id),
    and which of them the draft says otherwise."""

    edition: Edition
    on: date
    sessions: list[ReleasedSession]
    announced: dict[int, ReleasedSession]
    with_other_draft: frozenset[int]

    @property
    def mark(self) -> str:
        """A digest of what the public sees."""
        return mark((row.code, Shown.of(row)) for row in self.sessions)

    def session(self, code: str) -> ReleasedSession | None:
        """One of them."""
        return next((row for row in self.sessions if row.code == code), None)

    def possible(self, row: ReleasedSession) -> list[Act]:
        """What may be done to it now; nothing while the assembly is not held."""
        return possible(row, self.announced, clock.now()) if self.edition.takes_place else []


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act would publish. `seen` is the mark of what was looked at, `result` of the day as it would be."""

    act: Act
    row: ReleasedSession
    steps: list[Step]
    problems: list[Problem]
    seen: str
    result: str


def read_day(edition: Edition) -> Today:
    """Read the day of now as published."""
    on, rows = clock.local_day(clock.now(), edition.zone), latest_rows(edition)
    sessions = [row for row in rows if clock.local_day(row.starts_at, edition.zone) == on]
    return Today(edition, on, sessions, announced(edition), unpublished_changes(draft(edition), rows))


def plan(
    day: Today,
    act: Act,
    row: ReleasedSession,
    *,
    room: Bilingual | None = None,
    notice: Bilingual | None = None,
) -> Plan:
    """Work out an act on a session of the day. Raises NotPossibleNow, NotHeld."""
    if not day.edition.takes_place:
        raise NotHeld
    found = steps(act, row, day.sessions, day.announced, clock.now(), room=room, notice=notice)
    problems = new_problems(day.sessions, found, _people(day, row), day.edition.ends_at)
    after = {one.row.code: one.after for one in found}
    states = [(one.code, Shown.of(one)) for one in day.sessions]
    return Plan(
        act,
        row,
        found,
        problems,
        seen=mark(states, [one.key for one in problems]),
        result=mark((code, after.get(code, now)) for code, now in states),
    )


def _people(day: Today, row: ReleasedSession) -> Mapping[int, Sequence[ReleasedAppearance]]:
    """Who is in which session; a cancelled one that is looked at has those it had when it last took place."""
    cancelled = row.status is Status.CANCELLED
    as_it_was = (last_scheduled(day.edition, row.session_id) if cancelled else None) or row
    return appearances_in([as_it_was if one.session_id == row.session_id else one for one in day.sessions])
