"""Automatic emails in the office: seen, paused, moved."""

from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select, update

from assembly.extensions import db
from assembly.messages.queries.series import concerned, steps
from assembly.models import Edition, Mode, Person, Registration
from assembly.transactions import writing

SERIES = "/en/manage/2027/messages/series/"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def test_the_page_says_when_and_how_many(office: InspectingClient) -> None:
    text = office.page(SERIES).get_text().replace("\u00a0", " ")
    assert "Scheduled for 8 April 2027, 10:00 Brussels time" in text
    assert "Scheduled for 14 April 2027, 10:00 Brussels time" in text
    past = office.page("/en/manage/2023/messages/series/").get_text()
    assert past.count("Not sent: the scheduled time has passed") == 6


def test_it_is_paused_and_resumed(office: InspectingClient) -> None:
    office.submit(SERIES, form='form[action$="seven_days/pause"]')
    assert "If you resume this message, it will be sent on" in office.page(SERIES).get_text()
    office.submit(SERIES, form='form[action$="seven_days/resume"]')
    assert "If you resume this message, it will be sent on" not in office.page(SERIES).get_text()


def test_a_paused_email_stays_on_today(office: InspectingClient) -> None:
    def coming() -> dict[str, str]:
        found = office.page("/en/manage/2027/").select(".dated a[href*=series]")
        return {one["href"].rpartition("/")[2]: one.get_text() for one in found}

    before = coming()
    assert "on hold" not in before["seven_days"]
    office.submit(SERIES, form='form[action$="seven_days/pause"]')
    assert coming() == before | {"seven_days": f"{before['seven_days']} (on hold)"}


def test_it_is_read_and_moved(office: InspectingClient) -> None:
    page = office.page(f"{SERIES}day_before")
    assert [one["lang"] for one in page.select("article")] == ["en", "fr"]
    assert "/r/…" in page.select_one("article").get_text()
    office.submit(f"{SERIES}day_before", form="main form", days="2", at="17:30")
    assert "13 April 2027, 17:30" in office.page(SERIES).get_text().replace("\u00a0", " ")


@pytest.mark.turns(7)
@pytest.mark.parametrize(
    ("step", "answers", "sentence"),
    [
        ("day_before", {"days": "0"}, "Enter a number from 1 to 60."),
        ("day_before", {"days": "600"}, "Enter a number from 1 to 60."),
        ("day_before", {"at": "half past nine"}, "Enter a time from 06:00 to 22:00, like 09:30."),
        ("day_before", {"days": "²"}, "Enter a number from 1 to 60."),
        ("day_before", {"at": "03:00"}, "Enter a time from 06:00 to 22:00, like 09:30."),
        ("day_before", {"at": "1٢:00"}, "Enter a time from 06:00 to 22:00, like 09:30."),
        ("thanks", {"days": "0", "at": "09:30"}, "This email cannot be sent before the assembly has ended."),
    ],
)
def test_a_time_that_cannot_be_comes_back(
    office: InspectingClient, step: str, answers: dict[str, str], sentence: str
) -> None:
    page = office.submit(f"{SERIES}{step}", form="main form", status=422, **answers)
    assert sentence in page.text
    assert "characters or fewer" not in page.text


def test_people_without_address_are_not_counted_anew(edition: Edition, ctx: Flask) -> None:
    """Today says with each view how many an email will reach, and a tenth of all people may have no address."""
    before = concerned(steps(edition))[0]
    with writing():
        leaves = select(Registration.person_id).where(Registration.seq == 1, Registration.mode == Mode.ON_SITE)
        db.session.execute(update(Person).where(Person.id.in_(leaves)).values(email=None, email_key=None))
    with counted(ctx) as sent:
        assert concerned(steps(edition))[0] == before - 1
    assert not [one for one in sent if "email IS NULL" in one]
