"""A form of the office that was sent after the session had ended is there again once the same person has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import delete, select

from assembly import clock
from assembly.accounts.jobs import forget_kept_forms
from assembly.extensions import db
from assembly.models import KeptForm, Registration, SignedIn
from assembly.transactions import writing

ADD = "/en/manage/2031/people/add"
BOSS, ADA = (f"{name}@example.org" for name in ("boss", "ada"))
PASSPHRASE = "a long enough passphrase"
TYPED = {"given": "Anna", "family": "Bauer", "place": "Linz", "email": "anna@example.org", "note": "called\ttwice"}
SIGN_IN = "main form:has([name=passphrase])"


@pytest.fixture
def late(boss: InspectingClient) -> Iterator[InspectingClient]:
    """The form was filled in, and sent when the session had ended."""
    form = filled(boss.page(ADD).select_one("main form[novalidate]"), TYPED)
    with clock.at(clock.now() + timedelta(minutes=31)):
        answer = boss.post(ADD, data=form, headers={"Sec-Fetch-Mode": "navigate"})
        assert answer.status_code == 303
        yield boss


def back(client: InspectingClient, email: str) -> str:
    answer = client.submit("/en/sign-in", form=SIGN_IN, status=303, email=email, passphrase=PASSPHRASE)
    return str(answer.location)


def test_typed_form_returns_after_sign_in(app: Flask, late: InspectingClient) -> None:
    page = late.page(back(late, BOSS))
    form = page.select_one("main form")
    answer = late.post(form["action"], data=filled(form, {}))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Nothing is lost: please send the form again." in text
    assert all(f'value="{value}"' in text for value in ("Anna", "Bauer", "Linz", "anna@example.org"))
    with app.app_context():
        assert db.session.scalars(select(Registration)).all() == []
    again = BeautifulSoup(text, "html.parser").select_one("main form[novalidate]")
    assert late.post(ADD, data=filled(again, {})).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Registration)).one().badge_name == "Anna Bauer"


def test_kept_form_is_its_senders_alone(late: InspectingClient) -> None:
    there = back(late, ADA)
    assert "/sign-in/kept/" in there
    assert late.get(there).location == "/en/manage/"


def test_kept_form_is_sealed_and_goes(app: Flask, late: InspectingClient) -> None:
    with app.app_context():
        kept = db.session.scalars(select(KeptForm)).one()
        assert "Bauer" not in kept.sealed
        assert "csrf_token" not in kept.sealed
    with clock.at(clock.now() + timedelta(hours=1)), app.app_context():
        forget_kept_forms()
        assert db.session.scalars(select(KeptForm)).all() == []
    assert late.get(back(late, BOSS)).status_code == 303


@pytest.mark.parametrize("mode", ["cors", "navigate"])
def test_scripts_and_buttons_keep_nothing(app: Flask, boss: InspectingClient, mode: str) -> None:
    form = filled(boss.page(ADD).select_one("main form[novalidate]"), TYPED)
    data = form if mode == "cors" else {"csrf_token": form["csrf_token"]}
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert boss.post(ADD, data=data, headers={"Sec-Fetch-Mode": mode}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_ended_sign_in_keeps_nothing(app: Flask, boss: InspectingClient) -> None:
    """Whoever signed out, here or elsewhere, left no session to say whose form it is."""
    form = filled(boss.page(ADD).select_one("main form[novalidate]"), TYPED)
    with app.app_context(), writing():
        db.session.execute(delete(SignedIn))
    assert boss.post(ADD, data=form).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_a_proof_is_never_kept(app: Flask, boss: InspectingClient) -> None:
    form = filled(boss.page(ADD).select_one("main form[novalidate]"), TYPED)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert boss.post(ADD, data=form | {"proof": "a long enough passphrase"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []
