"""The outbox in the office: seen, sent again, put on hold; never a personal link."""

from __future__ import annotations

import pytest
from factories import DOOR, MAYOR, ORGANISER, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in
from sqlalchemy import select

from assembly.extensions import db
from assembly.messages.service import outbox
from assembly.models import Mail, MailState
from assembly.registration.service import registering
from assembly.transactions import writing

MAILS = "/en/manage/2027/messages/"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    """The office, with one new registration whose mail waits."""
    demo_client.submit("/fr/2027/register", **MAYOR)
    sign_in(demo_client)
    return demo_client


def first(client: InspectingClient, state: str = "") -> str:
    return str(client.page(f"{MAILS}?state={state}").select_one("tbody a")["href"])


def put(app: Flask, state: MailState, error: str = "") -> None:
    with app.app_context(), writing():
        mail = db.session.scalars(select(Mail).where(Mail.state != MailState.ON_HOLD)).one()
        mail.state, mail.error = state, error


def test_the_list_says_what_waits(office: InspectingClient) -> None:
    page = office.page(MAILS)
    assert page.select_one("tbody th").get_text() == "Żaneta Łukaszewicz-Đorđević" + MAYOR["email"]
    assert page.select_one("tbody .tag").get_text() == "To be sent"
    assert len(office.page(f"{MAILS}?state=queued").select("tbody tr")) == 1
    held = office.page(f"{MAILS}?state=on_hold")
    assert {tag.get_text() for tag in held.select("tbody .tag")} == {"On hold"}


def test_the_preview_hides_links(demo_app: Flask, office: InspectingClient) -> None:
    page = office.page(first(office, "queued"))
    article = page.select_one("article")
    assert article["lang"] == "fr"
    assert "Inscription confirmée" in article.h3.get_text()
    assert "/fr/r/…" in article.get_text()
    token = link_in(deliver(demo_app)[0]).rpartition("/")[2]
    assert token not in str(office.page(first(office, "sent")))


def test_a_failed_email_is_sent_again(demo_app: Flask, office: InspectingClient) -> None:
    put(demo_app, MailState.FAILED, "SMTPDataError 550")
    today = office.page("/en/manage/2027/")
    assert today.find("b", string="1 email could not be delivered").find_next("a")["href"].endswith("?state=failed")
    path = first(office, "failed")
    assert "SMTPDataError 550" in office.page(path).get_text()
    office.submit(path, form='form[action$="/send"]')
    assert len(deliver(demo_app)) == 1
    assert "failed" not in office.page("/en/manage/2027/").select_one("main").get_text()


def test_an_email_on_hold_waits(demo_app: Flask, office: InspectingClient) -> None:
    path = first(office, "queued")
    office.submit(path, form='form[action$="/hold"]')
    assert deliver(demo_app) == []
    office.submit(path, form='form[action$="/send"]')
    assert len(deliver(demo_app)) == 1
    assert office.page(path).select("main form") == []  # what has left cannot be called back


def test_taken_emails_are_not_held_later(demo_app: Flask, office: InspectingClient) -> None:
    path = first(office, "queued")
    form = office.page(path).select_one('form[action$="/hold"]')
    put(demo_app, MailState.SENDING)
    answer = office.post(form["action"], data={"csrf_token": form.input["value"]})
    assert answer.status_code == 409
    assert "is being sent or has already been sent" in answer.get_data(as_text=True)


def test_an_email_about_nothing_says_so(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        mail = db.session.scalars(select(Mail).where(Mail.state == MailState.QUEUED)).one()
        mail.facts = {"registration": "gone", "assistant": False}
    assert "The information this email refers to no longer exists." in office.page(first(office, "queued")).get_text()


@pytest.mark.parametrize("who", [DOOR, ("cochair@example.org", "the floor is yours")])
def test_nobody_else_sees_mails(demo_client: InspectingClient, who: tuple[str, str]) -> None:
    sign_in(demo_client, who)
    assert demo_client.get(MAILS).status_code == 403


def test_another_editions_emails_are_missing(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "one@example.org", make_edition("2031"))
        registering.register(make_edition("2032", days_ahead=60), submission(1))
    with app.app_context():
        code = db.session.scalars(select(Mail)).one().code
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    assert client.page("/en/manage/2031/messages/").select("tbody tr") == []
    assert client.get(f"/en/manage/2031/messages/{code}").status_code == 404
    assert client.get(f"/en/manage/2032/messages/{code}").status_code == 403
    for made_up in ("x", "%", "_" * 32, "0" * 32):
        assert client.get(f"/en/manage/2031/messages/{made_up}").status_code == 404


def test_sending_what_was_sent_is_refused(ctx: Flask) -> None:
    with writing():
        registering.register(make_edition(), submission(1))
        mail = db.session.scalars(select(Mail)).one()
        mail.state = MailState.SENT
    with pytest.raises(outbox.OnItsWay), writing():
        outbox.send_now(mail)
    with pytest.raises(outbox.OnItsWay), writing():
        outbox.hold(mail)


def test_the_organiser_sees_them_in_french(demo_client: InspectingClient) -> None:
    sign_in(demo_client, ORGANISER)
    assert demo_client.page("/fr/manage/2023/messages/").h1.get_text() == "Courriels"
