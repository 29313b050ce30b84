"""A session in the office: its form, its bad input, two editors, copies, hiding, removing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition
from flask import Flask
from inspector import InspectingClient, filled
from office_sessions import DRAFT, one, path

from assembly import clock, formats
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import add_session, remove_session
from assembly.agenda.wording import hours
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Direction, Edition, Extra, SessionKind
from assembly.transactions import writing

FORM = 'form:has([name="title_en"])'
ZONE = "Europe/Brussels"


def wall(app: Flask, minutes: int) -> str:
    with app.app_context():
        at = db.session.query(Edition).one().starts_at + timedelta(minutes=minutes)
        return f"{clock.local(at, ZONE):%Y-%m-%dT%H:%M}"


def send(office: InspectingClient, page: BeautifulSoup, address: str, **answers: str) -> tuple[int, str]:
    found = page.select_one(FORM)
    assert found is not None
    answer = office.post(address, data=filled(found, answers))
    return answer.status_code, answer.get_data(as_text=True)


def test_new_session_follows_the_last(app: Flask, office: InspectingClient) -> None:
    page = office.page(DRAFT + "add")
    assert page.select_one("[name=starts]")["value"] == wall(app, 30)
    words = {
        "title_en": "Data",
        "title_fr": "Données",
        "kind": "keynote",
        "spoken": "fr",
        "into": "de",
        "signed": "ils",
    }
    for _press in range(2):
        assert send(office, page, DRAFT + "add", **words)[0] == 303
    with app.app_context():
        made = one("Data")
        assert (made.kind, made.room.name.en if made.room else "") == (SessionKind.KEYNOTE, "Hall")
        assert [made.in_direction(way) for way in Direction] == [["fr"], ["de"], ["ils"], []]
        assert len(draft(made.edition)) == 2


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": "08:00"}, "The session ends before it begins."),
        ({"starts": "2031-02-30T09:00"}, "Enter the date and time"),
        ({"starts": "1 day later"}, "Choose a time on that day."),
        ({"title_en": "", "title_fr": ""}, "Enter the title in at least one language."),
        ({"title_en": "A" * 201}, "Use 200 characters or fewer."),
        ({"room": "elsewhere"}, "Choose a room from the list."),
    ],
)
def test_bad_input_is_said_and_kept(app: Flask, office: InspectingClient, changes: dict[str, str], said: str) -> None:
    moments = {"08:00": wall(app, -60), "1 day later": wall(app, 24 * 60)}
    typed = {name: moments.get(value, value) for name, value in changes.items()}
    page = office.page(path(app))
    if "room" in typed:
        page.select_one("[name=room] option[selected]")["value"] = typed.pop("room")
    status, answer = send(office, page, path(app), abstract_en="Kept", **typed)
    assert status == 422
    assert said in answer
    assert "Kept" in answer


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("month", "day", "said"), [(3, 30, "This time does not exist"), (10, 26, "This time occurs twice")]
)
def test_the_change_of_clocks_is_told(app: Flask, office: InspectingClient, month: int, day: int, said: str) -> None:
    year = 2031
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        edition.starts_at = datetime(year, month, day, 0, tzinfo=UTC)
        edition.ends_at = edition.starts_at + timedelta(hours=12)
    typed = {"starts": f"{year}-{month:02d}-{day}T02:30", "ends": f"{year}-{month:02d}-{day}T04:30"}
    status, answer = send(office, office.page(path(app)), path(app), **typed)
    assert (status, said in answer) == (422, True)


@pytest.mark.turns(2)
@pytest.mark.parametrize(("minutes", "length"), [(60, 30), (30, 30), (10, 20)])
def test_the_end_follows_a_moved_beginning(app: Flask, office: InspectingClient, minutes: int, length: int) -> None:
    office.submit(path(app), form=FORM, starts=wall(app, minutes))
    with app.app_context():
        assert one().ends_at - one().starts_at == timedelta(minutes=length)
    assert ("The end time has moved too" in office.page(DRAFT).get_text()) is (minutes >= 30)


def test_saving_says_what_publishing_would_do(app: Flask, office: InspectingClient) -> None:
    """A change that is taken back is none, and another session in the room is named at once."""
    with app.app_context(), writing():
        edition, opening = db.session.query(Edition).one(), one()
        begins = edition.starts_at + timedelta(hours=1)
        more = {"kind": SessionKind.PANEL, "abstract": Bilingual(), "room": opening.room, "spoken": ["en"]}
        add_session(
            edition, title=Bilingual("Data", "Data"), starts_at=begins, ends_at=begins + timedelta(hours=1), **more
        )
        publish_programme(edition, name="1", note=Bilingual())
    said = {}
    for minutes in (60, 0):
        office.submit(path(app), form=FORM, starts=wall(app, minutes), ends=wall(app, minutes + 30))
        said[minutes] = office.page(DRAFT).get_text()
    assert "Saved. The public will see this change when you publish. Two sessions are in the same room" in said[60]
    assert "(Data)" in said[60]
    assert "The public will see" not in said[0]
    assert "Saved." in said[0]


@pytest.mark.proof("a script's field")
def test_an_end_the_script_left_stays(app: Flask, office: InspectingClient) -> None:
    office.submit(path(app), form=FORM, starts=wall(app, -30), ends_said="1")
    with app.app_context():
        assert one().ends_at - one().starts_at == timedelta(minutes=60)


def test_two_editors_see_both_versions(app: Flask, office: InspectingClient) -> None:
    address = path(app)
    mine = office.page(address)
    office.submit(address, form=FORM, title_fr="La leur", into="de")
    status, answer = send(office, mine, address, title_fr="La mienne", abstract_en="Typed")
    assert status == 409
    assert "Someone else has changed this" in answer
    page = BeautifulSoup(answer, "html.parser")
    versions = {
        one.get_text(): [dd.get_text(" ", strip=True) for dd in one.find_next("dl").select("dd")]
        for one in page.select(".state h2")
    }
    assert versions == {
        "Title": ["Opening La leur", "Opening La mienne"],
        "Description": ["–", "Typed –"],
        "Interpretation languages": ["German", "You did not change this, so the saved version is kept."],
    }
    assert page.select_one("[name=title_fr]")["value"] == "La mienne"
    assert send(office, page, address)[0] == 303
    with app.app_context():
        saved = one()
        assert (saved.title.fr, saved.abstract.en) == ("La mienne", "Typed")
        assert saved.in_direction(Direction.INTO) == ["de"]


@pytest.mark.proof("a form sent after the session has ended")
def test_what_was_typed_outlives_the_session(app: Flask, office: InspectingClient) -> None:
    page, address = office.page(path(app)), path(app)
    with app.app_context(), writing():
        remove_session(one())
    status, answer = send(office, page, address, title_fr="La mienne")
    assert status == 404
    assert "This session no longer exists." in answer
    again = BeautifulSoup(answer, "html.parser")
    assert send(office, again, str(again.select_one(FORM)["action"]))[0] == 303
    with app.app_context():
        assert one().title.fr == "La mienne"


@pytest.mark.proof("published meanwhile")
def test_publishing_meanwhile_is_no_other_version(app: Flask, office: InspectingClient) -> None:
    page = office.page(path(app))
    with app.app_context(), writing():
        publish_programme(one().edition, name="1", note=Bilingual())
        one().ics_sequence += 1
    assert send(office, page, path(app), title_fr="La mienne")[0] == 303


def with_seats(app: Flask, capacity: int) -> None:
    with app.app_context(), writing():
        db.session.query(Edition).one().extras = [Extra.SESSION_SIGN_UP.value]
        one().capacity = capacity


def test_seats_are_set_with_sign_up(app: Flask, office: InspectingClient) -> None:
    assert office.page(path(app)).select_one("[name=capacity]") is None
    with app.app_context(), writing():
        db.session.query(Edition).one().extras = [Extra.SESSION_SIGN_UP.value]
    office.submit(path(app), form=FORM, capacity="40")
    with app.app_context():
        assert one().capacity == 40


def test_a_new_session_pressed_twice_keeps_seats(app: Flask, office: InspectingClient) -> None:
    with_seats(app, 5)
    page, words = office.page(DRAFT + "add"), {"title_en": "Data", "kind": "panel", "capacity": "40"}
    assert send(office, page, DRAFT + "add", **words)[0] == 303
    with app.app_context(), writing():
        assert one("Data").capacity == 40
        one("Data").capacity = 20
    assert send(office, page, DRAFT + "add", **words)[0] == 303
    with app.app_context():
        assert one("Data").capacity == 20


@pytest.mark.proof("one field of a form two people change")
def test_seats_set_meanwhile_stay(app: Flask, office: InspectingClient) -> None:
    with_seats(app, 100)
    page = office.page(path(app))
    with_seats(app, 20)
    assert send(office, page, path(app), title_fr="La mienne")[0] == 303
    with app.app_context():
        assert (one().title.fr, one().capacity) == ("La mienne", 20)


@pytest.mark.proof("one field of a form two people change")
def test_two_numbers_of_seats_are_both_shown(app: Flask, office: InspectingClient) -> None:
    with_seats(app, 100)
    page = office.page(path(app))
    with_seats(app, 20)
    status, answer = send(office, page, path(app), capacity="40")
    again = BeautifulSoup(answer, "html.parser")
    assert (status, [dd.get_text() for dd in again.select(".state dd")]) == (409, ["20", "40"])
    with app.app_context():
        assert one().capacity == 20
    for _press in range(2):
        assert send(office, again, path(app))[0] == 303
    with app.app_context():
        assert one().capacity == 40


@pytest.mark.proof("a change of kind with sign-up")
def test_a_break_made_panel_keeps_seats(app: Flask, office: InspectingClient) -> None:
    with_seats(app, 1)
    with app.app_context(), writing():
        one().kind = SessionKind.BREAK
    office.submit(path(app), form=FORM, kind="panel")
    with app.app_context():
        assert (one().kind, one().capacity) == (SessionKind.PANEL, 1)


@pytest.mark.parametrize(("days", "said"), [(0, "09:00 – 10:00"), (-1, "{day}, 09:00 – 10:00")])
def test_hours_name_another_day(app: Flask, days: int, said: str) -> None:
    with app.test_request_context("/en/"), writing():
        edition = make_edition()
        begins = edition.starts_at + timedelta(days=days)
        found = hours(begins, begins + timedelta(hours=1), edition)
        assert found == said.format(day=formats.day(clock.local_day(begins, ZONE)))
