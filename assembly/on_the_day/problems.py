"""What an act on the day would get in the way of: pure. On the day a problem warns, and somebody confirms it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from assembly.models import Presence, ReleasedAppearance, ReleasedSession, Status
from assembly.on_the_day.acts import Shown, Step


class Kind(StrEnum):
    """What does not fit."""

    ROOM = "room"
    PERSON = "person"
    AFTER_THE_END = "after_the_end"


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit, in which sessions, about whom."""

    kind: Kind
    sessions: tuple[ReleasedSession, ...]
    name: str = ""

    @property
    def key(self) -> str:
        """Its name in a digest."""
        return ":".join([self.kind, *(one.code for one in self.sessions), self.name])


def new_problems(
    day: Sequence[ReleasedSession],
    changes: Sequence[Step],
    people: Mapping[int, Sequence[ReleasedAppearance]],
    ends_at: datetime,
) -> list[Problem]:
    """What the changes would bring that the published day does not have; `ends_at` is the end of the assembly."""
    before = [(row, Shown.of(row)) for row in day]
    changed = {one.row.session_id: one.after for one in changes}
    after = [(row, changed.get(row.session_id, now)) for row, now in before]
    had = {one.key for one in _problems(before, people, ends_at)}
    return [one for one in _problems(after, people, ends_at) if one.key not in had]


def _problems(
    states: Sequence[tuple[ReleasedSession, Shown]],
    people: Mapping[int, Sequence[ReleasedAppearance]],
    ends_at: datetime,
) -> Iterator[Problem]:
    taking_place = [pair for pair in states if pair[1].status is Status.SCHEDULED]
    for (one, now), (other, then) in combinations(taking_place, 2):
        if now.starts_at < then.ends_at and then.starts_at < now.ends_at:
            if now.room and now.room == then.room:
                yield Problem(Kind.ROOM, (one, other))
            theirs = _present(people.get(other.session_id, ()))
            for person, name in _present(people.get(one.session_id, ())).items():
                if person in theirs:
                    yield Problem(Kind.PERSON, (one, other), name)
    for one, now in taking_place:
        if now.ends_at > ends_at:
            yield Problem(Kind.AFTER_THE_END, (one,))


def _present(rows: Sequence[ReleasedAppearance]) -> dict[Hashable, str]:
    """Whoever is there; a video message needs nobody."""
    return {one.person_id: one.name for one in rows if one.presence is not Presence.VIDEO_MESSAGE}
