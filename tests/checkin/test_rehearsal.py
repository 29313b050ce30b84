"""A scan outside the hours of its door is a rehearsal: answered like any other, kept apart, counted nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import func, select

from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import Admission, Door, Edition, Entry, Registration, Scan, Told
from assembly.people.queries.listing import counts
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.stats.queries import participation
from assembly.transactions import writing

START, SETTINGS = "/en/checkin/2031/", "/en/manage/2031/settings/day-and-place"
EIGHT = datetime(2031, 6, 15, 6, tzinfo=UTC)
"Eight in the morning in Brussels."


def edition_from(hour: int, *, days: int = 1) -> Edition:
    """The edition of tests, from this hour in Brussels until 17:00, inside `writing()`."""
    edition = make_edition()
    edition.starts_at = EIGHT + timedelta(hours=hour - 8)
    edition.ends_at = EIGHT + timedelta(days=days - 1, hours=9)
    return edition


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-1, False), (0, True), (120, True), (599, True), (600, False), (24 * 60, False)]
)
def test_a_door_opens_two_hours_early(ctx: Flask, minutes: int, is_open: bool) -> None:
    with writing():
        edition = edition_from(9)
    assert doors(edition)[0].is_open(EIGHT + timedelta(minutes=minutes - 60)) is is_open


@pytest.mark.parametrize(
    ("opens", "closes", "counted"),
    [
        (time(8), time(18), {(15, 8), (15, 17), (16, 8), (16, 17)}),
        (time(19), time(1), {(15, 20), (16, 0), (16, 20), (17, 0)}),
        (None, None, {(15, 8), (15, 17), (15, 20), (16, 0), (16, 8)}),
    ],
)
def test_hours_hold_on_each_day(
    ctx: Flask, opens: time | None, closes: time | None, counted: set[tuple[int, int]]
) -> None:
    with writing():
        edition = edition_from(9, days=2)
        door = doors(edition)[0]
        door.opens, door.closes = opens, closes
    hours = [
        EIGHT.replace(day=day, hour=0) + timedelta(hours=hour) for day in (14, 15, 16, 17) for hour in (-2, 6, 15, 18)
    ]
    local = {(at + timedelta(hours=2)): at for at in hours}
    assert {(wall.day, wall.hour) for wall, at in local.items() if door.is_open(at)} == counted


@pytest.fixture
def guest(ctx: Flask) -> Registration:
    """Somebody confirmed for an edition thirty days ahead."""
    with writing():
        registering.register(make_edition(), submission(1))
    return db.session.scalars(select(Registration)).one()


def show(guest: Registration, number: int, at: datetime, door: int = 0) -> Any:
    """The badge is shown at a door."""
    badge = valid_badge(guest)
    assert badge is not None
    with writing():
        here = doors(guest.edition)[door]
        return record_scans([ShownCode(f"scan-{number:016d}", unseal(badge.token_sealed), here, at)])[0]


@pytest.mark.database("proof")
def test_no_figure_knows_a_rehearsal(guest: Registration) -> None:
    edition, early = guest.edition, guest.edition.starts_at - timedelta(days=1)
    before = participation(edition), counts(edition)
    first, again = show(guest, 1, early), show(guest, 2, early + timedelta(minutes=1), door=1)
    assert (first.told, again.told, again.since, again.since_door) == (Told.ADMITTED, Told.ALREADY_IN, early, "A")
    assert first.is_rehearsal
    assert again.is_rehearsal
    assert (participation(edition), counts(edition)) == before
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 0
    counted = show(guest, 3, edition.starts_at)
    assert (counted.told, counted.is_rehearsal, participation(edition).admitted.people) == (Told.ADMITTED, False, 1)


def test_rehearsed_scans_are_told_the_same_later(guest: Registration) -> None:
    early = guest.edition.starts_at - timedelta(days=1)
    assert show(guest, 1, early) == show(guest, 1, guest.edition.starts_at)
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 0


@pytest.fixture
def door(app: Flask, client: InspectingClient) -> InspectingClient:
    """A phone at entrance A, weeks before the assembly."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        make_user("door", "door@example.org", edition)
        make_user("organiser", "organiser@example.org", edition)
        registering.register(edition, submission(1))
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    client.submit(START, door="A")
    return client


def count(app: Flask, noun: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(noun)) or 0


@pytest.mark.proof("words alone; test_one_button_deletes_the_rehearsal_only rehearses")
def test_every_page_of_the_door_says_rehearsal(app: Flask, door: InspectingClient) -> None:
    for page in (door.page(START), door.page(f"{START}walk-in")):
        assert page.select_one(".rehearsal b").get_text() == "Rehearsal: not counted."
    verdict = door.submit(f"{START}?q=zaneta", form="#found form", status=200).soup
    assert verdict.select_one(".word").get_text() == "IN"
    assert "Rehearsal: not counted." in verdict.select_one(".rehearsal").get_text()
    assert "Already checked in" in door.page(f"{START}?q=zaneta").select_one(".hits").get_text()
    with app.app_context(), writing():
        open_doors(db.session.query(Edition).one())
    assert door.page(START).select(".rehearsal") == []
    assert "Already checked in" not in door.page(f"{START}?q=zaneta").select_one(".hits").get_text()


def test_a_rehearsed_walk_in_is_not_registered(app: Flask, door: InspectingClient) -> None:
    with app.app_context(), writing():
        make("porto", "Porto")
    verdict = door.submit(f"{START}walk-in", given="Ana", family="Silva", place="Porto", status=200).soup
    assert verdict.select_one(".word").get_text() == "IN"
    assert "no one was registered" in verdict.select_one(".rehearsal").get_text()
    assert (count(app, Registration), count(app, Scan), count(app, Admission)) == (1, 0, 0)


@pytest.mark.database("proof")
def test_one_button_deletes_the_rehearsal_only(app: Flask, door: InspectingClient) -> None:
    door.submit(f"{START}?q=zaneta", form="#found form", status=200)
    with app.app_context(), writing():
        open_doors(db.session.query(Edition).one())
    door.submit(f"{START}?q=zaneta", form="#found form", status=200)
    assert (count(app, Scan), count(app, Admission)) == (2, 1)
    office: Any = app.test_client()
    sign_in(office, ("organiser@example.org", "a long enough passphrase"))
    form = "form[action$='clear-rehearsal']"
    assert "1 scan was made during a rehearsal" in office.page(SETTINGS).select_one(form).get_text()
    office.submit(SETTINGS, form=form)
    assert (count(app, Scan), count(app, Admission)) == (1, 1)
    assert office.page(SETTINGS).select(form) == []
    with app.app_context():
        assert db.session.query(Entry).filter_by(verb="rehearsal cleared").count() == 1


@pytest.mark.proof("the form of a door: editions/test_rooms_and_doors")
def test_organisers_change_the_hours_of_doors(app: Flask, door: InspectingClient) -> None:
    office: Any = app.test_client()
    sign_in(office, ("organiser@example.org", "a long enough passphrase"))
    path = "/en/manage/2031/settings/doors/A"
    for opens, closes in (("08:00", ""), ("8 o’clock", "18:00"), ("24:00", "25:00")):
        office.submit(path, opens=opens, closes=closes, status=422)
    office.submit(path, opens="08:00", closes="18:00")
    assert "from 08:00 to 18:00 on each day of the assembly" in office.page(SETTINGS).get_text()
    assert office.page(path).select_one("[name=opens]")["value"] == "08:00"
    office.submit(path, opens="", closes="")
    with app.app_context():
        assert {(one.opens, one.closes) for one in db.session.query(Door)} == {(None, None)}


@pytest.mark.proof("editions/test_rooms_and_doors deletes doors")
@pytest.mark.database
def test_doors_only_rehearsed_at_are_deletable(app: Flask, door: InspectingClient) -> None:
    door.submit(f"{START}?q=zaneta", form="#found form", status=200)
    office: Any = app.test_client()
    sign_in(office, ("organiser@example.org", "a long enough passphrase"))
    office.submit(SETTINGS, form="form[action$='doors/A/delete']")
    assert (count(app, Door), count(app, Scan)) == (1, 0)
