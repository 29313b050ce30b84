"""Filters of the public timetable, offered where they are of use; what an address asks for beyond is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from assembly import clock
from assembly.formats import day, language
from assembly.i18n import _l
from assembly.models import ReleasedSession, SessionKind

MANY = 8
"A programme of at most so many sessions is read at a glance."
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for: a day (ISO), a kind, a room and a language by the values of `Offered`; "" for all."""

    day: str = ""
    kind: str = ""
    room: str = ""
    language: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name, as an address says them."""
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: value for name, value in pairs if value}

    def keep(self, sessions: Sequence[ReleasedSession], zone: str) -> list[ReleasedSession]:
        """Give the sessions that are looked for, in the same order."""
        return [session for session in sessions if self._fits(session, zone)]

    def _fits(self, session: ReleasedSession, zone: str) -> bool:
        return (
            self.day in ("", clock.local_day(session.starts_at, zone).isoformat())
            and self.kind in ("", session.kind.value)
            and self.room in ("", _room(session))
            and (not self.language or self.language in _languages(session))
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """The filters worth showing: value and label of each choice, by filter; nothing for a short programme."""

    choices: dict[str, Choices] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, Any]:
        """What each filter is called, in their order."""
        return {name: label for name, label in _LABELS.items() if name in self.choices}

    def read(self, asked: Mapping[str, str]) -> Filters:
        """Read the filters an address asks for; a value that is not offered is none."""
        known = {name: {value for value, _label in choices} for name, choices in self.choices.items()}
        return Filters(**{name: asked[name] for name, values in known.items() if asked.get(name) in values})


_LABELS = {"day": _l("Day"), "kind": _l("Type"), "room": _l("Room"), "language": _l("Language")}


def offered(sessions: Sequence[ReleasedSession], zone: str) -> Offered:
    """Work out the filters for these sessions (in time): those that have at least two values."""
    if len(sessions) <= MANY:
        return Offered()
    days = dict.fromkeys(clock.local_day(session.starts_at, zone) for session in sessions)
    kinds = {session.kind for session in sessions}
    rooms = {_room(session): str(session.room) for session in sessions if session.room}
    langs = {lang for session in sessions for lang in _languages(session)}
    found: dict[str, Choices] = {
        "day": [(on.isoformat(), _label(on)) for on in days],
        "kind": [(kind.value, kind.label) for kind in SessionKind if kind in kinds],
        "room": sorted(rooms.items(), key=lambda pair: pair[1]),
        "language": sorted(((lang, language(lang)) for lang in langs), key=lambda pair: pair[1]),
    }
    return Offered({name: choices for name, choices in found.items() if len(choices) > 1})


def _label(on: date) -> str:
    return day(on, weekday=True)


def _room(session: ReleasedSession) -> str:
    """The same in both languages, so that an address means one room."""
    return session.room.en or session.room.fr


def _languages(session: ReleasedSession) -> set[str]:
    """Spoken, interpreted into or signed: whatever lets somebody follow."""
    return {*session.spoken, *session.into, *session.signed}


def codes_in(text: str) -> frozenset[str]:
    """Read the codes of sessions in an address (`a,b,c`); whether there are such sessions is another question."""
    return frozenset(filter(None, text[:_LONGEST].split(",")))


_LONGEST = 10_000
