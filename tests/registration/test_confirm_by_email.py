"""Forms beyond an allowance are confirmed by email before anybody is registered, alike for whoever is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver, text_of
from sqlalchemy import func, select
from static_checks import contents

from assembly import clock
from assembly.extensions import db
from assembly.mail.sending import mark_address
from assembly.models import BadAddress, Mail, PlaceCount, Pool, Registration, UnconfirmedForm
from assembly.registration import allowances
from assembly.registration.jobs import forget_unconfirmed
from assembly.registration.service import registering
from assembly.transactions import writing

REGISTER, RECEIVED = "/fr/2031/register", "/fr/2031/register/received"
RESERVED = "Votre place est réservée"
LINK = re.compile(r"http://localhost(/\w\w/confirm/\S+)")
RANDOM = re.compile(rb'(name="csrf_token" value=)"[^"]+"')


@pytest.fixture
def house(app: Flask) -> Flask:
    """An edition at which mayor 1 is registered."""
    with app.app_context(), writing():
        registering.register(make_edition(), submission(1, lang="fr"))
    deliver(app)
    return app


@pytest.fixture
def full(house: Flask) -> Flask:
    """The same, where every form is one too many of its visitor."""
    allow_visitor(house, 0)
    return house


def allow_visitor(app: Flask, hourly: int) -> None:
    app.config["ASSEMBLY"] = replace(app.config["ASSEMBLY"], registrations_per_hour=hourly)


def count(app: Flask, noun: type[Any]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(noun)) or 0


def links(app: Flask, address: str) -> list[str]:
    found = [LINK.search(text_of(one)) for one in deliver(app) if one["To"] == address]
    return [one[1] for one in found if one]


def many(client: InspectingClient, amount: int, **changes: str) -> None:
    form = filled(client.page(REGISTER).select_one("main form"), MAYOR | changes)
    for number in range(amount):
        one = {"key": f"{number:032x}", "family": "L" + "u" * number}
        one |= {} if "email" in changes else {"email": f"one{number}@example.org"}
        assert client.post(REGISTER, data=form | one).status_code == 303


def test_one_visitor_registers_so_many_an_hour(house: Flask, client: InspectingClient) -> None:
    allow_visitor(house, 2)
    start = clock.now()
    with clock.at(start):
        many(client, 3)
        assert (count(house, Registration), count(house, UnconfirmedForm)) == (3, 1)
        assert "one2@example.org" in client.page(RECEIVED).text
        (link,) = links(house, "one2@example.org")
        client.submit(link)
    assert count(house, Registration) == 4
    with clock.at(start + timedelta(hours=1, minutes=1)):
        client.submit(REGISTER, **MAYOR)
        assert count(house, Registration) == 5


def test_addresses_of_one_network_are_one_visitor(house: Flask, client: InspectingClient) -> None:
    allow_visitor(house, 1)
    form = filled(client.page(REGISTER).select_one("main form"), MAYOR)
    for number, address in enumerate(
        ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "::ffff:192.0.2.1", "192.0.2.1")
    ):
        one = {"key": f"{number:032x}", "email": f"one{number}@example.org"}
        client.post(REGISTER, data=form | one, environ_base={"REMOTE_ADDR": address})
    assert (count(house, Registration), count(house, UnconfirmedForm)) == (4, 2)


def test_one_address_is_asked_once_an_hour(
    house: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "TO_ONE_ADDRESS", ("1 per hour", "1 per day"))
    start = clock.now()
    with clock.at(start):
        many(client, 4, email="stranger@example.org")
        assert (count(house, Registration), count(house, UnconfirmedForm)) == (2, 3)
        (link,) = links(house, "stranger@example.org")
        assert len(client.page(link).select("article")) == 3
    with clock.at(start + timedelta(hours=1, minutes=1)):
        client.submit(REGISTER, **(MAYOR | {"email": "stranger@example.org"}))
        assert len(links(house, "stranger@example.org")) == 2


@pytest.mark.proof("after the person's own link alone")
def test_a_second_press_takes_nothing_over(full: Flask, client: InspectingClient, opens: Callable[..., Any]) -> None:
    """Whoever was asked may correct the address until the person has opened their own link, and not again."""
    start = clock.now()
    with clock.at(start):
        client.submit(REGISTER, **MAYOR)
        (link,) = links(full, MAYOR["email"])
        press = filled(client.page(link).select_one("main form"), {})
        client.post(link, data=press)
        assert client.page(RECEIVED).select_one("form[action$=correct-address]")
    with clock.at(start + timedelta(minutes=5)):
        opens(MAYOR["email"])
    with clock.at(start + timedelta(hours=1)):
        assert not client.page(link).select_one("main form")
        assert client.post(link, data=press).status_code == 303
        assert not client.page(RECEIVED).select_one("form[action$=correct-address]")


@pytest.mark.proof("a second allowance of the same limiter")
def test_visitor_asks_only_so_many(full: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "ASKED_OF_ONE_VISITOR", "1 per hour")
    client.submit(REGISTER, **MAYOR)
    assert "Rien n’est perdu" in client.submit(REGISTER, status=429, **(MAYOR | {"email": "b@example.org"})).text
    assert count(full, UnconfirmedForm) == 1


def test_nothing_is_told_held_or_counted_before(full: Flask, client: InspectingClient) -> None:
    pages = []
    with full.app_context():
        taken = db.session.scalars(select(Pool.taken)).one()
    for number in (1, 2):  # the first is registered already
        names = {"given": "Żaneta", "family": "Łukaszewicz 1", "email": f"mayor{number}@example.org"}
        client.submit(REGISTER, **(MAYOR | names))
        pages.append(RANDOM.sub(rb"\1", client.get(RECEIVED).data).replace(f"mayor{number}@".encode(), b"@"))
    assert pages[0] == pages[1]
    assert "n’est pas encore terminée" in pages[0].decode()
    assert count(full, Registration) == 1
    with full.app_context():
        assert db.session.scalars(select(Pool.taken)).one() == taken
        letters = db.session.scalars(select(Mail).where(Mail.template == "confirm_registration")).all()
        assert [one.edition_id for one in letters] == [None, None]
    for number in (1, 2):
        assert len(links(full, f"mayor{number}@example.org")) == 1


def test_button_pressed_twice_registers_once(full: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR)
    (link,) = links(full, MAYOR["email"])
    before = contents(full)
    drawn = filled(client.page(link).select_one("main form"), {})
    assert contents(full) == before
    for _press in range(2):
        assert client.post(link, data=drawn).headers["Location"] == RECEIVED
        assert RESERVED in client.page(RECEIVED).text
    assert count(full, Registration) == 2
    assert len([one for one in deliver(full) if one["To"] == MAYOR["email"]]) == 2


@pytest.mark.proof("the same form twice is in test_register")
def test_form_sent_again_asks_once(full: Flask, client: InspectingClient) -> None:
    form = filled(client.page(REGISTER).select_one("main form"), MAYOR)
    assert [client.post(REGISTER, data=form).status_code for _time in range(2)] == [303, 303]
    assert client.post(REGISTER, data=form | {"given": "Anna"}).status_code == 409
    assert len(links(full, MAYOR["email"])) == count(full, UnconfirmedForm) == 1


def test_form_answered_before_is_not_asked(house: Flask, client: InspectingClient) -> None:
    form = filled(client.page(REGISTER).select_one("main form"), MAYOR)
    for hourly in (1, 0):
        allow_visitor(house, hourly)
        client.post(REGISTER, data=form)
        assert RESERVED in client.page(RECEIVED).text
    assert count(house, UnconfirmedForm) == 0


@pytest.mark.proof("the waiting list after a confirmation")
def test_whoever_confirms_late_joins_waiting_list(full: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR)
    with full.app_context(), writing():
        db.session.scalars(select(Pool)).one().size = 1  # and mayor 1 has it
    client.submit(links(full, MAYOR["email"])[0])
    assert "position 1" in client.page(RECEIVED).text


@pytest.mark.proof("when one count is made")
def test_other_address_is_counted_at_the_press(
    full: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.submit(REGISTER, **(MAYOR | {"assistant_email": "office@example.org"}))
    (link,) = links(full, MAYOR["email"])
    monkeypatch.setattr(allowances, "TO_ONE_ADDRESS", ("0 per hour",))
    assert "Rien n’est perdu" in client.submit(link, status=429).text
    assert count(full, Registration) == 1


@pytest.mark.proof("the same question to another address")
def test_assistant_over_the_allowance_is_asked(
    house: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "TO_ONE_ADDRESS", ("1 per hour",))
    many(client, 2, assistant_email="office@example.org")
    assert len(links(house, "office@example.org")) == 1
    assert links(house, "one1@example.org") == []


def test_unconfirmed_form_is_gone_after_a_day(full: Flask, client: InspectingClient) -> None:
    client.submit(REGISTER, **MAYOR)
    (link,) = links(full, MAYOR["email"])
    with full.app_context(), writing():
        for address in (MAYOR["email"], "mayor1@example.org"):
            mark_address(address, "no mailbox")
    with full.app_context(), clock.at(clock.now() + timedelta(days=1)):
        forget_unconfirmed()
        assert client.get(link).status_code == 404
        addresses = set(db.session.scalars(select(Mail.to_address)))
        assert set(db.session.scalars(select(BadAddress.email_key))) == {"mayor1@example.org"}
    assert count(full, UnconfirmedForm) == 0
    assert addresses == {None}
    assert count(full, Registration) == 1


@pytest.mark.proof("closed meanwhile")
def test_closed_registration_keeps_no_form(full: Flask, client: InspectingClient) -> None:
    form = filled(client.page(REGISTER).select_one("main form"), MAYOR)
    with full.app_context(), writing():
        for one in db.session.scalars(select(PlaceCount)):
            one.closes_at = clock.now()
    assert client.post(REGISTER, data=form).status_code == 409
    assert count(full, UnconfirmedForm) == 0
