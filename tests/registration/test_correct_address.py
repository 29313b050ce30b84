"""A mistyped address: corrected from the page after the form, alike for whoever is or is not registered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from factories import MAYOR, make_edition, make_user, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in, text_of
from sqlalchemy import select

from assembly import clock
from assembly.badges.service import Which, prepare_batch
from assembly.extensions import db
from assembly.models import Badge, Edition, Registration, State, User
from assembly.registration.sent_form import SentForm
from assembly.registration.service import registering
from assembly.transactions import writing

REGISTER, THANKS = "/en/2031/register", "/en/2031/register/received"
CORRECT = "form[action$=correct-address]"
TYPED, RIGHT = "cabinet.rzeszow@example.org", "office@rzeszow.example.org"
RANDOM = re.compile(rb'(name="csrf_token" value=)"[^"]+"')


@pytest.fixture(params=["unknown", "known"])
def house(request: pytest.FixtureRequest, app: Flask) -> Flask:
    """An edition at which the mayor is, or is not, registered."""
    names = {"given": MAYOR["given"], "family": MAYOR["family"], "email": TYPED, "lang": "en"}
    with app.app_context(), writing():
        edition = make_edition()
        if request.param == "known":
            registering.register(edition, submission(1, **names))
    deliver(app)
    return app


def correct(client: InspectingClient, address: str, status: int = 303) -> Any:
    return client.submit(THANKS, form=CORRECT, status=status, email=address)


def to(app: Flask, address: str) -> list[EmailMessage]:
    return [one for one in deliver(app) if one["To"] == address]


def registered(app: Flask) -> dict[str, State]:
    with app.app_context():
        rows = db.session.scalars(select(Registration).order_by(Registration.id))
        return {str(one.person.email): one.state for one in rows}


def seen(client: InspectingClient) -> bytes:
    return RANDOM.sub(rb"\1", client.get(THANKS).data)


@pytest.mark.turns(2)
def test_the_thanks_page_names_address_and_person(house: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR | {"email": "Cabinet.Rzeszow@example.org"})
    said = client.page(THANKS).select_one("main")
    assert f"The email goes to {MAYOR['given']} {MAYOR['family']} at: Cabinet.Rzeszow@example.org" in said.get_text()  # type: ignore[union-attr]


def test_the_right_address_gets_everything(house: Flask, client: InspectingClient) -> None:
    known = registered(house)
    client.submit(REGISTER, **MAYOR)
    correct(client, RIGHT)
    assert RIGHT in client.page(THANKS).select_one("main").get_text()  # type: ignore[union-attr]
    (letter,) = to(house, RIGHT)
    client.submit(link_in(letter))
    assert MAYOR["family"] in client.page("/en/my/").get_text()
    assert registered(house) == known | {RIGHT: State.CONFIRMED}


@pytest.mark.parametrize(("is_prepared", "numbers"), [(False, [1, 2]), (True, [1])])
def test_a_code_in_wrong_mailbox_is_lost(
    app: Flask, client: InspectingClient, is_prepared: bool, numbers: list[int]
) -> None:
    """Unless a badge with it is prepared: nobody but a stranger holds it otherwise."""
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
    client.submit(REGISTER, **MAYOR)
    with app.app_context(), writing():
        here, user = db.session.scalars(select(Edition)).one(), db.session.scalars(select(User.id)).one()
        if is_prepared:
            prepare_batch(here, Which.NEW, user)
    correct(client, RIGHT)
    with app.app_context():
        assert [one.number for one in db.session.scalars(select(Badge).order_by(Badge.id))] == numbers


@pytest.mark.turns(2)
def test_a_second_click_and_a_second_correction(house: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR)
    for address in ("wrong@example.org", "wrong@example.org", RIGHT):
        correct(client, address)
        deliver(house)
    assert [len(to(house, one)) for one in ("wrong@example.org", RIGHT)] == [1, 1]
    assert "wrong@example.org" not in registered(house)


@pytest.mark.turns(2)
def test_an_opened_link_ends_corrections(house: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR)
    form = client.page(THANKS).select_one(CORRECT)
    token = form.select_one("[name=csrf_token]")["value"]  # type: ignore[union-attr,index]
    house.test_client().submit(link_in(to(house, TYPED)[-1]))  # type: ignore[attr-defined]
    assert client.page(THANKS).select_one(CORRECT) is None
    before = registered(house)
    answer = client.post("/en/2031/register/correct-address", data={"csrf_token": token, "email": RIGHT})
    assert (answer.status_code, registered(house), to(house, RIGHT)) == (409, before, [])


@pytest.mark.turns(2)
def test_addresses_of_somebody_registered_are_told_so(house: Flask, client: InspectingClient) -> None:
    names = {"given": MAYOR["given"], "family": MAYOR["family"], "email": RIGHT, "lang": "en"}
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, **names))
    deliver(house)
    known = registered(house)
    client.submit(REGISTER, **MAYOR)
    correct(client, RIGHT)
    assert "You are already registered" in text_of(to(house, RIGHT)[-1])
    assert {who: state for who, state in registered(house).items() if state is State.CONFIRMED} == known
    assert client.page(THANKS).select_one(CORRECT) is not None
    correct(client, "third@example.org")
    assert to(house, "third@example.org") == []


def test_pages_are_the_same_byte_for_byte(app: Flask) -> None:
    """The same steps for somebody registered and for somebody unknown, in two rooms of the same size."""
    pages, remembered, told_at = [], [], clock.now()
    for known in (True, False):
        slug = f"209{int(known)}"  # no year in which a test runs: pages name that as well
        names = {"given": MAYOR["given"], "family": MAYOR["family"], "email": TYPED, "lang": "en"}
        with app.app_context(), writing():
            edition = make_edition(slug, size=None)
            if known:
                registering.register(edition, submission(1, **names))
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        client.submit(f"/en/{slug}/register", **MAYOR)
        steps = [client.get(f"/en/{slug}/register/received").data]
        for address, status in ((RIGHT, 303), ("nowhere", 422)):
            answer = client.submit(f"/en/{slug}/register/received", form=CORRECT, status=status, email=address)
            steps += [answer.data, client.get(f"/en/{slug}/register/received").data]
        pages.append([RANDOM.sub(rb"\1", one).replace(slug.encode(), b"") for one in steps])
        with client.session_transaction() as kept, app.app_context():
            told = SentForm.read(kept["received"])
            assert told is not None
            remembered.append(replace(told, edition="", submission=replace(told.submission, key=""), sent_at=told_at))
    assert pages[0] == pages[1]
    assert remembered[0] == remembered[1]


def the_link(letter: EmailMessage) -> str:
    (path,) = re.findall(r"http://localhost(/\w\w/new-address/[\w=-]+)", text_of(letter))
    return str(path)


@pytest.fixture
def mine(app: Flask, opens: Any) -> InspectingClient:
    """The own page of a mayor."""
    with app.app_context(), writing():
        registering.register(make_edition(), submission(1, lang="en", assistant_email="office@example.org"))
    return opens("mayor1@example.org")  # type: ignore[no-any-return]


def test_own_page_addresses_change_once_confirmed(app: Flask, mine: InspectingClient, opens: Any) -> None:
    page = mine.page("/en/my/")
    assert "mayor1@example.org" in page.select_one("dl").get_text()  # type: ignore[union-attr]
    for shown in (page, mine.page("/en/my/change")):
        assert shown.select_one("main a[href$='/my/address']")
    old = link_in(to(app, "mayor1@example.org")[-1])
    mine.submit("/en/my/address", status=200, email=RIGHT)
    (letter,) = to(app, RIGHT)
    assert list(registered(app)) == ["mayor1@example.org"]
    device: InspectingClient = app.test_client()  # type: ignore[assignment]
    device.submit(the_link(letter))
    assert RIGHT in device.page("/en/my/").select_one("dl").get_text()  # type: ignore[union-attr]
    assert list(registered(app)) == [RIGHT]
    assert mine.get("/en/my/").status_code == 403
    device.page(old, status=404)
    device.page(the_link(letter), status=404)  # it works once
    assert opens(RIGHT).get("/en/my/").status_code == 200
    with app.app_context():
        assert [one.number for one in db.session.scalars(select(Badge))] == [1]  # the code may be on paper
    office: InspectingClient = opens("office@example.org")
    assert office.get("/en/my/address").status_code == 403
    assert RIGHT not in office.page("/en/my/").select_one("dl").get_text()  # type: ignore[union-attr]


def test_address_links_work_for_a_day(app: Flask, mine: InspectingClient) -> None:
    mine.submit("/en/my/address", status=200, email=RIGHT)
    path = the_link(to(app, RIGHT)[0])
    for wrong in (path[:-4] + "AAAA", "/en/new-address/x", "/en/new-address/é"):
        mine.page(wrong, status=404)
    with clock.at(clock.now() + timedelta(days=1)):
        mine.page(path, status=404)
    assert list(registered(app)) == ["mayor1@example.org"]


@pytest.mark.proof("a rare pair of addresses")
def test_nobody_moves_onto_their_own_registration(app: Flask, mine: InspectingClient) -> None:
    with app.app_context(), writing():
        names = {"family": "Łukaszewicz 1", "email": RIGHT, "lang": "en"}
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, **names))
    mine.submit("/en/my/address", status=200, email=RIGHT)
    answer = mine.submit(the_link(to(app, RIGHT)[-1]), status=409)
    assert "another registration with this address" in answer.text
    assert set(registered(app)) == {"mayor1@example.org", RIGHT}
