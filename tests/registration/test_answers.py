"""Offers on the own page and in mails; what organisers decide on the page of one person. Both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from factories import MAYOR, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, html_of, link_in, text_of
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.formats import day
from assembly.i18n import speaking
from assembly.models import Edition, Mode, Registration, State
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

PEOPLE = "/fr/manage/2031/people"


@pytest.fixture
def full(app: Flask) -> Flask:
    """One place, given; two people wait; an organiser."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        for number in (1, 2, 3):
            registering.register(edition, submission(number, lang="en" if number == 2 else "fr"))
        make_user("organiser", edition=edition)
    return app


def code_of(app: Flask, number: int) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Registration.code).where(Registration.seq == number)).one())


def state_of(app: Flask, code: str) -> State:
    with app.app_context():
        return db.session.scalars(select(Registration.state).where(Registration.code == code)).one()


def cancel_first(app: Flask) -> None:
    with app.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration).where(Registration.seq == 1)).one())


def own_page(app: Flask, address: str) -> InspectingClient:
    """The device of whoever has this address, with the own page open by the link of the last mail."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(link_in([mail for mail in deliver(app) if mail["To"] == address][-1]))
    return client


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())  # type: ignore[union-attr]


def test_the_offer_is_mailed_and_taken(full: Flask) -> None:
    cancel_first(full)
    mail = [one for one in deliver(full) if one["To"] == "mayor2@example.org"][-1]
    assert str(mail["Subject"]).startswith("A place is now available for you")
    assert "We are holding the place for you until" in text_of(mail)
    assert "Brussels time" in html_of(mail)
    client = own_page(full, "mayor2@example.org")
    assert "A place is available for you." in words(client.page("/en/my/"))
    client.submit("/en/my/", form="form[action$=accept]")
    assert "Confirmed." in words(client.page("/en/my/"))
    last = [one for one in deliver(full) if one["To"] == "mayor2@example.org"][-1]
    assert str(last["Subject"]).startswith("Registration confirmed")


def test_turning_it_down_tells_the_number(full: Flask) -> None:
    cancel_first(full)
    client = own_page(full, "mayor2@example.org")
    client.submit("/en/my/", form="form[action$=decline]")
    assert "You are number 1 on the waiting list." in words(client.page("/en/my/"))
    subjects = [str(one["Subject"]).partition(" – ")[0] for one in deliver(full) if one["To"] == "mayor2@example.org"]
    assert subjects[-1] == "You are still on the waiting list"
    assert state_of(full, code_of(full, 3)) is State.OFFERED


@pytest.mark.proof("waiting_list/ refuses an ended offer")
def test_an_ended_offer_is_said_so(full: Flask) -> None:
    cancel_first(full)
    client = own_page(full, "mayor2@example.org")
    page = client.page("/en/my/")
    form = page.select_one("form[action$=accept]")
    with full.app_context():
        until = db.session.scalars(select(Registration.offered_until).where(Registration.seq == 2)).one()
    with clock.at(until.replace(year=until.year + 1)):
        assert "The offer has expired." in words(client.page("/en/my/"))
        client.post("/en/my/offer/accept", data=hidden(form))  # type: ignore[arg-type]
        assert "This page shows the current status of your registration." in words(client.page("/en/my/"))
    assert state_of(full, code_of(full, 2)) is State.OFFERED


def test_the_office_sees_one_persons_story(full: Flask) -> None:
    client: InspectingClient = full.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    code = code_of(full, 2)
    page = words(client.page(f"{PEOPLE}/{code}"))
    assert "Position 1 sur la liste d’attente" in page
    client.page(f"{PEOPLE}/aaaaaaaa", 404)


def test_a_place_by_hand_needs_a_reason(full: Flask) -> None:
    client: InspectingClient = full.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    code = code_of(full, 3)
    path = f"{PEOPLE}/{code}"
    token = {"csrf_token": client.page(path).select_one("[name=csrf_token]")["value"]}  # type: ignore[index]
    answer = client.post(f"{path}/give-place", data=token)
    assert answer.status_code == 422
    assert "il est conservé" in answer.get_data(as_text=True)
    answer = client.post(f"{path}/give-place", data=token | {"reason": "Elle ouvre la séance"})
    assert answer.status_code == 409
    assert "Elle ouvre la séance" in answer.get_data(as_text=True)
    client.post(f"{PEOPLE}/{code_of(full, 1)}/cancel", data=token | {"reason": "Appel de son cabinet"})
    assert state_of(full, code_of(full, 2)) is State.OFFERED
    client.post(f"{path}/decline", data=token | {"reason": "Une personne par ville"})
    assert state_of(full, code) is State.DECLINED
    shown = words(client.page(path))
    assert "Une personne par ville" in shown
    assert "Someone" in shown
    mail = [one for one in deliver(full) if one["To"] == "mayor3@example.org"][-1]
    assert "Une personne par ville" in text_of(mail)
    assert str(mail["Subject"]).startswith("Votre inscription n’a pas été retenue")
    assert client.post(f"{path}/fly", data=token).status_code == 404


@pytest.mark.proof("the same rule on another button")
def test_cancelling_by_the_office_needs_a_reason(full: Flask) -> None:
    client: InspectingClient = full.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    code = code_of(full, 1)
    token = {"csrf_token": client.page(f"{PEOPLE}/{code}").select_one("[name=csrf_token]")["value"]}  # type: ignore[index]
    answer = client.post(f"{PEOPLE}/{code}/cancel", data=token)
    assert answer.status_code == 422
    assert "il est conservé" in answer.get_data(as_text=True)
    assert state_of(full, code) is State.CONFIRMED
    client.post(f"{PEOPLE}/{code}/cancel", data=token | {"reason": "Appel de son cabinet"})
    assert state_of(full, code) is State.CANCELLED
    assert "Appel de son cabinet" in words(client.page(f"{PEOPLE}/{code}"))


def test_with_review_an_answer_is_announced(full: Flask) -> None:
    with full.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        next(one for one in edition.places if one.mode is Mode.ON_SITE).is_reviewed = True
        registering.register(edition, submission(8, lang="fr"))
    mail = [one for one in deliver(full) if one["To"] == "mayor8@example.org"][-1]
    assert "vous enverra sa réponse par courriel" in text_of(mail)
    client = own_page(full, "mayor8@example.org")
    assert "Vous n’avez rien à faire." in words(client.page("/fr/my/"))


def test_the_day_for_answers_is_named(full: Flask) -> None:
    office: InspectingClient = full.test_client()  # type: ignore[assignment]
    sign_in(office, ("someone@example.org", "a long enough passphrase"))
    path = "/fr/manage/2031/places/on_site"
    with full.app_context():
        by = db.session.scalars(select(Edition)).one().day - timedelta(days=3)
    office.submit(path, is_reviewed="y", answer_by=by.isoformat())
    assert office.page(path).select_one("[name=answer_by]")["value"] == by.isoformat()  # type: ignore[index]
    said = {}
    for lang in ("en", "fr"):
        with full.test_request_context(), speaking(lang):
            said[lang] = " ".join(day(by).split())
    sender: InspectingClient = full.test_client()  # type: ignore[assignment]
    sender.submit("/fr/2031/register", **(MAYOR | {"email": "mayor8@example.org"}))
    told = f"Nous avons bien reçu l’inscription et y répondrons au plus tard le {said['fr']}."
    assert told in words(sender.page("/fr/2031/register/received"))
    mail = [one for one in deliver(full) if one["To"] == "mayor8@example.org"][-1]
    for part in (text_of(mail), html_of(mail)):
        assert f"par courriel au plus tard le {said['fr']}." in " ".join(part.split())
    client = own_page(full, "mayor8@example.org")
    assert told in words(client.page("/fr/my/"))
    assert f"We have received the registration and will reply by {said['en']}." in words(client.page("/en/my/"))
    with full.app_context():
        late = db.session.scalars(select(Edition.starts_at)).one() - timedelta(days=1)
    with clock.at(late):
        assert "Received. We will send our decision by email." in words(client.page("/en/my/"))


@pytest.mark.proof("the opposite of a case that stays")
def test_no_answer_is_promised_without_review(full: Flask) -> None:
    with full.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.answer_by_on = edition.day - timedelta(days=3)
        registering.register(edition, submission(8, lang="fr"))
    mail = [one for one in deliver(full) if one["To"] == "mayor8@example.org"][-1]
    assert "répondrons au plus tard" not in text_of(mail)
    assert "répondrons au plus tard" not in words(own_page(full, "mayor8@example.org").page("/fr/my/"))
