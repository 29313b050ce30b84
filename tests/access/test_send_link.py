"""“Send me my link again”: the same answer for everybody, five mails an hour, each registration with its own link."""

from __future__ import annotations

import re

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import AccessLink, Edition, Mail, MailState, Purpose
from assembly.registration.service import accompanying, registering
from assembly.sealed import unseal
from assembly.transactions import writing

PAGE = "/fr/2031/my-link"


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two people of one office with its address, one with an address of her own; another edition."""
    with app.app_context(), writing():
        edition = make_edition()
        registering.register(edition, submission(1, email="Office@example.org"))
        registering.register(edition, submission(2, email="office@example.org"))
        registering.register(edition, submission(3, assistant_email="office@example.org"))
        registering.register(make_edition("2032"), submission(4, email="office@example.org"))
    deliver(app)
    return app


def sent_to(app: Flask, address: str) -> list[object]:
    return [one for one in deliver(app) if one["To"] == address and "Votre lien" in str(one["Subject"])]


def test_each_registration_gets_its_own_link(house: Flask, client: InspectingClient) -> None:
    client.submit(PAGE, email="OFFICE@example.org", status=200)
    (mail,) = sent_to(house, "office@example.org")
    text = text_of(mail)  # type: ignore[arg-type]
    for number in (1, 2, 3):
        assert f"Łukaszewicz {number}" in text
        assert f"Łukaszewicz {number}" in html_of(mail)  # type: ignore[arg-type]
    assert "Łukaszewicz 4" not in text
    assert text.count("Vous agissez pour cette personne") == 1
    links = re.findall(r"http://localhost(/fr/r/[\w-]+)", text)
    assert len(set(links)) == 3
    client.submit(links[2])
    assert "Łukaszewicz 3" in client.page("/fr/my/").get_text()


def test_the_answer_is_always_the_same(house: Flask, client: InspectingClient) -> None:
    answers = [
        client.submit(PAGE, email=address, status=200).get_data() for address in ("office@example.org", "x@example.org")
    ]
    assert answers[0] == answers[1]
    with house.app_context():
        kinds = db.session.execute(select(Mail.template, Mail.to_address).where(Mail.template == "own_links")).all()
        assert len(kinds) == 2  # both were asked for in the same way; the worker alone finds out
    assert sent_to(house, "x@example.org") == []
    with house.app_context():
        states = {one.to_address: one.state for one in db.session.scalars(select(Mail)) if one.template == "own_links"}
    assert states == {"office@example.org": MailState.SENT, None: MailState.DROPPED}  # what was dropped is forgotten


def test_twenty_requests_make_five_emails(house: Flask, client: InspectingClient) -> None:
    answers = {client.submit(PAGE, email="office@example.org", status=200).get_data() for _time in range(20)}
    assert len(answers) == 1
    assert len(sent_to(house, "office@example.org")) == 5


def test_an_ended_link_is_not_sent_again(house: Flask, client: InspectingClient) -> None:
    with house.app_context(), writing():
        link = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.ASSISTANT)).one()
        accompanying.revoke_assistants(link.registration, "office@example.org")
    client.submit(PAGE, email="office@example.org", status=200)
    assert "Łukaszewicz 3" not in text_of(sent_to(house, "office@example.org")[0])  # type: ignore[arg-type]


@pytest.mark.proof("odd letters of an address")
def test_signs_in_an_address_are_no_wildcards(house: Flask, client: InspectingClient) -> None:
    client.submit(PAGE, email="o_fice@example.org", status=200)
    assert sent_to(house, "o_fice@example.org") == []


def test_no_address_is_said_in_both_languages(house: Flask, client: InspectingClient) -> None:
    for path in (PAGE, "/en/2031/my-link"):
        client.submit(path, email="nowhere", status=422)


def test_whoever_lost_the_link_finds_the_page(house: Flask, client: InspectingClient) -> None:
    answer = client.submit("/fr/my/", email="office@example.org", status=200)
    assert "office@example.org" not in answer.get_data(as_text=True)
    assert sent_to(house, "office@example.org")
    with house.app_context():
        assert len(db.session.scalars(select(Edition)).all()) == 2
    assert client.get("/fr/my-link").location in {"/fr/2031/my-link", "/fr/2032/my-link"}
    assert client.page("/fr/2031/register").select_one("main a[href='/fr/2031/my-link']")


def test_old_and_unknown_links_are_answered_alike(house: Flask, client: InspectingClient) -> None:
    with house.app_context(), writing():
        link = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.OWN)).first()
        over, link.ends_at = unseal(link.token_sealed), clock.now()
    for lang, said, press in (
        ("en", "mistyped or out of date", "Send me my link again"),
        ("fr", "été mal saisi ou été remplacé", "Recevoir mon lien"),
    ):
        paths = [f"/{lang}/r/{token}" for token in (over, "x" * 43, f"{over}x")]
        pages = [client.page(path, status=404).select_one("main") for path in paths]
        told = {re.sub(r"\b[0-9a-f]{12}\b", "", page.get_text()) for page in pages}
        assert len(told) == 1
        assert said in told.pop()
        again = pages[0].find("a", string=press)["href"]
        assert client.get(again).location in {f"/{lang}/2031/my-link", f"/{lang}/2032/my-link"}
        assert pages[0].find("a", string=press)["href"] == pages[1].find("a", string=press)["href"]


@pytest.mark.proof("three more pages of the same kind")
def test_other_links_offer_what_they_can(house: Flask, client: InspectingClient) -> None:
    invitation = client.page("/en/i/unknown", status=404).select_one("main")
    assert invitation.find("a", string="Send me my link again")
    assert "If you have already registered" in invitation.get_text()
    for path in ("/en/invited-by/unknown", "/en/communities/join/unknown"):
        page = client.page(path, status=404).select_one("main")
        assert "mistyped or out of date" in page.get_text()
        assert page.find("a", string="Send me my link again") is None
