"""Sign-in links: for the right person, once, and silent about who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from factories import ORGANISER
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import AccountLink, Mail, MailState, User
from assembly.transactions import writing

LINK = re.compile(r"http://localhost(/\w\w/sign-in/[\w-]+)")
TODAY = "/en/manage/2027/"


def asked(app: Flask, client: InspectingClient, email: str = ORGANISER[0]) -> str:
    """Ask for a link and give its path out of the mail."""
    client.submit("/fr/sign-in/link", status=200, email=email)
    mail = deliver(app)[-1]
    found = LINK.findall(text_of(mail))
    assert len(found) == 1
    assert found[0] in html_of(mail)
    return str(found[0])


def test_a_link_signs_in_once(demo_app: Flask, demo_client: InspectingClient) -> None:
    link = asked(demo_app, demo_client)
    phone: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    page = phone.get(link)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert phone.get(TODAY).status_code == 303  # a mail scanner that opens the link signs nobody in
    assert phone.submit(link).location == TODAY  # the page asked for before
    assert phone.get(TODAY).status_code == 200
    other: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    assert other.get(link).status_code == 404


def test_a_link_is_good_for_ten_minutes(demo_app: Flask, demo_client: InspectingClient) -> None:
    link = asked(demo_app, demo_client)
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert demo_client.get(link).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert demo_client.get(link).status_code == 404


def test_a_link_pressed_too_late_is_refused(demo_app: Flask, demo_client: InspectingClient) -> None:
    link = asked(demo_app, demo_client)
    token = demo_client.page(link).select_one("input[name=csrf_token]")["value"]
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert demo_client.post(link, data={"csrf_token": token}).status_code == 404
    assert demo_client.get(TODAY).status_code == 303


def test_a_closed_account_gets_nothing(demo_app: Flask, demo_client: InspectingClient) -> None:
    link = asked(demo_app, demo_client)
    with demo_app.app_context(), writing():
        db.session.scalars(select(User).where(User.email_key == ORGANISER[0])).one().active = False
    assert demo_client.submit(link, status=404)
    demo_client.submit("/en/sign-in/link", status=200, email=ORGANISER[0])
    before = len(list((demo_app.config["ASSEMBLY"].data / "mails").glob("*.eml")))
    assert len(deliver(demo_app)) == before


def test_existing_accounts_are_not_told(demo_app: Flask, demo_client: InspectingClient) -> None:
    """The same answer after the same work; the worker alone finds out, and forgets the address of a stranger."""
    seen = []
    for email in (ORGANISER[0], "stranger@example.org"):
        token = demo_client.page("/en/sign-in/link").select_one("input[name=csrf_token]")["value"]
        with counted(demo_app) as sent:
            answer = demo_client.post("/en/sign-in/link", data={"csrf_token": token, "email": email})
        seen.append((answer.status_code, answer.data, len(sent)))
    assert seen[0] == seen[1]
    assert [mail["To"] for mail in deliver(demo_app)] == [ORGANISER[0]]
    with demo_app.app_context():
        dropped = db.session.scalars(select(Mail).where(Mail.state == MailState.DROPPED)).one()
        assert dropped.to_address is None


def test_a_strangers_address_is_forgotten(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/en/sign-in/link", status=200, email="stranger@example.org")
    with clock.at(clock.now() + timedelta(minutes=11)):
        demo_client.submit("/en/sign-in/link", status=200, email=ORGANISER[0])
    with demo_app.app_context():
        assert db.session.scalars(select(AccountLink.email_key)).all() == [ORGANISER[0]]


def test_nobody_is_bombed_with_links(demo_app: Flask, demo_client: InspectingClient) -> None:
    answers = set()
    for _press in range(20):
        answer = demo_client.submit("/en/sign-in/link", status=200, email=ORGANISER[0])
        answers.add(answer.data)
    assert len(answers) == 1
    assert len(deliver(demo_app)) == 5
    with clock.at(clock.now() + timedelta(minutes=61)):
        demo_client.submit("/en/sign-in/link", status=200, email=ORGANISER[0])
        assert len(deliver(demo_app)) == 6


def test_the_email_has_the_pages_language(demo_app: Flask, demo_client: InspectingClient) -> None:
    asked(demo_app, demo_client)
    (mail,) = deliver(demo_app)
    assert mail["Subject"] == "Votre lien de connexion"
    assert mail["Content-Language"] == "fr"


def test_the_token_is_not_kept_in_clear(demo_app: Flask, demo_client: InspectingClient) -> None:
    token = asked(demo_app, demo_client).rpartition("/")[2]
    with demo_app.app_context():
        assert token not in repr(db.session.execute(select(AccountLink.__table__)).all())
        assert token not in repr(db.session.execute(select(Mail.__table__)).all())


@pytest.mark.parametrize("token", ["x", "link2", "a" * 43, "%00", "é" * 20])
def test_a_made_up_link_opens_nothing(demo_client: InspectingClient, token: str) -> None:
    assert demo_client.get(f"/en/sign-in/{token}").status_code == 404


def test_the_session_is_like_any_other(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit(asked(demo_app, demo_client))
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert demo_client.get(TODAY).status_code == 303
