"""SEQUENCE rises once with each change of what an entry shows, and with nothing else; stamps are of that change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from readers import as_thunderbird
from sessions import come, offer_sessions
from sqlalchemy import select

from assembly import clock
from assembly.calendar import ics, queries
from assembly.calendar.service import publish_programme
from assembly.editions import service as editions
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Mode, Registration, Session, State
from assembly.registration import service
from assembly.registration.service.access import correct_address
from assembly.registration.service.editing import change_mode
from assembly.transactions import writing

HOUR = timedelta(hours=1)


def one_edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def mayor() -> Registration:
    return db.session.scalars(select(Registration).order_by(Registration.id).limit(1)).one()


def move(place: dict[str, object] | None = None, **values: object) -> None:
    edition = one_edition()
    editions.set_day_and_place(edition, seen=edition.version, place=place or {}, **values)


def edit(**values: object) -> None:
    editions.edit(one_edition(), seen=one_edition().version, **values)


def change(**values: object) -> None:
    one = mayor()
    now = {"name": one.badge_name, "function": one.function, "place": "Rzeszów", "mode": one.mode} | values
    service.change(one, service.Change(one.version, **now))  # type: ignore[arg-type]


def publish_another_title() -> None:
    db.session.scalars(select(Session)).one().title = Bilingual("Debate", "Débat")
    db.session.flush()
    publish_programme(one_edition(), name="2", note=Bilingual())


def wait_and_be_offered() -> None:
    """Two steps in one transaction: the calendar sees where they end."""
    change_mode(mayor(), Mode.ONLINE, "Asked for it")
    change_mode(mayor(), Mode.ON_SITE, "Asked for it")


CHANGES: dict[str, tuple[Callable[[], object], tuple[int, int, int]]] = {
    "the time": (lambda: move(starts_at=one_edition().starts_at + HOUR), (1, 1, 0)),
    "the address": (lambda: move({"address": "Place 2"}), (1, 1, 1)),
    "the venue's name": (lambda: move({"name": Bilingual("House", "Maison")}), (1, 1, 1)),
    "time and place": (lambda: move({"address": "Place 2"}, ends_at=one_edition().ends_at + HOUR), (1, 1, 1)),
    "the time zone": (lambda: move(zone="Europe/Sofia"), (1, 1, 1)),
    "the name": (lambda: edit(name=Bilingual("Assembly of tests", "Assemblée des essais")), (1, 1, 0)),
    "a session": (publish_another_title, (0, 0, 1)),
    "the mode": (lambda: change(mode=Mode.ONLINE), (1, 0, 0)),
    "the state": (lambda: service.cancel(mayor()), (1, 0, 0)),
    "there and back at once": (wait_and_be_offered, (1, 0, 0)),
    "only the city": (lambda: move({"city": Bilingual("Bruges", "Bruges")}), (0, 0, 0)),
    "only the purpose": (lambda: edit(purpose=Bilingual("To try", "Essayer")), (0, 0, 0)),
    "only the function": (lambda: change(function="Adjointe"), (0, 0, 0)),
    "only the address written to": (lambda: correct_address(mayor(), "new@example.org"), (0, 0, 0)),
}


def the_three() -> bytes:
    """The person's day, the public date and the session."""
    edition = one_edition()
    programme = ics.calendar_file("", edition.zone, queries.session_entries(edition))
    return ics.invitation(mayor()) + ics.day_of(edition) + programme


def numbers(files: bytes) -> list[tuple[int, list[str]]]:
    """SEQUENCE and stamps of each, as another program reads them."""
    return [(one["sequence"], one["stamps"]) for one in as_thunderbird(files)]


@pytest.mark.parametrize("what", CHANGES)
def test_sequence_rises_once_with_what_is_shown(ctx: Flask, what: str) -> None:
    act, rises = CHANGES[what]
    begun = clock.now()
    with writing():
        offer_sessions(make_edition(), None)
        come(one_edition(), 1)
    with clock.at(begun + HOUR):
        before = the_three()
    with clock.at(begun + 2 * HOUR):
        with writing():
            act()
        db.session.rollback()
    with clock.at(begun + 3 * HOUR):
        after = the_three()
    changed_at = f"{begun + 2 * HOUR:%Y-%m-%dT%H:%M:%S}.000Z"
    read = numbers(before + after)
    assert len(read) == 6
    assert [now[0] - then[0] for then, now in zip(read[:3], read[3:], strict=True)] == list(rises)
    assert [now[1] for now in read[3:]] == [
        [changed_at] * 2 if risen else then[1] for then, risen in zip(read[:3], rises, strict=True)
    ]


def test_awaited_answers_are_one_entry(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        db.session.flush()
        for count in edition.places:
            count.is_reviewed = True
        service.register(edition, submission(1))
    with writing():
        service.look_at(mayor())
    assert (mayor().state, mayor().ics_sequence) == (State.IN_REVIEW, 0)
