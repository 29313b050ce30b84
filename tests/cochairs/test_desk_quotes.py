"""A co-chair approves the words they saw, or sends them back and says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from cochairs import DESK, person
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Mandate, Quote, QuoteReturn
from assembly.speakers.facts import QuoteFacts
from assembly.speakers.queries import approved_quotes
from assembly.speakers.service.quotes import add_quote, remove_quote
from assembly.transactions import writing

QUOTES = f"{DESK}/quotes"


@pytest.fixture
def code(app: Flask, begins: datetime) -> Iterator[str]:
    """A quote that waits, while the assembly is on."""
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        who = person("Fay", "Falk", "Mayor of Elsewhere")
        mandate = db.session.scalars(select(Mandate).where(Mandate.person_id == who.id)).one()
        words = Bilingual("Together", "Ensemble")
        code = add_quote(edition, mandate, words, original_lang="en", source="zebra source").code
    with clock.at(begins + timedelta(minutes=10)):
        yield code


def quote(app: Flask) -> Quote:
    return db.session.scalars(select(Quote)).one()


def send_back(chair: InspectingClient, code: str, status: int = 303, **answers: str) -> str:
    facts = {"comment": "Say it shorter"} | answers
    return str(chair.submit(f"{QUOTES}/{code}/send-back", status=status, **facts).get_data(as_text=True))


def test_an_approval_keeps_who_and_when(app: Flask, chair: InspectingClient, code: str) -> None:
    chair.submit(QUOTES, form='form[action$="approve"]')
    with app.app_context():
        assert (quote(app).approved_by, quote(app).approved_at is not None) == ("Someone", True)
        assert [one.code for one in approved_quotes(quote(app).edition)] == [code]
    text = chair.page(QUOTES).get_text(" ", strip=True)
    assert "Approved by Someone" in text
    assert "zebra source" not in text


def test_words_changed_meanwhile_are_not_approved(app: Flask, chair: InspectingClient, code: str) -> None:
    with app.app_context(), writing():
        before = QuoteFacts.of(quote(app)).mark
        quote(app).words = Bilingual("Alone", "Seul")
    answer = chair.submit(QUOTES, form='form[action$="approve"]', status=409, seen=before)
    assert "Someone else has changed this" in answer.get_data(as_text=True)
    send_back(chair, code, 409, seen=before)
    with app.app_context():
        assert quote(app).approved_at is None


def test_quote_sent_back_waits_for_change(
    app: Flask, chair: InspectingClient, office: InspectingClient, code: str
) -> None:
    send_back(chair, code)
    send_back(chair, code)
    place = "/en/manage/2031/quotes/"
    for path in (place, place + code):
        assert "Say it shorter" in office.page(path).get_text()
    with app.app_context():
        assert len(db.session.scalars(select(QuoteReturn)).all()) == 1
    office.submit(place + code, words_en="As one")
    assert "Say it shorter" not in office.page(place).get_text()
    assert "Say it shorter" not in chair.page(QUOTES).get_text()


@pytest.mark.proof("test_quote_sent_back_waits_for_change")
def test_sending_back_ends_an_approval(app: Flask, chair: InspectingClient, code: str) -> None:
    chair.submit(QUOTES, form='form[action$="approve"]')
    send_back(chair, code)
    with app.app_context():
        assert approved_quotes(quote(app).edition) == []


def test_a_comment_is_needed(chair: InspectingClient, code: str) -> None:
    assert "Enter what should be changed." in send_back(chair, code, 422, comment="")


@pytest.mark.proof("test_quote_sent_back_waits_for_change")
def test_a_quote_sent_back_can_be_removed(app: Flask, chair: InspectingClient, code: str) -> None:
    send_back(chair, code)
    with app.app_context():
        with writing():
            remove_quote(quote(app))
        assert db.session.scalars(select(QuoteReturn)).all() == []
