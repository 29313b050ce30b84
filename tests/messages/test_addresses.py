"""Email addresses: read as people type them, refused where our own emails could not be written to them."""

from __future__ import annotations

import string
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver
from sqlalchemy import select

from assembly.email_addresses import NotAnAddress, read_address
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.invitations import invitees
from assembly.messages.reading import read
from assembly.models import Mail, MailState, Person
from assembly.registration import people_table
from assembly.registration.service import registering
from assembly.tables import Row
from assembly.transactions import writing

ACCENTS, NONE, MISSING = (
    "with accents or special characters before the “@”",
    "cannot send emails to this address",
    "with an “@”",
)
READ = [
    ("o’connor@example.org", "o'connor@example.org"),
    ("info@müllheim.example.org", "info@xn--mllheim-n2a.example.org"),
    ("burgermeister@xn--mnchen-3ya.de", "burgermeister@xn--mnchen-3ya.de"),
    ("info@президент.рф", "info@xn--d1abbgf6aiiy.xn--p1ai"),
    ("mailto:office@city.eu?subject=Hello", "office@city.eu"),
    ("Anna Test <anna@city.eu>", "anna@city.eu"),
    ('"Test, Anna" <MAILTO:anna@CITY.eu>;', "anna@city.eu"),
    ("office@city.eu.", "office@city.eu"),
    (" office@city.eu, ", "office@city.eu"),
]
REFUSED = [
    ("émilie.dupont@example.org", ACCENTS),
    ("wójt@gmina-żółw.pl", ACCENTS),
    ("=?utf-8?q?abc?=@example.org", NONE),
    ("office@city", NONE),
    ("one@city.eu, two@city.eu", NONE),
    ("office.city.eu", MISSING),
    ("Anna <>", MISSING),
]


def fault_of(typed: str) -> str:
    with pytest.raises(NotAnAddress) as refused:
        read_address(typed)
    return str(refused.value.sentence)


@pytest.mark.parametrize(("typed", "address"), READ)
def test_a_pasted_address_is_read(typed: str, address: str) -> None:
    assert read_address(typed) == address


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_an_unwritable_address_is_refused(ctx: Flask, typed: str, sentence: str) -> None:
    with speaking("en"):
        assert sentence in fault_of(typed)


def test_whatever_is_read_can_be_written() -> None:
    for sign in string.printable.strip():
        for typed in (
            f"a{sign}b@example.org",
            f"{sign}@example.org",
            f"=?{sign}?=@example.org",
            f"a{sign}@example.org",
        ):
            try:
                address = read_address(typed)
            except NotAnAddress:
                continue
            mail = EmailMessage(policy=SMTP)
            mail["To"] = Address(addr_spec=address)
            sent = message_from_bytes(mail.as_bytes(), policy=default)
            assert [one.addr_spec for one in sent["To"].addresses] == [address]


def test_every_way_in_reads_addresses_alike() -> None:
    """Forms, imports and the command line share one reader: nobody else asks the library."""
    asking = [file.name for file in Path("assembly").rglob("*.py") if "email_validator" in file.read_text()]
    assert asking == ["email_addresses.py"]


@pytest.mark.turns(3)
@pytest.mark.parametrize(("typed", "address"), READ[:3])
def test_an_email_reaches_what_was_typed(
    demo_client: InspectingClient, demo_app: Flask, typed: str, address: str
) -> None:
    demo_client.submit("/en/2027/register", **(MAYOR | {"email": typed}))
    (mail,) = deliver(demo_app)
    assert mail["To"] == address


def test_the_form_refuses_what_cannot_be_written(demo_client: InspectingClient, demo_app: Flask) -> None:
    answer = demo_client.submit("/en/2027/register", status=422, **(MAYOR | {"email": REFUSED[0][0]}))
    assert ACCENTS in answer.text
    assert f'value="{REFUSED[0][0]}"' in answer.text
    assert deliver(demo_app) == []


@pytest.mark.parametrize(("typed", "address"), READ[:3])
def test_the_imports_read_addresses_as_forms_do(ctx: Flask, typed: str, address: str) -> None:
    cells = {"given": "Anna", "family": "Test", "place": "Porto", "email": typed}
    assert people_table.said(Row(2, cells, []), {}).values["email"] == address
    guests = invitees.Guests({}, {})
    (judged,) = invitees.judge([Row(2, cells, [])], {}, invitees.Places([]), {}, guests, "en")
    assert judged.who
    assert judged.who.email == address


def test_the_imports_refuse_what_forms_refuse(ctx: Flask) -> None:
    cells = {"given": "Anna", "family": "Test", "place": "Porto", "email": "émilie.dupont@example.org"}
    with speaking("en"):
        ((_cell, people_fault),) = people_table.said(Row(2, cells, []), {}).faults
        guests = invitees.Guests({}, {})
        (judged,) = invitees.judge([Row(2, cells, [])], {"email": 2}, invitees.Places([]), {}, guests, "en")
    assert ACCENTS in people_fault
    assert [ACCENTS in sentence for _cell, sentence in judged.faults] == [True]


def test_what_cannot_be_written_is_never_sent(demo_app: Flask) -> None:
    """An address stored before, and one deleted since."""
    with demo_app.app_context():
        with writing():
            edition = make_edition()
            for number in (1, 2):
                registering.register(edition, submission(number))
            first, second = db.session.scalars(select(Person).order_by(Person.id.desc()).limit(2))
            first.email, second.email = "émilie@example.org", None
        assert deliver(demo_app) == []
        found = db.session.scalars(select(Mail).where(Mail.edition_id == edition.id))
        mails = {mail.person_id: mail for mail in found}
        assert (mails[first.id].state, mails[first.id].error) == (MailState.FAILED, "NotAnAddress")
        assert mails[second.id].state is MailState.DROPPED
        assert read(mails[first.id])


def test_an_address_stored_before_is_written(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            registering.register(make_edition(), submission(1))
            person = db.session.scalars(select(Person).where(Person.email == "mayor1@example.org")).one()
            person.email = "o’connor@müllheim.example.org"
        (mail,) = deliver(demo_app)
        assert mail["To"] == "o'connor@xn--mllheim-n2a.example.org"
        assert db.session.scalars(select(Mail.state).where(Mail.person_id == person.id)).all() == [MailState.SENT]
