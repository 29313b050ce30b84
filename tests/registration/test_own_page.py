"""The person's own page: changing until the deadline, who comes along, who acts for them. Both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from house import make_edition, submission
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from readers import as_thunderbird
from sqlalchemy import select

from assembly import clock
from assembly.editions.queries import pool_of
from assembly.extensions import db
from assembly.models import Category, Edition, Extra, Mode, Office, Person, Registration, State
from assembly.registration import service
from assembly.transactions import writing

CHANGE, ALONG = "/fr/my/change", "/fr/my/along"
BORIS = {"given": "Boris", "family": "Nowak", "category": "personal_assistant"}


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two places, one taken by a mayor whose office registered her."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        edition.extras = [Extra.COMPANIONS.value]
        service.register(edition, submission(1, assistant_email="office@example.org"))
    return app


def facts(app: Flask, seq: int = 1) -> Registration:
    with app.app_context():
        found = db.session.scalars(select(Registration).where(Registration.seq == seq, Registration.mode == Mode.ON_SITE))
        one = found.one()
        _loaded = (one.person, one.community, one.moves, one.edition.venue)
        return one


def taken(app: Flask) -> int:
    with app.app_context():
        return pool_of(db.session.scalars(select(Edition)).one(), Mode.ON_SITE).taken  # type: ignore[union-attr]


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())  # type: ignore[union-attr]


def subjects(app: Flask, address: str) -> list[str]:
    return [str(one["Subject"]).partition(" – ")[0] for one in deliver(app) if one["To"] == address]


def test_what_is_changed_is_saved_and_told_to_both(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(CHANGE, function="Adjointe au maire", name="Żaneta Łukaszewicz")
    one = facts(house)
    assert (one.function, one.badge_name, one.office) == ("Adjointe au maire", "Żaneta Łukaszewicz", Office.ELECTED)
    assert "Vos modifications sont enregistrées" in words(client.page("/fr/my/"))
    for address in ("mayor1@example.org", "office@example.org"):
        mail = [mail for mail in deliver(house) if mail["To"] == address][-1]
        assert str(mail["Subject"]).startswith("Votre inscription a changé")
        assert "Adjointe au maire" in text_of(mail)
        assert "Adjointe au maire" in html_of(mail)
    with house.app_context():
        assert db.session.scalars(select(Person.family)).one() == "Łukaszewicz 1"  # a form never changes a person


def test_nothing_changed_is_no_mail(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(CHANGE)
    assert facts(house).version == 1
    assert subjects(house, "mayor1@example.org") == ["Inscription confirmée"]
