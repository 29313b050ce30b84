"""Attendance on paper: the sheets, and the ticked references entered later."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from pypdf import PdfReader
from sqlalchemy import func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import Admission, Edition, Mode, Registration, Scan, State
from assembly.registration.service.registering import register
from assembly.transactions import writing

PAGE = "/en/manage/2031/badges/attendance/"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """Three who come and one who follows online, half an hour after the doors have opened."""
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        for number in range(3):
            register(edition, submission(number))
        register(edition, submission(3, mode=Mode.ONLINE))
        open_doors(edition, clock.now() + timedelta(minutes=-30))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def known(app: Flask) -> tuple[list[str], str]:
    """The references, and the beginning of the assembly as a browser sends it."""
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        references = list(db.session.scalars(select(Registration.spoken_ref).order_by(Registration.id)))
        return references, f"{clock.local(clock.now() - timedelta(minutes=5), edition.zone):%Y-%m-%dT%H:%M}"


def counts(app: Flask) -> tuple[int, int]:
    with app.app_context():
        admissions = db.session.scalar(select(func.count()).select_from(Admission))
        return admissions or 0, db.session.scalar(select(func.count()).select_from(Scan).where(Scan.counts)) or 0


def test_many_references_count_once_with_faults_named(app: Flask, office: InspectingClient) -> None:
    (first, second, _third, online), at = known(app)
    written = f"{first.lower().replace('-', '')}\n{second}, {first}; Z9-99, {online}"
    for _again in range(2):
        answer = office.submit(PAGE, status=422, door="A", arrived=at, references=written)
        page = answer.text
        assert "2 references could not be entered" in page
        assert "Z9-99" in page
        assert "is registered to follow online" in page
        assert f">\n{'Z9-99'}\n{online}</textarea>" in page.replace("\r", "")
        assert counts(app) == (2, 2)


def test_closed_entrance_or_later_time_counts_nobody(app: Flask, office: InspectingClient) -> None:
    references, at = known(app)
    for door, arrived, sentence in (
        ("A", "2020-01-01T09:00", "The entrance was closed at that time"),
        ("A", "2150-01-01T09:00", "This time is in the future"),
        ("Z", at, "Choose the entrance."),
    ):
        answer = office.submit(PAGE, status=422, door=door, arrived=arrived, references=references[0])
        assert sentence in answer.text
    assert counts(app) == (0, 0)
    assert office.submit(PAGE, door="A", arrived=at, references=references[0]).location.endswith(PAGE)
    assert counts(app) == (1, 1)


@pytest.mark.proof("a second entry; the first: test_many_references_count_once_with_faults_named")
def test_refused_or_undone_arrival_is_entered_again(app: Flask, office: InspectingClient) -> None:
    (first, *_others), at = known(app)
    code = set_state(app, first, State.WAITING)
    assert "is not confirmed" in office.submit(PAGE, status=422, door="A", arrived=at, references=first).text
    set_state(app, first, State.CONFIRMED)
    assert "1 arrival recorded." in entered(office, first, at)
    again = entered(office, first, at)
    assert "1 person was already in." in again
    assert "arrivals recorded" not in again
    person = office.page(f"/en/manage/2031/people/{code}")
    office.submit(person.select_one("a[href$='/undo']")["href"], reason="The wrong line was ticked.")
    assert counts(app)[0] == 0
    assert "1 arrival recorded." in entered(office, first, at)
    assert counts(app)[0] == 1


def set_state(app: Flask, reference: str, state: State) -> str:
    """Let this be the state of somebody; gives their code."""
    with app.app_context(), writing():
        guest = db.session.scalars(select(Registration).where(Registration.spoken_ref == reference)).one()
        guest.state = state
        return guest.code


def entered(office: InspectingClient, reference: str, at: str) -> str:
    """What the page says after this arrival was entered."""
    office.submit(PAGE, door="A", arrived=at, references=reference)
    return " ".join(office.page(PAGE).get_text(" ").split())


def test_sheets_have_references_of_everybody_expected(app: Flask, office: InspectingClient) -> None:
    references, _at = known(app)
    answer = office.get(f"{PAGE}sheets.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert [one in text for one in references] == [True, True, True, False]
