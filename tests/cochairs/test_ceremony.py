"""The ceremony: in order, present or not, signed on stage; it never makes a signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from cochairs import DESK, come_in, person, register_as, speak
from cochairs import add as session_of_the_day
from directory import make
from flask import Flask
from inspector import InspectingClient
from signers import interest
from sqlalchemy import select

from assembly import clock
from assembly.cochairs import queries
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    CeremonyPlace,
    Community,
    Edition,
    Entry,
    SessionKind,
    Signature,
    Signing,
)
from assembly.signatures.service import beginning
from assembly.speakers.queries import mandates_on
from assembly.transactions import writing

CEREMONY = f"{DESK}/ceremony"


@pytest.fixture(autouse=True)
def in_the_hall(app: Flask, begins: datetime) -> Iterator[None]:
    """Ten minutes after the beginning, with more cities in the directory."""
    with app.app_context(), writing():
        for name in ("turku", "ghent"):
            make(name)
    with clock.at(begins + timedelta(minutes=10)):
        yield


def add(office: InspectingClient, *names: str) -> None:
    for name in names:
        office.submit(CEREMONY, form=f'form[action="{CEREMONY}"]', community=name, signatory=f"Mayor {name}")


def names(app: Flask) -> list[str]:
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        return [one.place.community.code for one in queries.ceremony(edition, edition.day, clock.now())]


def press(device: InspectingClient, app: Flask, name: str, what: str, status: int = 303, **answers: str) -> str:
    with app.app_context():
        rows = db.session.scalars(select(CeremonyPlace))
        code = next(one.code for one in rows if one.community.code == name)
    form = f'form[action$="/{code}/{what}"]'
    return str(device.submit(CEREMONY, form=form, status=status, **answers).get_data(as_text=True))


def card_of(device: InspectingClient, name: str) -> str:
    cards = [one.get_text(" ", strip=True) for one in device.page(CEREMONY).select("article")]
    return next(one for one in cards if name.title() in one)


@pytest.mark.database("proof")
def test_cities_are_called_in_order(app: Flask, chair: InspectingClient, office: InspectingClient) -> None:
    add(office, "Turku", "Ghent", "Rzeszow", "Turku")
    assert names(app) == ["turku", "ghent", "rzeszow"]
    press(chair, app, "rzeszow", "move/up")
    press(chair, app, "turku", "move/down")
    assert names(app) == ["rzeszow", "turku", "ghent"]
    press(office, app, "turku", "remove")
    assert names(app) == ["rzeszow", "ghent"]
    answer = office.submit(CEREMONY, form=f'form[action="{CEREMONY}"]', status=409, community="Ghent")
    assert "already part of the signing ceremony" in answer.get_data(as_text=True)
    adding = str(office.page(CEREMONY).find("a", string="Add it to the directory")["href"])
    back = office.submit(adding, native_name="Vaasa", kind="municipality", country="FI").location
    assert back == f"{CEREMONY}#add"


@pytest.mark.database("proof")
def test_who_is_present_comes_from_the_entrances(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    add(office, "Rzeszow", "Turku")
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        with clock.at(begins - timedelta(days=5)):
            guest = register_as(edition, "Ana", "Álvarez", 1, place="Rzeszow")
        come_in(guest, clock.now())
    assert "not here yet" in card_of(chair, "turku")
    assert "present" in card_of(chair, "rzesz")
    press(chair, app, "turku", "present/yes")
    assert "present (set manually)" in card_of(chair, "turku")
    press(chair, app, "turku", "present/entrances")
    assert "not here yet" in card_of(chair, "turku")


def test_signed_now_records_the_moment_alone(app: Flask, chair: InspectingClient, office: InspectingClient) -> None:
    add(office, "Turku")
    press(chair, app, "turku", "signed")
    said = card_of(office, "turku")
    assert "Signed on stage at 09:10 noted by Someone" in said
    assert "Not in the public list of signatures" in said
    with app.app_context():
        assert db.session.scalars(select(Signature)).all() == []
        place = db.session.scalars(select(CeremonyPlace)).one()
        assert place.signed_at == clock.now()


def test_wrong_press_is_undone(app: Flask, chair: InspectingClient, office: InspectingClient) -> None:
    add(office, "Turku")
    press(chair, app, "turku", "signed")
    assert "Someone else has changed this" in press(office, app, "turku", "undo", 409, seen="2020-01-01T00:00:00+00:00")
    press(office, app, "turku", "undo")
    assert "Signed on stage" not in card_of(chair, "turku")
    with app.app_context():
        verbs = list(db.session.scalars(select(Entry.verb).where(Entry.noun == "ceremony").order_by(Entry.n)))
        assert verbs == ["added", "signed on stage", "signed on stage undone"]


@pytest.mark.proof("test_signed_now_records_the_moment_alone")
def test_the_first_moment_stays(app: Flask, chair: InspectingClient, office: InspectingClient) -> None:
    add(office, "Turku")
    page = chair.page(CEREMONY).select_one('form[action$="signed"]')
    token = page.select_one("[name=csrf_token]")["value"]
    for minutes in (0, 5):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            chair.post(page["action"], data={"csrf_token": token})
    assert "09:10" in card_of(chair, "turku")


@pytest.mark.proof("test_wrong_press_is_undone changes after signing")
def test_a_signed_place_is_not_removed(app: Flask, chair: InspectingClient, office: InspectingClient) -> None:
    add(office, "Turku")
    page = office.page(CEREMONY).select_one('form[action$="remove"]')
    press(chair, app, "turku", "signed")
    answer = office.post(page["action"], data={"csrf_token": page.select_one("[name=csrf_token]")["value"]})
    assert answer.status_code == 409
    assert "marked as having signed" in answer.get_data(as_text=True)


def test_expected_signatories_added_in_one_press(app: Flask, office: InspectingClient, chair: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        code = beginning.start(edition, interest(place="turku", at_assembly=True)).reference
        signing = db.session.scalars(select(Signing).where(Signing.code == code)).one()
        beginning.confirm(signing)
        signing.community = make("oulu")
        signing.at_assembly = True
        signer = signing.signer
    assert signer not in chair.page(CEREMONY).get_text()
    office.submit(CEREMONY, form='form[action*="/from/"]')
    assert signer in card_of(chair, "oulu")
    assert office.page(CEREMONY).select_one('form[action*="/from/"]') is None


@pytest.mark.turns(2)
@pytest.mark.parametrize("typed", ["", "No such city"])
def test_only_the_directory_signs(office: InspectingClient, typed: str) -> None:
    form = f'form[action="{CEREMONY}"]'
    answer = office.submit(CEREMONY, form=form, status=422, community=typed, signatory="A kept name")
    assert "Choose one from the list." in answer.get_data(as_text=True)
    assert "A kept name" in answer.get_data(as_text=True)


def test_a_co_chair_changes_no_list(chair: InspectingClient) -> None:
    page = chair.page(CEREMONY)
    assert page.select_one('input[name="community"]') is None
    token = page.select_one("[name=csrf_token]")["value"]
    assert chair.post(CEREMONY, data={"csrf_token": token, "community": "Turku"}).status_code == 403


@pytest.mark.proof("test_cities_are_called_in_order adds by name")
def test_a_signatory_of_the_programme_is_offered(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        session = session_of_the_day(edition, "Signatures", 75, 90, kind=SessionKind.SIGNING)
        mayor = person("Eva", "Ek", "Mayor of Turku")
        mayor_of = mandates_on(mayor, edition)[0]
        mayor_of.community = db.session.scalars(select(Community).where(Community.code == "turku")).one()
        speak(session, mayor, role=AppearanceRole.SIGNATORY)
        code = session.code
    there = office.page(f"/en/manage/2031/programme/{code}")
    page = office.page(str(there.find("a", string="Order of the signing ceremony")["href"]))
    assert any(one["href"].endswith(f"/programme/{code}") for one in page.select("main a"))
    adding = str(page.select_one("a[href*=signatory]")["href"])
    office.submit(adding, form=f'form[action="{CEREMONY}"]')
    assert names(app) == ["turku"]
    assert office.page(CEREMONY).select_one("a[href*=signatory]") is None
