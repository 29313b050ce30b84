"""The page of calendar updates, and its button."""

from __future__ import annotations

import pytest
from calendar_updates import ENGLISH, change_address, choose, edition
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver
from queries_counted import counted
from sessions import come, offer_sessions
from sqlalchemy import func, select

from assembly.agenda.queries import latest_rows
from assembly.calendar.outdated import UPDATE, Delivery, older
from assembly.extensions import db
from assembly.models import Mail
from assembly.transactions import writing

PAGE = "/en/manage/2031/messages/calendars/"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """Three guests, of whom two have the confirmation; then the address changes."""
    with app.app_context():
        with writing():
            made = make_edition()
            make_user("organiser", "here@example.org", made)
            offer_sessions(made, None)
            for number in (1, 2):
                come(made, number)
        deliver(app)
        choose(ENGLISH, 1)
        change_address()
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def test_page_counts_and_its_button_writes_once(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["Day of the assembly", "2", "2", "0", "0", "0"], ["Session 1", "1", "1", "0", "0", "0"]]
    form = "main form[action$='/email']"
    office.submit(PAGE, form=form)
    assert "on their way to 2 people" in office.page(PAGE).get_text(" ", strip=True)
    with app.app_context():
        posted = select(func.count()).where(Mail.template == UPDATE)
        assert db.session.scalar(posted) == 2
        assert [one.delivery for one in older(edition(), latest_rows(edition()))] == [Delivery.ON_ITS_WAY] * 3
    assert office.page(PAGE).select(form) == []


@pytest.mark.proof("test_page_counts_and_its_button_writes_once finds no second button")
def test_second_press_says_that_nobody_is_left(app: Flask, office: InspectingClient) -> None:
    page = office.page(PAGE)
    token = {"csrf_token": page.select_one("main input[name=csrf_token]")["value"]}
    for said in ("on their way to 2 people", "There is no one left to email."):
        answer = office.post(f"{PAGE}email", data=token, follow_redirects=True)
        assert said in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Mail.template == UPDATE)) == 2


def test_page_costs_the_same_for_many(app: Flask, office: InspectingClient, full_scale: bool) -> None:
    office.get(PAGE)
    costs = []
    for numbers in (range(0), range(3, 9 if full_scale else 5)):
        with app.app_context():
            with writing():
                for number in numbers:
                    come(edition(), number)
            deliver(app)
            change_address(f"Place {len(numbers) + 7}")
        with counted(app) as sent:
            office.get(PAGE)
        costs.append(len(sent))
    assert costs[0] == costs[1]
