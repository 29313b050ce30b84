"""SEQUENCE rises once with each change of what an entry shows, and with nothing else; stamps are of that change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from readers import as_thunderbird
from sessions import come, offer_sessions
from sqlalchemy import select

from assembly import clock
from assembly.access.service.links import correct_address
from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_room
from assembly.calendar import days, queries
from assembly.calendar.ics import calendar_file
from assembly.calendar.service import publish_programme
from assembly.editions.service import editions as edition_service
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Direction,
    Edition,
    Mode,
    Presence,
    Registration,
    Session,
    SessionKind,
    SessionLanguage,
    State,
)
from assembly.people.service import answering
from assembly.registration.service import changing, leaving, registering
from assembly.registration.service.attendance import change_mode
from assembly.registration.service.changing import Change
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

HOUR = timedelta(hours=1)


def one_edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def mayor() -> Registration:
    return db.session.scalars(select(Registration).order_by(Registration.id).limit(1)).one()


def move(place: dict[str, object] | None = None, **values: object) -> None:
    edition = one_edition()
    edition_service.set_day_and_place(edition, seen=edition.version, place=place or {}, **values)


def edit(**values: object) -> None:
    edition_service.edit(one_edition(), seen=one_edition().version, **values)


def change(**values: object) -> None:
    one = mayor()
    now = {"name": one.badge_name, "function": one.function, "place": "Rzeszów", "mode": one.mode} | values
    changing.change(one, Change(one.version, **now))  # type: ignore[arg-type]


def publish(**values: object) -> None:
    """Change the session in the draft, and publish it."""
    session = db.session.scalars(select(Session)).one()
    for name, value in values.items():
        setattr(session, name, value)
    publish_programme(one_edition(), name="2", note=Bilingual())


def session_time() -> datetime:
    return db.session.scalars(select(Session)).one().starts_at


def publish_a_room() -> None:
    publish(room=add_room(one_edition().venue, Bilingual("Blue room", "Salle bleue")))


def publish_in(lang: str, direction: Direction) -> None:
    publish(languages=[SessionLanguage(lang=lang, direction=direction)])


def publish_a_speaker() -> None:
    person = add_person(given="Anna", family="Svensson", name_lang="sv", grammatical_form=None, mail_lang="en")
    add_appearance(
        db.session.scalars(select(Session)).one(),
        person,
        AppearanceRole.MODERATOR,
        presence=Presence.REMOTE,
        mandate=None,
        state=AppearanceState.CONFIRMED,
    )
    publish()


def wait_and_be_offered() -> None:
    """Two steps in one transaction: the calendar sees where they end."""
    change_mode(mayor(), Mode.ONLINE, "Asked for it")
    change_mode(mayor(), Mode.ON_SITE, "Asked for it")


THERE_AND_BACK = "there and back at once"
"Shows the same in the end: a number too many only makes calendars look once more."
CHANGES: dict[str, tuple[Callable[[], object], tuple[int, int, int]]] = {
    "the time": (lambda: move(starts_at=one_edition().starts_at + HOUR), (1, 1, 0)),
    "the address": (lambda: move({"address": "Place 2"}), (1, 1, 1)),
    "the venue's name": (lambda: move({"name": Bilingual("House", "Maison")}), (1, 1, 1)),
    "time and place": (lambda: move({"address": "Place 2"}, ends_at=one_edition().ends_at + HOUR), (1, 1, 1)),
    "the time zone": (lambda: move(zone="Europe/Sofia"), (1, 1, 1)),
    "the name": (lambda: edit(name=Bilingual("Assembly of tests", "Assemblée des essais")), (1, 1, 0)),
    "the coordinates": (lambda: move({"latitude": 51.05, "longitude": 3.72}), (1, 1, 1)),
    "the contact address": (lambda: edit(contact_email="team@example.org"), (1, 1, 1)),
    "a session's title": (lambda: publish(title=Bilingual("Debate", "Débat")), (0, 0, 1)),
    "its French title": (lambda: publish(title=Bilingual("Session 1", "Débat")), (0, 0, 1)),
    "its abstract": (lambda: publish(abstract=Bilingual("What we do", "Ce que nous faisons")), (0, 0, 1)),
    "its time": (lambda: publish(ends_at=session_time() + HOUR), (0, 0, 1)),
    "its room": (publish_a_room, (0, 0, 1)),
    "its kind": (lambda: publish(kind=SessionKind.KEYNOTE), (0, 0, 1)),
    "its language": (lambda: publish_in("pl", Direction.SPOKEN), (0, 0, 1)),
    "its interpretation": (lambda: publish_in("fr", Direction.INTO), (0, 0, 1)),
    "its sign language": (lambda: publish_in("vgt", Direction.SIGNED), (0, 0, 1)),
    "its captions": (lambda: publish_in("fr", Direction.CAPTIONS), (0, 0, 1)),
    "its speaker": (publish_a_speaker, (0, 0, 1)),
    "that it takes place": (lambda: publish(hidden=True), (0, 0, 1)),
    "nothing published": (publish, (0, 0, 0)),
    "only its seats": (lambda: publish(capacity=5), (0, 0, 0)),
    "only its key messages": (lambda: publish(key_messages=Bilingual("Act", "Agir")), (0, 0, 0)),
    "the mode": (lambda: change(mode=Mode.ONLINE), (1, 0, 0)),
    "the state": (lambda: leaving.cancel(mayor()), (1, 0, 0)),
    THERE_AND_BACK: (wait_and_be_offered, (1, 0, 0)),
    "only the city": (lambda: move({"city": Bilingual("Bruges", "Bruges")}), (0, 0, 0)),
    "only the purpose": (lambda: edit(purpose=Bilingual("To try", "Essayer")), (0, 0, 0)),
    "only the function": (lambda: change(function="Adjointe"), (0, 0, 0)),
    "only the address written to": (lambda: correct_address(mayor(), "new@example.org"), (0, 0, 0)),
}


def the_three() -> bytes:
    """The person's day, the public date and the session."""
    edition = one_edition()
    programme = calendar_file("", edition.zone, queries.session_entries(edition))
    return days.invitation(mayor()) + days.day_of(edition) + programme


def in_both() -> bytes:
    """The three in English, then in French."""
    with speaking("en"):
        english = the_three()
    with speaking("fr"):
        return english + the_three()


def shown(entry: dict[str, Any]) -> dict[str, Any]:
    """What people see of an entry."""
    return {name: value for name, value in entry.items() if name not in {"sequence", "stamps"}}


@pytest.mark.turns(6)
@pytest.mark.parametrize("what", CHANGES)
def test_sequence_rises_once_with_what_is_shown(ctx: Flask, what: str) -> None:
    act, rises = CHANGES[what]
    begun = clock.now()
    with writing():
        offer_sessions(make_edition(), None)
        come(one_edition(), 1)
    with clock.at(begun + HOUR):
        before = in_both()
    with clock.at(begun + 2 * HOUR):
        with writing():
            act()
        db.session.rollback()
    with clock.at(begun + 3 * HOUR):
        after = in_both()
    changed_at = f"{begun + 2 * HOUR:%Y-%m-%dT%H:%M:%S}.000Z"
    read = as_thunderbird(before + after)
    pairs = list(zip(read[:6], read[6:], strict=True))
    assert [now["uid"] for _then, now in pairs] == [then["uid"] for then, _now in pairs]
    assert [now["sequence"] - then["sequence"] for then, now in pairs] == [*rises, *rises]
    assert [now["stamps"] for _then, now in pairs] == [
        [changed_at] * 2 if risen else then["stamps"] for (then, _now), risen in zip(pairs, rises * 2, strict=True)
    ]
    if what == THERE_AND_BACK:
        return
    seen = [shown(then) != shown(now) for then, now in pairs]
    assert [one or other for one, other in zip(seen[:3], seen[3:], strict=True)] == [bool(one) for one in rises]


def test_awaited_answers_are_one_entry(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        db.session.flush()
        for count in edition.places:
            count.is_reviewed = True
        registering.register(edition, submission(1))
    with writing():
        answering.look_at(mayor())
    assert (mayor().state, mayor().ics_sequence) == (State.IN_REVIEW, 0)
