"""The summary of each morning: who wants it gets it once, and not where nothing has happened."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from factories import ORGANISER, ZONE, make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import text_of
from sessions import come
from sqlalchemy import select

from assembly import clock, mail
from assembly.extensions import db
from assembly.mail import render
from assembly.models import Edition, Mail, MailState, User
from assembly.office.jobs import post_daily_summaries
from assembly.registration.service.leaving import cancel
from assembly.transactions import writing

pytestmark = pytest.mark.database


def at(days: int, hour: int, minute: int = 0) -> datetime:
    day = clock.local_day(clock.now(), ZONE) + timedelta(days=days)
    return clock.from_local(datetime.combine(day, time(hour, minute)), ZONE)


def posted() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.template == "daily_summary").order_by(Mail.id)))


@pytest.fixture
def edition(app: Flask) -> Edition:
    with app.test_request_context():
        with writing():
            made = make_edition()
            for role, wanted in (("organiser", True), ("co_chair", True), ("organiser", False)):
                user = make_user(role, f"{role}{wanted}@example.org".lower(), made)
                user.daily_summary = wanted
        yield made


@pytest.mark.database("proof")
def test_summary_says_once_what_happened(edition: Edition) -> None:
    with clock.at(at(1, 8)), writing():
        guests = [come(edition, number) for number in range(3)]
    before, within = at(1, 6), at(1, 12)
    with clock.at(at(1, 9)), writing():
        cancel(guests[0])
        for failed_at in (before, within):
            mail.post("other", to="x@example.org", lang="en", dedupe_key=str(failed_at), facts={}, edition=edition)
            one = db.session.scalars(select(Mail).where(Mail.dedupe_key == str(failed_at))).one()
            one.state, one.next_at = MailState.FAILED, failed_at
    morning = at(2, 7, 1)
    with clock.at(morning - timedelta(minutes=2)):
        post_daily_summaries()
        assert posted() == []
    with clock.at(morning):
        post_daily_summaries()
        post_daily_summaries()
    (sent,) = posted()
    assert sent.to_address == "organisertrue@example.org"
    assert {key: sent.facts[key] for key in ("new", "withdrawn", "failed")} == {"new": 3, "withdrawn": 1, "failed": 1}
    with clock.at(morning):
        said = text_of(render(sent))
    assert "New registrations: 3" in said
    assert "Withdrawals: 1" in said
    with clock.at(at(3, 7, 1)):
        post_daily_summaries()
    assert len(posted()) == 1  # nothing happened on that day


@pytest.mark.database("proof")
def test_summary_is_switched_in_the_account(demo_client: InspectingClient) -> None:
    sign_in(demo_client, ORGANISER)
    app = demo_client.application
    for wanted in (True, False):
        page = demo_client.page("/en/account")
        form = page.find("form", action="/en/account/daily-summary")
        fields = {one["name"]: one["value"] for one in form.select("input")}
        assert demo_client.post("/en/account/daily-summary", data=fields).status_code == 303
        with app.app_context():
            user = db.session.scalars(select(User).where(User.email_key == ORGANISER[0])).one()
            assert user.daily_summary is wanted
