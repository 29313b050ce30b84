"""What a sent email said: kept sealed for a time, read as it was sent, found again, and deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from details import MAYOR, OFFICE, office_of, only_registration, prepared, registered
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in, text_of
from sqlalchemy import select

from assembly import clock
from assembly.accounts.service.sign_in import ask_for_link
from assembly.extensions import db
from assembly.mail.copies import KEPT, delete_copies
from assembly.models import LinkPurpose, Mail, MailState, SentMail
from assembly.privacy.jobs import delete_contacts
from assembly.transactions import writing

MAILS = "/en/manage/2031/messages/"


@pytest.fixture
def office(app: Flask) -> InspectingClient:
    """The office, after a mayor registered by her cabinet: two emails were sent in French."""
    prepared(app)
    registered(app, "fr", assistant_email=OFFICE)
    return office_of(app)


def row_of(page: BeautifulSoup, address: str) -> dict[str, str]:
    (row,) = [one for one in page.select("tbody tr") if address in one.th.get_text()]
    link = row.select_one("a")
    return {"name": row.th.get_text().replace(address, ""), "subject": link.get_text(), "at": str(link["href"])}


def found(office: InspectingClient, search: str) -> list[str]:
    page = office.page(f"{MAILS}?q={search}")
    return sorted(one.get_text() for one in page.select("tbody th .mute"))


def test_the_list_names_recipient_and_subject(app: Flask, office: InspectingClient) -> None:
    page, subjects = office.page(MAILS), {mail["To"]: mail["Subject"] for mail in deliver(app)}
    mayor, assistant = row_of(page, MAYOR), row_of(page, OFFICE)
    assert (mayor["name"], assistant["name"]) == ("Zofia Wszędybylska", "for Zofia Wszędybylska")
    assert (mayor["subject"], assistant["subject"]) == (subjects[MAYOR], subjects[OFFICE])
    assert page.select_one("tbody a")["lang"] == "fr"


@pytest.mark.turns(5)
@pytest.mark.database
@pytest.mark.parametrize(
    ("search", "addresses"),
    [
        ("wszedybylska ZOFIA", [OFFICE, MAYOR]),
        ("zofia@", [MAYOR]),
        (OFFICE.upper(), [OFFICE]),
        ("inscription confirmée", [OFFICE, MAYOR]),
        ("inscription zofia", [OFFICE, MAYOR]),
        ("confirmed", []),
        ("100%", []),
        ("@", [OFFICE, MAYOR]),
    ],
)
def test_a_search_finds_name_address_subject(office: InspectingClient, search: str, addresses: list[str]) -> None:
    assert found(office, search.replace("%", "%25")) == addresses


@pytest.mark.proof("emails without a copy")
def test_what_waits_is_found_by_its_kind(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.query(SentMail).delete()
    assert found(office, "received") == [OFFICE, MAYOR]
    page = office.page(f"{MAILS}?q=nobody")
    assert "No emails found." in page.select_one("main").get_text()
    assert page.select_one("main [name=q]")["value"] == "nobody"


def test_sent_emails_read_as_they_were_sent(app: Flask, office: InspectingClient) -> None:
    sent = {mail["To"]: mail for mail in deliver(app)}
    with app.app_context(), writing():
        person = only_registration().person
        person.given, person.email, person.email_key = "Anna", "anna@city.eu", "anna@city.eu"
        only_registration().badge_name = "Anna"
    page = office.page(row_of(office.page(MAILS), MAYOR)["at"])
    words = page.select_one("article").get_text()
    assert page.h2.get_text().startswith("Text sent on ")
    assert page.select_one("article h3").get_text() == sent[MAYOR]["Subject"]
    assert "Zofia" in words
    assert "Anna" not in words
    assert MAYOR in page.select_one("dl").get_text()
    for line in text_of(sent[MAYOR]).splitlines():
        assert line.partition("/r/")[0].strip() in words
    assert link_in(sent[MAYOR]).rpartition("/")[2] not in str(page)


def test_copies_are_sealed_without_links(app: Flask, office: InspectingClient) -> None:
    tokens = [link_in(mail).rpartition("/")[2] for mail in deliver(app)]
    with app.app_context():
        copies = db.session.scalars(select(SentMail)).all()
        assert [one.to_address for one in copies] == [MAYOR, OFFICE]
        for one in copies:
            stored = f"{one.subject} {one.sealed}"
            assert "Wszędybylska" not in one.sealed
            assert not any(token in stored for token in tokens)


def test_after_thirty_days_a_copy_is_deleted(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        sent = db.session.scalars(select(SentMail.sent_at)).first()
        assert sent
        for age, count in ((KEPT - timedelta(seconds=1), 2), (KEPT + timedelta(minutes=1), 0)):
            with clock.at(sent + age):
                delete_copies()
            assert db.session.query(SentMail).count() == count
    row = row_of(office.page(MAILS), MAYOR)
    assert row["subject"] == "Registration received"
    page = office.page(row["at"])
    assert "is no longer kept" in page.select_one("main").get_text()
    assert page.select("article") == []


def test_copies_go_with_the_addresses(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = only_registration().edition
        with writing():
            edition.contacts_kept_days = 1
        with clock.at(edition.ends_at + timedelta(days=1)):
            delete_contacts()
            assert db.session.query(SentMail).count() == 0
            with writing():
                late = db.session.scalars(select(Mail)).first()
                assert late
                late.state, late.next_at, late.to_address = MailState.QUEUED, clock.now(), "late@example.org"
            deliver(app)
            assert late.state is MailState.SENT
        assert db.session.query(SentMail).count() == 0


def test_emails_about_accounts_are_not_kept(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            ask_for_link("here@example.org", "en", LinkPurpose.SIGN_IN)
        assert len(deliver(app)) == 3
        assert db.session.query(SentMail).count() == 2


@pytest.mark.proof("a second sending")
def test_what_is_sent_again_replaces_its_copy(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            mail = db.session.scalars(select(Mail).order_by(Mail.id)).first()
            assert mail
            mail.state, mail.next_at = MailState.QUEUED, clock.now()
        later = clock.now() + timedelta(hours=1)
        with clock.at(later):
            deliver(app)
        assert mail.copy
        db.session.refresh(mail.copy)
        assert mail.copy.sent_at >= later
        assert db.session.query(SentMail).count() == 2
