"""The programme of an edition copied with it: a draft at the same time of day, without people, and nothing public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from factories import make_edition, make_user
from flask import Flask
from pdf_samples import scan
from sqlalchemy import select

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.documents.content import checked
from assembly.agenda.documents.facts import DocumentFacts
from assembly.agenda.documents.service import add_document
from assembly.agenda.queries import draft, latest_rows
from assembly.agenda.service.sessions import add_room, add_session, remove_session, set_hidden
from assembly.calendar.service import publish_programme
from assembly.editions.queries.editions import rooms
from assembly.editions.service.founding import Plan, copy
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    Bilingual,
    Direction,
    Edition,
    Presence,
    Session,
    SessionDocument,
    SessionKind,
)
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

ZONE = "Europe/Brussels"


def wall(*parts: int, zone: str = ZONE) -> datetime:
    return clock.from_local(datetime(*parts), zone)  # type: ignore[misc,arg-type]  # noqa: DTZ001


@pytest.fixture
def source(ctx: Flask) -> Edition:
    """Two days in summer: a published session in a room, a hidden one the next day, a removed one."""
    with writing():
        edition = make_edition()
        edition.starts_at, edition.ends_at = wall(2031, 7, 10, 9), wall(2031, 7, 11, 17)
        room = add_room(edition.venue, Bilingual("Plenary", "Plénière"))
        common = {"edition": edition, "kind": SessionKind.PANEL, "abstract": Bilingual("A", "B")}
        first = add_session(
            **common, title=Bilingual("First", "Un"), starts_at=wall(2031, 7, 10, 9), ends_at=wall(2031, 7, 10, 10, 30),
            room=room, spoken=["en"], into=["fr"], signed=["ils"], key_messages=Bilingual("Note", "Note"),
        )  # fmt: skip
        first.capacity = 12
        second = add_session(
            **common, title=Bilingual("Second", "Deux"), starts_at=wall(2031, 7, 11, 2, 30),
            ends_at=wall(2031, 7, 11, 3),
        )  # fmt: skip
        gone = add_session(
            **common, title=Bilingual("Gone", "Parti"), starts_at=edition.starts_at, ends_at=wall(2031, 7, 10, 10)
        )
        person = add_person(given="Ana", family="Ek", name_lang="", grammatical_form=None, mail_lang="en")
        add_appearance(first, person, AppearanceRole.SPEAKER, presence=Presence.IN_PERSON, mandate=None)
        add_document(first, DocumentFacts(Bilingual("Slides"), "en", Bilingual(), None), checked(scan()))
        publish_programme(edition, name="1", note=Bilingual())
        remove_session(gone)
        set_hidden(second, True)
    return edition


def plan(source: Edition, day: date, zone: str = ZONE) -> Plan:
    venue, starts_at = source.venue, wall(day.year, day.month, day.day, 9, zone=zone)
    return Plan(
        slug="2032",
        ordinal=10,
        name=source.name,
        body_name=source.body_name,
        purpose=source.purpose,
        host_event=Bilingual(),
        venue_name=venue.name,
        venue_city=venue.city,
        venue_address=venue.address,
        zone=zone,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=32),
        lead_up_from_on=date(2031, 1, 1),
        contact_email="a@example.org",
    )


def copied(source: Edition, to: Plan) -> list[Session]:
    with writing():
        user = make_user("organiser")
        edition = copy(db.session.get_one(Edition, source.id), to, by=user)
    return draft(edition)


def on_the_wall(one: Session) -> str:
    starts, ends = (clock.local(at, one.edition.zone) for at in (one.starts_at, one.ends_at))
    return f"{starts:%Y-%m-%d %H:%M}–{ends:%H:%M}"


@pytest.mark.proof("test_a_copy_keeps_its_hours_over_summer")
def test_sessions_keep_their_clock_in_winter(source: Edition) -> None:
    first, second = copied(source, plan(source, date(2032, 1, 20)))
    assert on_the_wall(first) == "2032-01-20 09:00–10:30"
    assert on_the_wall(second) == "2032-01-21 02:30–03:00"
    assert (first.hidden, second.hidden) == (False, True)


def test_words_languages_and_seats_are_copied(source: Edition) -> None:
    first, _second = copied(source, plan(source, date(2032, 1, 20)))
    assert (first.title, first.abstract) == (Bilingual("First", "Un"), Bilingual("A", "B"))
    assert [first.in_direction(one) for one in Direction] == [["en"], ["fr"], ["ils"], []]
    assert (first.capacity, first.key_messages) == (12, Bilingual())
    assert first.room in rooms(first.edition)
    assert first.code != draft(source)[0].code


def test_nobody_and_nothing_public_is_copied(source: Edition) -> None:
    made = {one.id for one in copied(source, plan(source, date(2032, 1, 20)))}
    edition = db.session.scalars(select(Edition).where(Edition.slug == "2032")).one()
    assert not latest_rows(edition)
    assert len(made) == 2  # the removed one stays behind
    for noun in (Appearance, SessionDocument):
        assert not made & set(db.session.scalars(select(noun.session_id)))
    assert [one.ics_sequence for one in draft(edition)] == [0, 0]


@pytest.mark.proof("rooms: test_words_languages_and_seats_are_copied")
def test_another_venue_has_no_rooms(source: Edition) -> None:
    first, _second = copied(source, replace(plan(source, date(2032, 1, 20)), venue_address="Elsewhere 5"))
    assert first.room is None


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2032, 3, 27), "2032-03-28 03:30–04:00"),  # 02:30 does not exist: the clocks show 03:30
        (date(2032, 10, 30), "2032-10-31 02:30–03:00"),  # it occurs twice: the first
    ],
)
def test_a_session_in_the_changed_hour_lasts(source: Edition, day: date, expected: str) -> None:
    _first, second = copied(source, plan(source, day))
    assert on_the_wall(second) == expected
    assert second.starts_at < second.ends_at


@pytest.mark.proof("test_a_copy_keeps_its_hours_over_summer")
def test_another_zone_keeps_the_time_of_day(source: Edition) -> None:
    first, _second = copied(source, plan(source, date(2032, 1, 20), "Atlantic/Azores"))
    assert on_the_wall(first) == "2032-01-20 09:00–10:30"
