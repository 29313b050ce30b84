"""Passkeys: added with a proof, good for their own site, challenge and owner alone; both factors at once."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from adjusted_rights import device
from authenticator import PRESENT, Authenticator
from factories import DOOR, ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from second_factor import (
    add_passkey,
    code_of,
    enter_by_passkey,
    options_to_enter,
    set_up_app,
    token_of,
)
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Passkey, User
from assembly.transactions import writing

TODAY, SECOND, ACCOUNT, SIGN_IN = "/en/manage/2027/", "/en/sign-in/second", "/en/account", "/en/sign-in"


@pytest.fixture
def phone(demo_client: InspectingClient) -> Authenticator:
    """The organiser's phone, its passkey added; signed in on `demo_client`."""
    sign_in(demo_client)
    made = Authenticator()
    assert add_passkey(demo_client, made).json == {"location": "/en/account/codes"}
    return made


def test_a_passkey_signs_in_alone(demo_app: Flask, demo_client: InspectingClient, phone: Authenticator) -> None:
    assert len(demo_client.page("/en/account/codes").select(".codes code")) == 10
    client = device(demo_app)
    before = client.get(SIGN_IN).headers
    answer = enter_by_passkey(client, phone)
    assert answer.json == {"location": "/en/manage/"}
    assert "session=" in answer.headers["Set-Cookie"] != before.get("Set-Cookie")
    assert client.get(TODAY).status_code == 200
    assert "last used" in demo_client.page(ACCOUNT).get_text()


def test_it_is_the_second_step(demo_app: Flask, phone: Authenticator) -> None:
    client = device(demo_app)
    assert client.submit(SIGN_IN, email=ORGANISER[0], passphrase=ORGANISER[1]).location == SECOND
    assert client.get(TODAY).status_code == 303
    assert enter_by_passkey(client, phone, SECOND).status_code == 200
    assert client.get(TODAY).status_code == 200


def test_it_leads_to_the_page_asked_for(demo_app: Flask, phone: Authenticator) -> None:
    client = device(demo_app)
    client.get("/en/manage/2027/people?q=lodz")
    assert enter_by_passkey(client, phone).json == {"location": "/en/manage/2027/people?q=lodz"}


LIES: dict[str, Any] = {
    "another key": {"key": Authenticator().key},
    "another site": {"site": "evil.example"},
    "another origin": {"origin": "https://evil.example"},
    "unknown": {"name": b"never seen"},
    "somebody else": {"user": b"aaaaaaaa"},
    "user not verified": {"flags": PRESENT},
    "an old count": {"count": -1},
    "no user": {"user": b"\xff\xfe"},
}


def lying(phone: Authenticator, what: str) -> Authenticator:
    liar = copy(phone)
    vars(liar).update(LIES[what])
    return liar


def test_what_is_not_right_is_refused(demo_app: Flask, phone: Authenticator) -> None:
    client = device(demo_app)
    for what in LIES.keys() - {"an old count"}:
        answer = enter_by_passkey(client, lying(phone, what))
        assert (answer.status_code, client.get(TODAY).status_code) == (422, 303), what
        assert "was not accepted" in answer.json["sentence"]
        phone.count += 1
    assert enter_by_passkey(client, phone).status_code == 200
    assert enter_by_passkey(device(demo_app), lying(phone, "an old count")).status_code == 422


def test_a_challenge_is_answered_once_and_soon(demo_app: Flask, phone: Authenticator) -> None:
    client = device(demo_app)
    options, headers = options_to_enter(client)
    copied, signed = client.get_cookie("session").value, phone.get(options)
    assert client.post("/en/sign-in/passkey", json=signed, headers=headers).status_code == 200
    thief = device(demo_app)
    thief.set_cookie("session", copied)
    phone.count += 1
    again = thief.post("/en/sign-in/passkey", json=phone.get(options), headers=headers)
    assert (again.status_code, thief.get(TODAY).status_code) == (422, 303)
    late = device(demo_app)
    options, headers = options_to_enter(late)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert late.post("/en/sign-in/passkey", json=phone.get(options), headers=headers).status_code == 422


def test_a_challenge_wrongly_answered_is_used_up(demo_app: Flask, phone: Authenticator) -> None:
    client = device(demo_app)
    options, headers = options_to_enter(client)
    cookie = client.get_cookie("session").value
    assert client.post("/en/sign-in/passkey", json={}, headers=headers).status_code == 422
    client.set_cookie("session", cookie)
    assert client.post("/en/sign-in/passkey", json=phone.get(options), headers=headers).status_code == 422


def test_the_challenge_of_another_browser_is_none(demo_app: Flask, phone: Authenticator) -> None:
    options, _headers = options_to_enter(device(demo_app))
    client = device(demo_app)
    _options, headers = options_to_enter(client)
    assert client.post("/en/sign-in/passkey", json=phone.get(options), headers=headers).status_code == 422


@pytest.mark.proof("more of what is not right")
def test_garbage_is_refused(demo_app: Flask) -> None:
    client = device(demo_app)
    for sent in (None, [], "x", 7, {"id": 1}, {"id": "x", "response": {"userHandle": "%"}}):
        _options, headers = options_to_enter(client)
        assert client.post("/en/sign-in/passkey", json=sent, headers=headers).status_code == 422, sent


def test_a_closed_account_stays_closed(demo_app: Flask, phone: Authenticator) -> None:
    with demo_app.app_context(), writing():
        db.session.scalars(select(User).where(User.email_key == ORGANISER[0])).one().active = False
    assert enter_by_passkey(device(demo_app), phone).status_code == 422


def test_guesses_are_counted(demo_app: Flask, phone: Authenticator) -> None:
    phone.name = b"unknown"
    with clock.at(clock.now()):
        statuses = [enter_by_passkey(device(demo_app), phone).status_code for _try in range(22)]
    assert statuses == [422] * 20 + [429] * 2


def test_nothing_is_added_without_proof(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    token = token_of(demo_client, "/en/account/passkeys/add")
    for facts in ({"name": "Phone", "proof": "wrong"}, {"name": "", "proof": ORGANISER[1]}, {"name": "Phone"}):
        answer = demo_client.post("/en/account/passkeys/options", data=facts | {"csrf_token": token})
        assert answer.status_code == 422
        assert answer.json["sentence"]
    bare = demo_client.post("/en/account/passkeys/options", data={"name": "Phone", "proof": ORGANISER[1]})
    assert bare.status_code == 400
    headers = {"X-CSRFToken": token}
    unasked = Authenticator().create({"user": {"id": "YQ"}, "challenge": "YQ"})
    assert demo_client.post("/en/account/passkeys", json=unasked, headers=headers).status_code == 422
    with demo_app.app_context():
        assert db.session.scalars(select(Passkey)).all() == []


def test_a_new_passkey_belongs_to_its_user(demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    for what in ("another site", "another origin", "user not verified"):
        assert add_passkey(demo_client, lying(Authenticator(), what)).status_code == 422, what
    assert add_passkey(demo_client, Authenticator()).status_code == 200


@pytest.mark.proof("a second owner")
def test_one_passkey_has_one_owner(demo_app: Flask, phone: Authenticator) -> None:
    other = device(demo_app)
    sign_in(other, DOOR)
    assert add_passkey(other, phone, DOOR[1]).status_code == 422


def test_a_removed_passkey_opens_nothing(demo_app: Flask, demo_client: InspectingClient, phone: Authenticator) -> None:
    link = demo_client.page(ACCOUNT).select_one('a[href$="/remove"]')["href"]
    demo_client.submit(link, status=422, proof="wrong")
    demo_client.submit(link, proof=ORGANISER[1])
    assert [text_of(mail).count("Phone") for mail in deliver(demo_app)] == [1, 1]
    assert enter_by_passkey(device(demo_app), phone).status_code == 422
    sign_in(device(demo_app))
    assert demo_client.get(link).location == ACCOUNT


def test_nobody_removes_somebody_elses(demo_app: Flask, demo_client: InspectingClient, phone: Authenticator) -> None:
    link = demo_client.page(ACCOUNT).select_one('a[href$="/remove"]')["href"]
    other = device(demo_app)
    sign_in(other, DOOR)
    token = token_of(other, "/en/account/app")
    assert other.post(link, data={"csrf_token": token, "proof": DOOR[1]}).location == ACCOUNT
    assert enter_by_passkey(device(demo_app), phone).status_code == 200


@pytest.mark.proof("both factors together")
def test_app_and_passkey_live_side_by_side(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    secret, codes = set_up_app(demo_client)
    phone = Authenticator()
    assert add_passkey(demo_client, phone).json == {"location": "/en/account"}  # there are codes already
    assert len(codes) == 10
    with clock.at(clock.now() + timedelta(minutes=1)):
        demo_client.submit("/en/account/app/off", proof=code_of(secret))
        assert "10 unused recovery codes" in demo_client.page(ACCOUNT).get_text()
        assert enter_by_passkey(device(demo_app), phone).status_code == 200
