"""What an act on the day makes of the published programme: pure. Nothing of a draft is looked at."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from assembly.errors import DomainError
from assembly.i18n import Labelled, _l
from assembly.models import Bilingual, ReleasedSession, Status

QUARTER = timedelta(minutes=15)


class Act(Labelled):
    """What an organiser may do to a session during the assembly."""

    DELAY = "delay", _l("Delay by 15 minutes")
    DELAY_ALL = "delay_all", _l("Delay this and all later sessions by 15 minutes")
    EXTEND = "extend", _l("End 15 minutes later")
    EXTEND_ALL = "extend_all", _l("End 15 minutes later and delay all later sessions")
    EARLIER = "earlier", _l("Move 15 minutes earlier")
    EARLIER_ALL = "earlier_all", _l("Move this and all later sessions 15 minutes earlier")
    ROOM = "room", _l("Change the room")
    NOTICE = "notice", _l("Show a notice")
    CANCEL = "cancel", _l("Cancel this session")
    REINSTATE = "reinstate", _l("Reinstate this session")

    @property
    def is_for_later_too(self) -> bool:
        """Whether it moves what comes after the session as well."""
        return self in {Act.DELAY_ALL, Act.EXTEND_ALL, Act.EARLIER_ALL}


class NotPossibleNow(DomainError):
    """The session has ended, or is no longer as the button assumed."""

    sentence = _l("This action is no longer possible because the session has ended or changed. Check the list below.")


class NotHeld(NotPossibleNow):
    """An assembly that is not held has no day on which something could change."""

    sentence = _l("The assembly is cancelled or postponed, so today’s sessions cannot be changed.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees of a session as far as the day may change it; times are instants."""

    starts_at: datetime
    ends_at: datetime
    room: Bilingual
    status: Status
    notice: Bilingual

    @classmethod
    def of(cls, row: ReleasedSession) -> Self:
        """As it is published."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    @property
    def facts(self) -> dict[str, Any]:
        """By the columns of a release."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def shifted(self, begin: timedelta, end: timedelta) -> "Shown":
        """The same at another time."""
        return replace(self, starts_at=self.starts_at + begin, ends_at=self.ends_at + end)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one session."""

    row: ReleasedSession
    after: Shown

    @property
    def before(self) -> Shown:
        """As the public sees it now."""
        return Shown.of(self.row)


Announced = Mapping[int, ReleasedSession]
"""Each session (by id) as people expected it when the day began."""


def possible(row: ReleasedSession, announced: Announced, at: datetime) -> list[Act]:
    """What may be done to a session at this instant: nothing once it has ended, no new beginning once that has passed.

    It moves back only towards the time announced before the day, for people rely on it.
    """
    if row.ends_at <= at:
        return []
    if row.status is Status.CANCELLED:
        return [Act.REINSTATE, Act.NOTICE]
    found = [Act.DELAY, Act.DELAY_ALL] if row.starts_at + QUARTER > at else []
    found += [Act.EXTEND, Act.EXTEND_ALL] if row.starts_at <= at else []
    if _earlier(row, announced, at) != Shown.of(row):
        found += [Act.EARLIER, Act.EARLIER_ALL]
    return [*found, Act.ROOM, Act.NOTICE, Act.CANCEL]


def steps(
    act: Act,
    row: ReleasedSession,
    day: Sequence[ReleasedSession],
    announced: Announced,
    at: datetime,
    *,
    room: Bilingual | None = None,
    notice: Bilingual | None = None,
) -> list[Step]:
    """What the act makes of the sessions of the day, without those that stay as they are. Raises NotPossibleNow."""
    if act not in possible(row, announced, at):
        raise NotPossibleNow
    if act in {Act.DELAY, Act.DELAY_ALL}:
        found = {row.session_id: Shown.of(row).shifted(QUARTER, QUARTER)}
    elif act in {Act.EXTEND, Act.EXTEND_ALL}:
        found = {row.session_id: Shown.of(row).shifted(timedelta(), QUARTER)}
    elif act in {Act.EARLIER, Act.EARLIER_ALL}:
        found = {row.session_id: _earlier(row, announced, at)}
    else:
        found = {row.session_id: _otherwise(act, Shown.of(row), room, notice)}
    if act.is_for_later_too:
        earlier = act is Act.EARLIER_ALL
        for one in _later(row, day):
            found[one.session_id] = _earlier(one, announced, at) if earlier else Shown.of(one).shifted(QUARTER, QUARTER)
    changed = [Step(one, found[one.session_id]) for one in day if one.session_id in found]
    return [one for one in changed if one.before != one.after]


def _otherwise(act: Act, now: Shown, room: Bilingual | None, notice: Bilingual | None) -> Shown:
    if act is Act.ROOM:
        return replace(now, room=room or Bilingual())
    if act is Act.NOTICE:
        return replace(now, notice=notice or Bilingual())
    return replace(now, status=Status.CANCELLED if act is Act.CANCEL else Status.SCHEDULED)


def _later(row: ReleasedSession, day: Sequence[ReleasedSession]) -> list[ReleasedSession]:
    """What begins once it is over, or later in the same room though they overlap; not what runs beside it."""
    others = (one for one in day if one.session_id != row.session_id and one.status is Status.SCHEDULED)
    return [
        one
        for one in others
        if one.starts_at >= row.ends_at or (one.starts_at > row.starts_at and row.room and one.room == row.room)
    ]


def _earlier(row: ReleasedSession, announced: Announced, at: datetime) -> Shown:
    """Up to a quarter of an hour back towards what was announced; it never ends before now."""
    now, was = Shown.of(row), announced.get(row.session_id)
    if was is None:
        return now
    begin = min(QUARTER, max(timedelta(), row.starts_at - was.starts_at))
    end = begin or min(QUARTER, max(timedelta(), row.ends_at - was.ends_at))
    moved = now.shifted(-begin, -end)
    return moved if moved.ends_at > at else now


def mark(states: Iterable[tuple[str, Shown]], problems: Iterable[str] = ()) -> str:
    """A digest of the day as somebody saw it: codes with what is shown, and the problems an act would make."""
    seen = [
        [
            code,
            one.starts_at.isoformat(),
            one.ends_at.isoformat(),
            [one.room.en, one.room.fr],
            one.status.value,
            [one.notice.en, one.notice.fr],
        ]
        for code, one in sorted(states, key=lambda pair: pair[0])
    ]
    return sha256(json.dumps([seen, sorted(problems)]).encode()).hexdigest()
