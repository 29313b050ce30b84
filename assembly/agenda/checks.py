"""What may be wrong with a programme before it is published: pure, said once for each thing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from assembly import clock
from assembly.agenda.queries import lacking
from assembly.models import Appearance, AppearanceState, Direction, Edition, Presence, Session
from assembly.values import grouped

LONGEST_HOLE = timedelta(minutes=30)
_COUNTS = (AppearanceState.INVITED, AppearanceState.CONFIRMED)
"Who may stand on the stage: those who said no do not."


class Check(StrEnum):
    """What was looked at."""

    UNTRANSLATED = "untranslated"
    ROOM = "room"
    PERSON = "person"
    OUTSIDE = "outside"
    UNCONFIRMED = "unconfirmed"
    POSITION = "position"
    STALE = "stale"
    NO_INTERPRETATION = "no_interpretation"
    HOLE = "hole"
    END = "end"

    @property
    def blocks(self) -> bool:
        """Whether nothing is published while it stands, unless somebody says why."""
        return self in {Check.ROOM, Check.PERSON, Check.OUTSIDE}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: in which sessions, about whom, in which languages, between which instants."""

    check: Check
    sessions: tuple[Session, ...] = ()
    appearance: Appearance | None = None
    langs: tuple[str, ...] = ()
    times: tuple[datetime, ...] = ()
    in_public: bool = field(default=False, compare=False)
    "Whether the public sees the programme like this already, so that it was accepted before."

    @property
    def key(self) -> str:
        """Its name in the history of a release: the check, the codes of its sessions and of its person."""
        person = [self.appearance.person.code] if self.appearance else []
        return ":".join([self.check, *(one.code for one in self.sessions), *person])

    @property
    def stops(self) -> bool:
        """Whether a reason is asked for before this can be published."""
        return self.check.blocks and not self.in_public


def faults(
    edition: Edition,
    sessions: Sequence[Session],
    people: Mapping[int, Sequence[Appearance]],
    changed: frozenset[int],
) -> list[Fault]:
    """Everything the checks find in the sessions shown in the draft (in time), the gravest first.

    `people` are all who were asked, by session id; `changed` the sessions (by id) a release would touch.
    """
    checks: tuple[Callable[[], Iterator[Fault]], ...] = (
        lambda: _untranslated(sessions),
        lambda: _rooms(sessions),
        lambda: clashes(sessions, people),
        lambda: _outside(edition, sessions),
        lambda: _unconfirmed(sessions, people),
        lambda: _positions(sessions, people),
        lambda: _languages(sessions),
        lambda: _holes(edition, sessions),
        lambda: _end(edition, sessions),
    )
    found = [one for check in checks for one in check()]
    order = list(Check)
    return sorted((_seen_before(one, changed) for one in found), key=lambda one: order.index(one.check))


def _seen_before(fault: Fault, changed: frozenset[int]) -> Fault:
    if not fault.check.blocks or changed & {one.id for one in fault.sessions}:
        return fault
    return Fault(fault.check, fault.sessions, fault.appearance, fault.langs, fault.times, in_public=True)


def at_once(one: Session, other: Session) -> bool:
    """Whether two sessions overlap; one may begin when the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _untranslated(sessions: Sequence[Session]) -> Iterator[Fault]:
    for one in sessions:
        langs = tuple(sorted({lang for missing in lacking(one).values() for lang in missing}))
        if langs:
            yield Fault(Check.UNTRANSLATED, (one,), langs=langs)


def _rooms(sessions: Sequence[Session]) -> Iterator[Fault]:
    for here in grouped((one.room_id, one) for one in sessions if one.room_id is not None).values():
        yield from (Fault(Check.ROOM, pair) for pair in combinations(here, 2) if at_once(*pair))


def clashes(sessions: Sequence[Session], people: Mapping[int, Sequence[Appearance]]) -> Iterator[Fault]:
    """Find each person in two sessions at once. A video message needs nobody; whoever takes part from elsewhere is in
    one session at a time, too."""
    parts: dict[int, dict[int, tuple[Session, Appearance]]] = defaultdict(dict)
    for session in sessions:
        for one in people.get(session.id, ()):
            if one.state in _COUNTS and one.presence is not Presence.VIDEO_MESSAGE:
                parts[one.person_id][session.id] = session, one
    for mine in parts.values():
        for (first, _part), (second, part) in combinations(mine.values(), 2):
            if at_once(first, second):
                yield Fault(Check.PERSON, (first, second), part)


def _outside(edition: Edition, sessions: Sequence[Session]) -> Iterator[Fault]:
    for one in sessions:
        if one.starts_at < edition.starts_at or one.ends_at > edition.ends_at:
            yield Fault(Check.OUTSIDE, (one,), times=(edition.starts_at, edition.ends_at))


def _unconfirmed(sessions: Sequence[Session], people: Mapping[int, Sequence[Appearance]]) -> Iterator[Fault]:
    for session in sessions:
        for one in people.get(session.id, ()):
            if one.state.is_open:
                yield Fault(Check.UNCONFIRMED, (session,), one)


def _positions(sessions: Sequence[Session], people: Mapping[int, Sequence[Appearance]]) -> Iterator[Fault]:
    """Said once of a person whom the public sees with a position in one language alone; none at all is none missing."""
    found: dict[int, tuple[Appearance, list[Session]]] = {}
    for session in sessions:
        for one in people.get(session.id, ()):
            function = one.mandate.function if one.mandate else None
            if one.state is AppearanceState.CONFIRMED and function and function.missing():
                found.setdefault(one.person_id, (one, []))[1].append(session)
    for one, where in found.values():
        yield Fault(Check.POSITION, tuple(where), one, tuple(one.mandate.function.missing() if one.mandate else ()))


def _languages(sessions: Sequence[Session]) -> Iterator[Fault]:
    for one in sessions:
        if one.stale_words():
            yield Fault(Check.STALE, (one,))
        into = set(one.in_direction(Direction.INTO))
        alone = tuple(lang for lang in one.in_direction(Direction.SPOKEN) if not into - {lang})
        if alone:
            yield Fault(Check.NO_INTERPRETATION, (one,), langs=alone)


def _holes(edition: Edition, sessions: Sequence[Session]) -> Iterator[Fault]:
    """Between what ends last so far and what begins next, within a day."""
    last: Session | None = None
    for one in sessions:
        if last is not None and one.starts_at - last.ends_at > LONGEST_HOLE and _same_day(edition, last, one):
            yield Fault(Check.HOLE, (last, one), times=(last.ends_at, one.starts_at))
        last = one if last is None or one.ends_at > last.ends_at else last


def _same_day(edition: Edition, one: Session, other: Session) -> bool:
    return clock.local_day(one.ends_at, edition.zone) == clock.local_day(other.starts_at, edition.zone)


def _end(edition: Edition, sessions: Sequence[Session]) -> Iterator[Fault]:
    """The programme ends before the practical page says; what ends later is outside already."""
    ends_at = max((one.ends_at for one in sessions), default=edition.ends_at)
    if ends_at < edition.ends_at:
        yield Fault(Check.END, times=(ends_at, edition.ends_at))
