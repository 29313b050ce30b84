"""A session is moved and published again: whoever has a seat gets one email and an entry that replaces the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from browser import OFFICE, Device, faults, fill_in, press, says, sign_in, until
from cochairs import OFFICE as ORGANISER
from databases import Databases
from factories import make_edition, make_user
from icalendar import Calendar, Event
from mails import text_of
from playwright.sync_api import Browser, Page, expect
from server import Server, free_port, running
from sessions import come, offer_sessions
from smtp_sink import Sink

from assembly import create_app
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing

GUESTS = {"en": "mayor1@example.org", "fr": "mayor2@example.org"}
TITLES = {"en": ("Session 1", "Séance 1"), "fr": ("Session 2", "Séance 2")}
"Another session for each run, by its title in both languages."
SUBJECTS = {"en": "Updated details for your calendar", "fr": "Informations à jour pour votre agenda"}
MANAGE = "/{lang}/manage/2031/"


@dataclass(frozen=True)
class House:
    """A server whose emails arrive, and the codes of the two sessions."""

    server: Server
    post: Sink
    codes: dict[str, str]


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two sessions, one guest who reads English and one who reads French, both with a seat in each."""
    post, port = Sink(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    with databases.fresh(tmp_path_factory.mktemp("moved"), with_demo=False) as config:
        app = create_app(config)
        with app.app_context(), writing():
            edition = make_edition()
            make_user("organiser", ORGANISER[0], edition)
            sessions = offer_sessions(edition, 5, 5)
            for number, lang in enumerate(GUESTS, start=1):
                sign_ups.choose(come(edition, number, lang=lang), [one.code for one in sessions])
            codes = dict(zip(TITLES, (one.code for one in sessions), strict=True))
        controller.start()
        try:
            with running(config, forked=True, MAIL_SERVER=f"smtp://127.0.0.1:{port}", TEST_MAIL_PACE="0.1") as server:
                until(lambda: {one["To"] for one in post.emails()} == set(GUESTS.values()), 60)
                yield House(server, post, codes)
        finally:
            controller.stop()


@pytest.fixture
def office(browser: Browser, house: House, width: int) -> Iterator[Page]:
    """The organiser's device. Whatever it meets on the way is asserted at the end."""
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=house.server.url)
    device = Device(context, house.server.url)
    yield device.page
    context.close()
    assert device.complaints == []


def downloaded(page: Page, lang: str, code: str) -> Event:
    """The session as its public calendar file tells it."""
    (event,) = Calendar.from_ical(page.request.get(f"/{lang}/2031/agenda/{code}.ics").text()).walk("VEVENT")
    return event


def updates(house: House, code: str) -> dict[str, tuple[EmailMessage, Event]]:
    """The latest email with an entry of this session, by its recipient."""
    found = {}
    for mail in house.post.emails():
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                for event in Calendar.from_ical(part.get_content()).walk("VEVENT"):
                    if code in event["UID"]:
                        found[str(mail["To"])] = (mail, event)
    return found


@pytest.mark.proof("without a browser: tests/calendar/test_updates.py; the file of a moved session: test_programme")
@OFFICE
def test_email_and_calendar_follow_a_move(office: Page, house: House, lang: str, width: int) -> None:
    code, at = house.codes[lang], MANAGE.format(lang=lang)
    before = {each: downloaded(office, each, code) for each in GUESTS}
    moved = before["en"]["DTSTART"].dt + timedelta(minutes=10)
    assert not updates(house, code)
    sign_in(office, ORGANISER, lang)
    office.goto(f"{at}programme/{code}")
    fill_in(office, starts=f"{moved:%Y-%m-%dT%H:%M}")
    press(office, says(lang, "Save"))
    office.goto(f"{at}programme/publishing")
    fill_in(office, note_en="Ten minutes later.", note_fr="Dix minutes plus tard.")
    press(office, says(lang, "Publish"))
    expect(office.get_by_text(says(lang, "The programme has been published."))).to_be_visible()

    office.goto(f"{at}messages/calendars/")
    row = office.get_by_role("row").filter(has_text=TITLES[lang][lang == "fr"])
    expect(row.get_by_role("cell").first).to_have_text("2")
    found = faults(office, lang, "calendar-updates")
    with office.expect_navigation():
        office.locator('main form[action$="/email"] button').click()
    read = until(lambda: both if len(both := updates(house, code)) == 2 else None, 60)
    for each, address in GUESTS.items():
        mail, event = read[address]
        title = TITLES[lang][each == "fr"]
        assert str(mail["Subject"]).startswith(SUBJECTS[each])
        assert {"en": f"{moved:%H:%M}", "fr": f"{moved.hour}\u00a0h\u00a0{moved:%M}"}[each] in text_of(mail)
        assert (event["UID"], str(event["SUMMARY"])) == (before[each]["UID"], title)
        assert event["SEQUENCE"] > before[each]["SEQUENCE"]
        assert event["DTSTART"].dt == moved
        assert address in str(event["ATTENDEE"])
        now = downloaded(office, each, code)
        assert (now["UID"], now["SEQUENCE"], now["DTSTART"].dt, str(now["SUMMARY"])) == (
            event["UID"],
            event["SEQUENCE"],
            event["DTSTART"].dt,
            title,
        )
    office.goto(f"{at}messages/calendars/")
    expect(office.get_by_text(says(lang, "No calendar entries are out of date."))).to_be_visible()
    assert not found
