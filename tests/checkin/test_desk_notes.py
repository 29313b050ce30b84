"""Notes for the entrance: written by the office, read where the person comes in, gone with the needs."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select, text

from assembly import clock
from assembly.checkin.queries.roster import list_mark, roster_guests
from assembly.extensions import db
from assembly.models import Edition, Entry, Registration
from assembly.questions.jobs import delete_needs
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"
NOTE = "receiver FR, step-free"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An open edition with two guests, one of them with a note, and the office that wrote it."""
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        make_user("organiser", "here@example.org", edition)
        make_user("co_chair", "chair@example.org", edition)
        for number in range(2):
            registering.register(edition, submission(number))
    sign_in(client, ("here@example.org", PASSPHRASE))
    client.submit(page_of(app), form="#facts", desk_note=NOTE)
    return client


def page_of(app: Flask, part: str = "/edit") -> str:
    with app.app_context():
        code = db.session.scalars(select(Registration.code).order_by(Registration.id)).first()
        return f"/en/manage/2031/people/{code}{part}"


def kept(app: Flask) -> tuple[str, str]:
    """What the list of a phone holds of it, and its mark."""
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        return next(roster_guests(edition)).desk_note, list_mark(edition, None)


def test_note_is_shown_until_removed(app: Flask, office: InspectingClient) -> None:
    note, mark = kept(app)
    assert note == NOTE
    office.submit("/en/checkin/2031/", door="A")
    verdict = office.submit("/en/checkin/2031/?q=lukaszewicz+0", form="#found form", status=200).soup
    assert (verdict.select_one(".word").get_text(), verdict.select_one(".desk").get_text()) == ("IN", NOTE)
    office.submit(page_of(app), form="#facts", desk_note="")
    again = office.submit("/en/checkin/2031/?q=lukaszewicz+0", form="#found form", status=200).soup
    assert again.select(".desk") == []
    after, other_mark = kept(app)
    assert (after, other_mark == mark) == ("", False)
    with app.app_context():
        verbs = db.session.scalars(select(Entry.verb)).all()
        assert verbs.count("note for the entrance changed") == 2


def test_database_holds_the_note_sealed(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        raw = db.session.execute(text("SELECT desk_note FROM registration ORDER BY id")).scalars().all()
        assert raw[0].startswith("gAAAA")
        assert "step" not in raw[0]
        assert raw[1] is None


def test_co_chairs_do_not_read_the_note(app: Flask, office: InspectingClient) -> None:
    chair = app.test_client()
    sign_in(chair, ("chair@example.org", PASSPHRASE))
    page = page_of(app, "")
    assert NOTE in office.get(page).text
    assert NOTE not in chair.get(page).text


@pytest.mark.database("proof")
def test_note_is_deleted_with_the_needs(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        end = clock.from_local(datetime.combine(edition.needs_end_on, time()), edition.zone)
    with clock.at(end - timedelta(days=1)):
        delete_needs_in(app)
        note, mark = kept(app)
        assert note == NOTE
    with clock.at(end + timedelta(hours=1)):
        delete_needs_in(app)
        assert kept(app)[0] == ""
        assert kept(app)[1] != mark
        sign_in(office, ("here@example.org", PASSPHRASE))
        assert office.page(page_of(app)).select("[name=desk_note]") == []
        office.submit(page_of(app), form="#facts", function="Mayor")


@pytest.mark.proof("test_note_is_deleted_with_the_needs")
def test_note_goes_with_a_cancelled_registration(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            leaving.cancel(db.session.scalars(select(Registration).order_by(Registration.id)).first())
        delete_needs()
    assert kept(app)[0] == ""


def delete_needs_in(app: Flask) -> None:
    with app.app_context():
        delete_needs()
