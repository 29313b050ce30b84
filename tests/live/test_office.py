"""The live stream in the office: channels, state, notice, access, and the two numbers by their names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled

from assembly import clock
from assembly.extensions import db
from assembly.live.jobs import delete_online_attendance
from assembly.live.queries import live, opened
from assembly.live.service import StreamFacts, add_stream, open_stream, set_state
from assembly.models import Edition, EditionStatus, Entry, LiveState, Mode, OnlineAttendance, Registration, Stream
from assembly.registration.service.registering import register
from assembly.transactions import writing

PAGE = "/en/manage/2031/live/"
ADDRESS = "https://video.example.org/floor"
FORM = 'main form:has([name="address"])'


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def streams(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [(one.lang, one.address, one.captions_address) for one in db.session.query(Stream).order_by(Stream.lang)]


def channel(app: Flask) -> str:
    with app.app_context():
        return PAGE + db.session.query(Stream).one().code


def press(office: InspectingClient, page: BeautifulSoup, state: str, status: int = 303) -> None:
    form = page.select_one(f'form:has([name="state"][value="{state}"])')
    assert form is not None
    assert office.post(str(form["action"]), data=filled(form, {})).status_code == status


def state(app: Flask) -> tuple[str, str | None]:
    with app.app_context():
        now = live(db.session.query(Edition).one())
        return now.state.value, now.by_hand.value if now.by_hand else None


@pytest.mark.database("proof")
def test_a_channel_is_added_changed_and_removed(app: Flask, office: InspectingClient) -> None:
    for _press in range(2):
        office.submit(PAGE + "add", form=FORM, address=ADDRESS)
    assert streams(app) == [("", ADDRESS, "")]
    office.submit(channel(app), form=FORM, lang="fr", captions_address="https://captions.example.org/")
    assert streams(app) == [("fr", ADDRESS, "https://captions.example.org/")]
    assert "French" in office.page(PAGE).get_text()
    office.submit(channel(app), form='form[action$="/remove"]')
    assert streams(app) == []
    with app.app_context():
        verbs = [one.verb for one in db.session.query(Entry).filter_by(noun="stream").order_by(Entry.n)]
        assert verbs == ["added", "changed", "removed"]


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    "bad",
    [
        {"address": ""},
        {"address": "javascript:alert(1)"},
        {"address": "http://plain.example.org/"},
        {"address": "https://user@evil.example/"},
        {"address": "https://[abc"},
        {"address": ADDRESS, "captions_address": "ftp://x.example.org"},
    ],
)
def test_a_bad_address_is_refused_and_kept(app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    answer = office.submit(PAGE + "add", form=FORM, status=422, **bad)
    assert all(typed in answer.get_data(as_text=True) for typed in bad.values())
    assert streams(app) == []


def test_one_language_has_one_channel(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE + "add", form=FORM, address=ADDRESS)
    answer = office.submit(PAGE + "add", form=FORM, status=409, address="https://other.example.org/")
    assert "There is already a channel in this language." in answer.get_data(as_text=True)
    assert "other.example.org" in answer.get_data(as_text=True)


@pytest.mark.database("proof")
def test_two_editors_of_a_channel_are_told(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE + "add", form=FORM, address=ADDRESS)
    form = office.page(channel(app)).select_one(FORM)
    assert form is not None
    office.submit(channel(app), form=FORM, address="https://first.example.org/")
    answer = office.post(channel(app), data=filled(form, {"address": "https://second.example.org/"}))
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    assert "https://first.example.org/" in said
    assert "https://second.example.org/" in said


def test_the_state_is_set_once_and_seen(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    for _press in range(2):
        press(office, page, "on_air")
    assert state(app) == ("on_air", "on_air")
    press(office, page, "ended", 409)
    assert state(app) == ("on_air", "on_air")
    press(office, office.page(PAGE), "ended")
    press(office, office.page(PAGE), "")
    assert state(app) == ("wait", None)


def test_no_controls_while_not_held(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    with app.app_context(), writing():
        db.session.query(Edition).one().status = EditionStatus.CANCELLED
    press(office, page, "on_air", 409)
    shown = office.page(PAGE)
    assert shown.select('form[action$="/state"], form[action$="/notice"]') == []
    assert "there is no stream" in shown.get_text()


def test_a_notice_is_told_and_taken_away(app: Flask, office: InspectingClient) -> None:
    form = 'form[action$="/notice"]'
    page = office.page(PAGE)
    office.submit(PAGE, form=form, notice_en="No sound", notice_fr="Pas de son")
    found = page.select_one(form)
    assert found is not None
    data = filled(found, {"notice_en": "Other", "notice_fr": "Autre"})
    answer = office.post(str(found["action"]), data=data)
    assert answer.status_code == 409
    assert "Other" in answer.get_data(as_text=True)
    office.submit(PAGE, form=form, status=422, notice_en="Only English", notice_fr="")
    office.submit(PAGE, form=form, notice_en="", notice_fr="")
    with app.app_context():
        assert not live(db.session.query(Edition).one()).notice


@pytest.mark.database("proof")
def test_access_is_narrowed_to_registered_people(app: Flask, office: InspectingClient) -> None:
    office.submit(PAGE, form='form[action$="/access"]', for_registered="y")
    with app.app_context():
        assert live(db.session.query(Edition).one()).is_for_registered


def attend(app: Flask) -> None:
    """Two people with their link, and three openings without one."""
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        add_stream(edition, StreamFacts("", ADDRESS))
        set_state(edition, LiveState.ON_AIR, seen=None)
        for number in range(2):
            register(edition, submission(number, mode=Mode.ONLINE))
        for registration in db.session.query(Registration):
            open_stream(live(edition), registration, is_own=True)
        for _opening in range(2):
            open_stream(live(edition), None, is_own=False)
        open_stream(live(edition), db.session.query(Registration).first(), is_own=False)


def test_both_numbers_say_what_they_are(app: Flask, office: InspectingClient) -> None:
    attend(app)
    text = office.page(PAGE).get_text()
    assert "2 people opened the stream with their link." in text
    assert "The stream was opened 3 times without a personal link." in text
    assert "The same person may be counted more than once." in text


@pytest.mark.database("proof")
def test_attendance_is_deleted_and_its_number_kept(app: Flask, office: InspectingClient) -> None:
    attend(app)
    with app.app_context():
        edition = db.session.query(Edition).one()
        before, over = edition.ends_at, edition.ends_at + timedelta(days=edition.contacts_kept_days, hours=20)
    for at, rows in ((before, 2), (over, 0), (over, 0)):
        with clock.at(at), app.app_context():
            delete_online_attendance()
            assert db.session.query(OnlineAttendance).count() == rows
            assert [one[1:] for one in opened(db.session.query(Edition).one())] == [(2, 3)]


@pytest.mark.proof("test_home_and_calendar_point_to_the_page")
def test_a_first_channel_reaches_the_calendars(app: Flask, office: InspectingClient) -> None:
    def sequence() -> int:
        with app.app_context():
            return db.session.query(Edition).one().ics_place_sequence

    before = sequence()
    office.submit(PAGE + "add", form=FORM, address=ADDRESS)
    assert sequence() == before + 1
    office.submit(PAGE + "add", form=FORM, lang="fr", address=ADDRESS)
    assert sequence() == before + 1
