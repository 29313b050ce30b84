"""Whoever acts for somebody: what they may do, what they are told, how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, text_of
from own_pages import facts, subjects, words
from sqlalchemy import select

from assembly import clock
from assembly.access import queries as access_queries
from assembly.extensions import db
from assembly.models import Edition, Extra, Mode, Registration, State
from assembly.people.service import answering
from assembly.registration.service import accompanying, leaving, registering, waiting_list
from assembly.transactions import writing

CHANGE, ALONG = "/fr/my/change", "/fr/my/along"

LINK = re.compile(r"/r/[\w-]+")


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two places, one taken by a mayor whose office registered her."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        edition.extras = [Extra.COMPANIONS.value]
        registering.register(edition, submission(1, assistant_email="office@example.org"))
    return app


def test_an_assistant_changes_and_registers_the_next(house: Flask, opens) -> None:
    office = opens("office@example.org")
    office.submit(CHANGE, function="Bourgmestre")
    assert facts(house).function == "Bourgmestre"
    page = office.page("/fr/my/")
    assert "Vous agissez pour cette personne" in words(page)
    assert page.select_one("a[href$='data.json']") is None
    assert office.get("/fr/my/data.json").status_code == 403
    assert page.select_one("form[action$='assistants/end']") is None
    data = hidden(office.page("/fr/my/cancel")) | {"address": "office@example.org"}
    assert office.post("/fr/my/assistants/end", data=data).status_code == 403
    form = office.page("/fr/2031/register?again=office")
    assert form.select_one("#place")["value"] == "Rzeszów"
    assert form.select_one("#assistant_email")["value"] == "office@example.org"


@pytest.mark.proof("a link in an email")
def test_the_offices_email_leads_to_the_next(house: Flask, opens) -> None:
    (mail,) = [one for one in deliver(house) if one["To"] == "office@example.org"]
    (address,) = [line for line in text_of(mail).splitlines() if line.endswith("?to=another")]
    client: InspectingClient = house.test_client()  # type: ignore[assignment]
    answer = client.submit(address.removeprefix("http://localhost"))
    assert answer.location == "/fr/2031/register?again=office"
    assert client.page(answer.location).select_one("#place")["value"] == "Rzeszów"


def one_who_waits(house: Flask) -> str:
    """The second place is given; who comes third waits, and an office acts for them. Gives their code."""
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(2, place="Porto"))
        return registering.register(edition, submission(3, place="Oulu", assistant_email="third@example.org")).reference


def of_third(house: Flask) -> list[list[str]]:
    """What the person and their office were told, each in order."""
    return [subjects(house, address) for address in ("mayor3@example.org", "third@example.org")]


def act(house: Flask, verb: Callable[..., object], code: str, *more: str) -> None:
    with house.app_context(), writing():
        verb(access_queries.by_code(code), *more)
    deliver(house)


def test_the_office_hears_each_step_once(house: Flask) -> None:
    waits = one_who_waits(house)
    deliver(house)
    with house.app_context():
        first = db.session.scalars(select(Registration).order_by(Registration.id)).first().code  # type: ignore[union-attr]
    act(house, leaving.cancel, first)
    (offer,) = [one for one in deliver(house)[-2:] if one["To"] == "third@example.org"]
    assert "Une place s’est libérée pour cette personne." in text_of(offer)
    (to_person,) = [one for one in deliver(house)[-3:] if one["To"] == "mayor3@example.org"]
    assert set(LINK.findall(text_of(offer))).isdisjoint(LINK.findall(text_of(to_person)))
    act(house, waiting_list.decline_offer, waits)
    act(house, answering.give_place, waits, "Une place de plus")
    act(house, answering.decline, waits, "La salle est petite")
    assert "La salle est petite" in text_of(deliver(house)[-1])
    assert "La salle est petite" in text_of(deliver(house)[-2])
    assert of_third(house) == [
        [
            "Vous êtes sur la liste d’attente",
            "Une place s’est libérée pour vous",
            "Vous êtes toujours sur la liste d’attente",
            "Inscription confirmée",
            "Votre inscription n’a pas été retenue",
        ],
        [
            "Sur la liste d’attente",
            "Une place s’est libérée",
            "Sur la liste d’attente",
            "Inscription confirmée",
            "Inscription non retenue",
        ],
    ]


@pytest.mark.proof("the emails of test_the_office_hears_each_step_once")
def test_a_former_assistant_hears_nothing_more(house: Flask) -> None:
    """Neither of what happens later nor of what was still to be sent."""
    waits = one_who_waits(house)
    deliver(house)
    with house.app_context(), writing():
        registration = access_queries.by_code(waits)
        assert registration is not None
        answering.decline(registration, "La salle est petite")
        accompanying.revoke_assistants(registration, "third@example.org")
    deliver(house)
    act(house, answering.look_at, waits, "Un malentendu")
    act(house, leaving.cancel, waits)
    assert [len(each) for each in of_third(house)] == [3, 1]


def test_the_person_ends_the_offices_link(house: Flask, opens) -> None:
    office, mayor = opens("office@example.org"), opens("mayor1@example.org")
    mayor.submit("/fr/my/", form="form[action$='assistants/end']")
    assert "office@example.org" not in words(mayor.page("/fr/my/"))
    page = office.page("/fr/my/", 403)
    assert page.select_one("main a[href='/fr/my-link']")
    office.post("/fr/my/change")
    assert mayor.get("/fr/my/").status_code == 200
    with house.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration)).one())
    mayor.page("/fr/my/")


@pytest.mark.proof("a second edition")
def test_another_edition_fills_in_nothing_of_mine(house: Flask, opens) -> None:
    with house.app_context(), writing():
        make_edition("2032")
    client = opens("office@example.org")
    assert client.page("/fr/2032/register?again=office").select_one("#assistant_email")["value"] == ""


@pytest.mark.turns(6)
@pytest.mark.parametrize("state", [State.CONFIRMED, State.WAITING, State.OFFERED, State.SUBMITTED, State.CANCELLED])
@pytest.mark.parametrize("mode", list(Mode))
def test_an_assistant_is_not_taken_for_them(house: Flask, opens, state: State, mode: Mode) -> None:
    office = opens("office@example.org")
    with house.app_context(), writing():
        one = db.session.scalars(select(Registration)).one()
        one.state, one.mode, one.offered_until = state, mode, clock.now() + timedelta(days=1)
        one.edition.extras = [Extra.COMPANIONS.value, Extra.SESSION_SIGN_UP.value]
    said = words(office.page("/en/my/"))
    assert "You are acting for this person." in said
    found = re.findall(
        r"\b(?:you|your|me|my|I)\b.{0,20}", said.replace("You are acting for this person.", ""), re.IGNORECASE
    )
    assert [one for one in found if not one.startswith("You do not need to do")] == []


@pytest.mark.turns(5)
@pytest.mark.parametrize("page", ["cancel", "change", "along", "details", "sessions"])
def test_nothing_is_mine_for_an_assistant(house: Flask, opens, page: str) -> None:
    with house.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = [Extra.COMPANIONS.value, Extra.SESSION_SIGN_UP.value]
    assert not re.search(r"\b(my|me|I)\b", words(opens("office@example.org").page(f"/en/my/{page}")))


@pytest.mark.turns(3)
@pytest.mark.parametrize("page", ["details", "change", "hand-over", "along", "cancel"])
def test_personal_pages_tell_the_assistant_so(house: Flask, opens, page: str) -> None:
    line = "You are acting for Żaneta Łukaszewicz 1. On this page, “you” means this person."
    assert line in words(opens("office@example.org").page(f"/en/my/{page}"))
    assert line not in words(opens("mayor1@example.org").page(f"/en/my/{page}"))
