"""What a release would change for the public: pure, from the draft and from what was published last."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from assembly.agenda.queries import as_published
from assembly.i18n import Labelled, _l
from assembly.models import Appearance, Bilingual, ReleasedAppearance, ReleasedSession, Session, Status

_SAID = ("kind", "room", "title", "abstract", "spoken", "into", "signed", "captions", "notice")
_NOBODY: tuple[()] = ()


class ChangeKind(Labelled):
    """What happens to a session in the eyes of the public."""

    NEW = "new", _l("New")
    CANCELLED = "cancelled", _l("Cancelled")
    BACK = "back", _l("Reinstated")
    CHANGED = "changed", _l("Changed")


@dataclass(frozen=True, slots=True)
class PersonInSession:
    """Somebody in a session, as the public reads it."""

    name: str
    function: Bilingual
    role: Any
    presence: Any


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that differs: `time` (begins, ends), `people`, or an attribute of a published session by its name."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a release says of one session; `title` and `starts_at` are those it will have."""

    session_id: int
    code: str
    kind: ChangeKind
    title: Bilingual
    starts_at: datetime
    details: tuple[Detail, ...]

    @property
    def was_public(self) -> bool:
        """Whether visitors saw something else before, so that they are owed a note."""
        return self.kind is not ChangeKind.NEW


def difference(
    sessions: Iterable[Session],
    rows: Iterable[ReleasedSession],
    now: Mapping[int, Sequence[Appearance]],
    then: Mapping[int, Sequence[ReleasedAppearance]],
    *,
    over: bool = False,
) -> list[Change]:
    """Each session a release would touch, in time: `sessions` are those shown in the draft, `rows` the last published,
    `now` and `then` their confirmed and their published people by session id; `over` as for `people_differ`."""
    before, found = {row.session_id: row for row in rows}, []
    for session in sessions:
        row = before.pop(session.id, None)
        found += _change(session, row, now.get(session.id, _NOBODY), then.get(session.id, _NOBODY), over=over)
    gone = [row for row in before.values() if row.status is Status.SCHEDULED]
    found += [
        Change(row.session_id, row.code, ChangeKind.CANCELLED, row.title, row.starts_at, (_time(row, None),))
        for row in gone
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.session_id))


def between(
    rows: Iterable[ReleasedSession],
    earlier: Mapping[int, ReleasedSession],
    people: Mapping[int, Sequence[ReleasedAppearance]],
    earlier_people: Mapping[int, Sequence[ReleasedAppearance]],
) -> list[Change]:
    """What becomes of the sessions of the last release when it is taken back: each as in `earlier` and with those of
    `earlier_people`, or cancelled."""
    found = []
    for row in rows:
        was = earlier.get(row.session_id)
        if was is None or was.status is Status.CANCELLED:
            if row.status is Status.SCHEDULED:
                gone = (_time(row, None),)
                found.append(Change(row.session_id, row.code, ChangeKind.CANCELLED, row.title, row.starts_at, gone))
            continue
        kind = ChangeKind.BACK if row.status is Status.CANCELLED else ChangeKind.CHANGED
        details = [_time(row, was)] if (row.starts_at, row.ends_at) != (was.starts_at, was.ends_at) else []
        details += _said({name: getattr(row, name) for name in _SAID}, {name: getattr(was, name) for name in _SAID})
        details += _people(_published(people, row), _published(earlier_people, row))
        found.append(Change(row.session_id, row.code, kind, was.title, was.starts_at, tuple(details)))
    return found


def published(
    rows: Iterable[ReleasedSession],
    earlier: Mapping[int, ReleasedSession],
    people: Mapping[int, Sequence[ReleasedAppearance]],
    earlier_people: Mapping[int, Sequence[ReleasedAppearance]],
) -> list[Change]:
    """What one release told visitors: its `rows` beside what was public of each session (by id) `earlier`."""
    found = []
    for row in rows:
        was = earlier.get(row.session_id)
        before = was if was is not None and was.status is Status.SCHEDULED else None
        parts, parts_before = _published(people, row), _published(earlier_people, row) if before else []
        if row.status is Status.CANCELLED:
            if before is None:
                continue
            kind, details = ChangeKind.CANCELLED, [_time(before, None)]
        else:
            kind = ChangeKind.CHANGED if before else ChangeKind.NEW if was is None else ChangeKind.BACK
            moved = before is None or (before.starts_at, before.ends_at) != (row.starts_at, row.ends_at)
            details = [_time(before, row)] if moved else []
            old = {name: getattr(before, name) for name in _SAID} if before else {}
            details += _said(old, {name: getattr(row, name) for name in _SAID})
            details += _people(parts_before, parts)
        if details:
            found.append(Change(row.session_id, row.code, kind, row.title, row.starts_at, tuple(details)))
    return found


def digest(changes: Iterable[Change], faults: Iterable[str]) -> str:
    """A mark of what was seen, so that nothing else is published: the changes, and the checks against them."""
    seen = [[one.code, one.kind, _plain([(it.field, it.before, it.after) for it in one.details])] for one in changes]
    return sha256(json.dumps([seen, sorted(faults)], sort_keys=True).encode()).hexdigest()


def _change(
    session: Session,
    row: ReleasedSession | None,
    now: Sequence[Appearance],
    then: Sequence[ReleasedAppearance],
    *,
    over: bool,
) -> list[Change]:
    after, parts = as_published(session), _as_parts(now)
    if row is None or row.status is Status.CANCELLED:
        kind = ChangeKind.NEW if row is None else ChangeKind.BACK
        details = [_time(None, session), *_said({}, after), *_people([], parts)]
    else:
        kind = ChangeKind.CHANGED
        moved = (row.starts_at, row.ends_at) != (session.starts_at, session.ends_at)
        details = [_time(row, session)] if moved else []
        details += _said({name: getattr(row, name) for name in _SAID}, after)
        if people_differ(now, then, over=over):
            details.append(Detail("people", _as_parts(then), parts))
        if not details:
            return []
    return [Change(session.id, session.code, kind, session.title, session.starts_at, tuple(details))]


def _time(before: ReleasedSession | None, after: Session | ReleasedSession | None) -> Detail:
    pairs = [(one.starts_at, one.ends_at) if one else None for one in (before, after)]
    return Detail("time", *pairs)


def _said(before: dict[str, Any], after: dict[str, Any]) -> list[Detail]:
    """Beside nothing at all, only what is there counts."""
    return [
        Detail(name, before.get(name), after[name])
        for name in _SAID
        if (before.get(name) != after[name] if before else after[name])
    ]


def people_differ(now: Sequence[Appearance], then: Sequence[ReleasedAppearance], *, over: bool) -> bool:
    """Whether a session's confirmed people read otherwise than those published, in whichever order they came out of the
    database: another person, role, way of taking part or order, a corrected position or name.

    Once an edition is `over`, a new name says nothing about it: its pages keep the name of the time.
    """
    return _in_order(now, over) != _in_order(then, over)


def _in_order(rows: Sequence[Any], over: bool) -> list[tuple[Any, ...]]:
    pairs = zip(rows, _as_parts(rows), strict=True)
    found = [
        (one.position, one.person_id, part.role, part.presence, part.function, not over and part.name)
        for one, part in pairs
    ]
    return [row[1:] for row in sorted(found, key=lambda row: row[:3])]


def _people(before: list[PersonInSession], after: list[PersonInSession]) -> list[Detail]:
    return [Detail("people", before, after)] if before != after else []


def _published(people: Mapping[int, Sequence[ReleasedAppearance]], row: ReleasedSession) -> list[PersonInSession]:
    return _as_parts(people.get(row.session_id, _NOBODY))


def _as_parts(rows: Sequence[Appearance] | Sequence[ReleasedAppearance]) -> list[PersonInSession]:
    return [PersonInSession(*_words(one), one.role, one.presence) for one in rows]


def _words(one: Appearance | ReleasedAppearance) -> tuple[str, Bilingual]:
    """The name and the position in which somebody speaks: as published, or as a release would publish them now."""
    if isinstance(one, ReleasedAppearance):
        return one.name, one.function
    return one.person.full_name, one.mandate.function if one.mandate else Bilingual()


def _plain(value: Any) -> Any:
    """As JSON can say it."""
    if isinstance(value, Bilingual):
        return [value.en, value.fr]
    if isinstance(value, PersonInSession):
        return [value.name, _plain(value.function), value.role, value.presence]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
