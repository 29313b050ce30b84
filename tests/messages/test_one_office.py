"""Emails of several people at one office: each subject names its person."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from details import OFFICE, prepared, registered
from factories import make_edition, submission
from flask import Flask
from flask.testing import FlaskClient
from mails import deliver, html_of
from queries_counted import counted
from sqlalchemy import text

from assembly.extensions import db
from assembly.mail.recipients import _shares_address
from assembly.models import Person
from assembly.registration.service import registering
from assembly.transactions import writing


def subjects(mails: list[EmailMessage], address: str) -> list[str]:
    return [str(mail["Subject"]).partition(" – ")[0] for mail in mails if mail["To"] == address]


@pytest.mark.database("proof")
def test_shared_addresses_read_whose_email_it_is(app: Flask) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        for number in (1, 2):
            registering.register(edition, submission(number, email="Office@city.eu"))
        registering.register(edition, submission(3, email="alone@city.eu"))
    mails = deliver(app)
    assert subjects(mails, "Office@city.eu") == [
        f"Żaneta Łukaszewicz {number}\u00a0: Inscription confirmée" for number in (1, 2)
    ]
    assert subjects(mails, "alone@city.eu") == ["Inscription confirmée"]


def test_people_of_another_edition_do_not_count(app: Flask) -> None:
    with app.app_context(), writing():
        registering.register(make_edition("2032"), submission(1, email="office@city.eu"))
        registering.register(make_edition("2033"), submission(2, email="office@city.eu"))
    assert subjects(deliver(app), "office@city.eu") == ["Inscription confirmée"] * 2


@pytest.mark.database("proof")
def test_offices_acting_for_somebody_read_names(app: Flask) -> None:
    """It registers two people, then its own head under the same address."""
    with app.app_context(), writing():
        edition = make_edition()
        registering.register(edition, submission(1, email="one@city.eu", assistant_email="Office@city.eu"))
        registering.register(edition, submission(2, email="two@city.eu", assistant_email="Office@city.eu"))
        registering.register(edition, submission(3, email="office@city.eu", lang="en"))
    mails = deliver(app)
    assert subjects(mails, "Office@city.eu") == [
        f"Żaneta Łukaszewicz {number}\u00a0: Inscription confirmée" for number in (1, 2)
    ]
    assert subjects(mails, "office@city.eu") == ["Żaneta Łukaszewicz 3: Registration confirmed"]
    assert subjects(mails, "one@city.eu") == ["Inscription confirmée"]


@pytest.mark.sqlite_only
def test_shared_addresses_are_found_by_index(app: Flask) -> None:
    """Every email asks, so that it may not read all people of the edition."""
    with app.app_context(), counted(app) as sent:
        assert not _shares_address(Person(id=1, email_key="one@city.eu"), 1)
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {sent[-1]}".replace("?", "1"))).all()
    steps = [row[3] for row in plan]
    assert not [one for one in steps if one.startswith("SCAN ") and one != "SCAN CONSTANT ROW"]
    assert any("ix_person_email_key" in one for one in steps)
    assert any("ix_access_link_sent_to_key" in one for one in steps)
    assert any("ix_registration_person" in one for one in steps)


def test_the_entry_code_stands_inside_the_email(app: Flask) -> None:
    prepared(app)
    registered(app)
    (mail,) = deliver(app)
    pictures = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    assert {part.get_content_disposition() for part in pictures} == {"inline"}
    assert [part.get_filename() for part in pictures] == ["mark.png", "entry-code.png"]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]


@pytest.mark.proof("a page of the demonstration")
def test_the_demonstration_draws_emails_as_html(app: Flask) -> None:
    prepared(app)
    registered(app, assistant_email=OFFICE)
    mail = deliver(app)[0]
    client = FlaskClient(app)  # not the inspecting one: emails need the inline styles our pages may not have
    page = client.get("/en/demo/mails/1")
    assert 'href="/en/demo/mails/1/html"' in page.text
    drawn = client.get("/en/demo/mails/1/html")
    assert drawn.text == re.sub(r"cid:([\w-]+)", r"/en/demo/mails/1/\1.png", html_of(mail))
    assert drawn.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert client.get("/en/demo/mails/1/entry-code.png").mimetype == "image/png"
    assert client.get("/en/demo/mails/99/html").status_code == 404
