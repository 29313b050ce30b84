"""What the checks before publishing find in a programme, and what they leave alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask

from assembly.agenda.checks import Check, faults
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Direction,
    Edition,
    Mandate,
    Person,
    Presence,
    Session,
    SessionKind,
    SessionLanguage,
)

NINE = datetime(2031, 5, 5, 7, tzinfo=UTC)
EDITION = Edition(starts_at=NINE, ends_at=NINE + timedelta(hours=2), zone="Europe/Brussels")
_ids = count(1)


def session(begins: int, ends: int, room: int | None = None, french: str = "Un", **langs: str) -> Session:
    number = next(_ids)
    return Session(
        id=number,
        code=str(number),
        kind=SessionKind.PANEL,
        room_id=room,
        starts_at=NINE + timedelta(minutes=begins),
        ends_at=NINE + timedelta(minutes=ends),
        title=Bilingual("One", french),
        abstract=Bilingual(),
        words_changed={},
        languages=[
            SessionLanguage(lang=lang, direction=Direction(way)) for way, said in langs.items() for lang in said.split()
        ],
    )


def part(
    who: int, presence: Presence = Presence.IN_PERSON, state: AppearanceState = AppearanceState.CONFIRMED
) -> Appearance:
    person = Person(id=who, code=str(who), given="Ada", family=str(who))
    return Appearance(person_id=who, person=person, role=AppearanceRole.SPEAKER, presence=presence, state=state)


def found(
    sessions: list[Session], people: dict[int, list[Appearance]] | None = None, changed: bool = True
) -> list[tuple[Check, bool]]:
    ids = frozenset(one.id for one in sessions) if changed else frozenset()
    return [(one.check, one.stops) for one in faults(EDITION, sessions, people or {}, ids)]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([(0, 60, 1), (60, 120, 1)], []),
        ([(0, 61, 1), (60, 120, 1)], [(Check.ROOM, True)]),
        ([(0, 61, 1), (60, 120, 2)], []),
        ([(0, 61, None), (60, 120, None)], []),
        ([(-1, 120, 1)], [(Check.OUTSIDE, True)]),
        ([(0, 121, 1)], [(Check.OUTSIDE, True)]),
        ([(0, 45, 1), (75, 120, 1)], []),
        ([(0, 44, 1), (75, 120, 1)], [(Check.HOLE, False)]),
        ([(0, 90, 1), (10, 20, 2), (60, 120, 3)], []),
        ([(0, 119, 1)], [(Check.END, False)]),
        ([(0, 120, 1, "")], [(Check.UNTRANSLATED, False)]),
    ],
)
def test_times_and_rooms(app: Flask, sessions: list[tuple[int, ...]], expected: list[tuple[Check, bool]]) -> None:
    assert found([session(*one) for one in sessions]) == expected


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("spoken", "into", "said"),
    [
        ("en ca", "en fr de it es", ()),
        ("en fr", "en fr", ()),
        ("en", "", ("en",)),
        ("en", "en", ("en",)),
        ("en fr", "fr", ("fr",)),
        ("", "", ()),
    ],
)
def test_a_language_spoken_is_interpreted(app: Flask, spoken: str, into: str, said: tuple[str, ...]) -> None:
    sessions = [session(0, 120, spoken=spoken, into=into)]
    assert [one.langs for one in faults(EDITION, sessions, {}, frozenset())] == ([said] if said else [])


@pytest.mark.parametrize(
    ("begins", "presence", "state", "expected"),
    [
        (60, Presence.IN_PERSON, AppearanceState.CONFIRMED, []),
        (59, Presence.IN_PERSON, AppearanceState.CONFIRMED, [(Check.PERSON, True)]),
        (59, Presence.REMOTE, AppearanceState.CONFIRMED, [(Check.PERSON, True)]),
        (59, Presence.VIDEO_MESSAGE, AppearanceState.CONFIRMED, []),
        (59, Presence.IN_PERSON, AppearanceState.DECLINED, []),
        (59, Presence.IN_PERSON, AppearanceState.INVITED, [(Check.PERSON, True), (Check.UNCONFIRMED, False)]),
    ],
)
def test_nobody_is_in_two_places(
    app: Flask, begins: int, presence: Presence, state: AppearanceState, expected: list[tuple[Check, bool]]
) -> None:
    first, second = session(0, 60, 1), session(begins, 120, 2)
    assert found([first, second], {first.id: [part(1)], second.id: [part(1, presence, state), part(2)]}) == expected


def test_what_is_public_already_stops_nothing(app: Flask) -> None:
    assert found([session(0, 61, 1), session(60, 120, 1)], changed=False) == [(Check.ROOM, False)]


def test_a_stale_translation_is_worth_a_look(app: Flask) -> None:
    one = session(0, 120)
    one.words_changed = {"title": {"en": "2031-01-02T00:00:00+00:00", "fr": "2031-01-01T00:00:00+00:00"}}
    assert found([one]) == [(Check.STALE, False)]


@pytest.mark.parametrize(
    ("function", "langs"), [(Bilingual("Mayor", "Maire"), []), (Bilingual(), []), (Bilingual("Mayor"), [("fr",)])]
)
def test_a_position_in_one_language_is_said(function: Bilingual, langs: list[tuple[str, ...]]) -> None:
    sessions, speaker = [session(0, 60), session(60, 120)], part(1)
    speaker.mandate = Mandate(function=function)
    people = {one.id: [speaker] for one in sessions}
    advice = faults(EDITION, sessions, people, frozenset())
    assert [(one.check, one.langs, len(one.sessions)) for one in advice] == [(Check.POSITION, one, 2) for one in langs]
