"""Quotes that their speakers approve, reword or refuse from an email."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition, Quote, QuoteRequest
from assembly.privacy.jobs import delete_contacts
from assembly.sealed import unseal
from assembly.speakers.queries import approved_quotes
from assembly.speakers.quote_requests import count_answers_to_read
from assembly.transactions import writing

QUOTES = "/en/manage/2023/quotes/"
ADDRESS = "seppo@example.org"


@pytest.fixture
def quote_page(demo_app: Flask) -> str:
    """The page in the office of a quote that nobody has approved yet."""
    with demo_app.app_context(), writing():
        quote = approved_quotes(edition())[0]
        quote.original_lang, quote.approved_at, quote.approved_by = "en", None, ""
        return QUOTES + quote.code


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


def ask(app: Flask, office: InspectingClient, quote_page: str) -> str:
    """Ask the speaker; the link they get."""
    office.submit(quote_page, form='form[action$="/ask"]', email=ADDRESS, lang="fr")
    with app.app_context():
        return f"/en/quote/{unseal(db.session.scalars(select(QuoteRequest.token_sealed)).one())}"


def ask_as_seen(office: InspectingClient, quote_page: str, seen: str, email: str = ADDRESS) -> str:
    """Ask from a page that shows an older state; what the organiser reads then."""
    fields = {"seen": seen, "email": email, "lang": "fr"}
    return office.submit(quote_page, form='form[action$="/ask"]', status=409, **fields).text


def approved(app: Flask, quote_page: str) -> str:
    """Who has approved it."""
    with app.app_context():
        return db.session.scalars(select(Quote.approved_by).where(Quote.code == quote_page[len(QUOTES) :])).one()


def test_speaker_approves_from_the_email(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link = ask(demo_app, office, quote_page)
    with demo_app.app_context():
        delete_contacts()  # the day of this assembly has passed long ago
    mail = deliver(demo_app)[-1]
    assert mail["To"].addresses[0].addr_spec == ADDRESS
    speaker = demo_app.test_client()
    assert f"/fr{link[3:]}" in text_of(mail)
    assert "De l’hôtel de ville à la rue" in speaker.get(link).text
    assert "The speaker has not answered yet." in office.page(quote_page).get_text()
    speaker.submit(link, answer="approved")
    assert "You have approved this quote." in speaker.get(link).text
    assert approved(demo_app, quote_page) == "Seppo Määttä"
    assert "Approved by the speaker" in office.page(quote_page).get_text()


def test_editor_uses_the_amended_words(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link, speaker = ask(demo_app, office, quote_page), demo_app.test_client()
    before = speaker.page(link).select_one("textarea[name=amended]").get_text(strip=True)
    assert "Change the text" in speaker.submit(link, answer="amended", status=422).text
    speaker.submit(link, answer="amended", amended="From the town hall", comment="Shorter")
    shown = office.page(quote_page).select_one("#asked").get_text()
    assert before in shown
    assert "From the town hall" in shown
    assert "Reworded by the speaker" in office.page(QUOTES).get_text()
    office.submit(quote_page, form='form[action$="use-wording"]')
    with demo_app.app_context():
        quote = db.session.scalars(select(Quote).where(Quote.code == quote_page[len(QUOTES) :])).one()
        assert (quote.words.en, quote.approved_at) == ("From the town hall", None)
        assert count_answers_to_read(edition()) == 0


@pytest.mark.proof("test_words_changed_meanwhile_are_not_approved")
def test_words_changed_since_are_not_approved(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link, speaker = ask(demo_app, office, quote_page), demo_app.test_client()
    seen = speaker.page(link).select_one("[name=seen]")["value"]
    office.submit(quote_page, words_en="Something else")
    assert "Someone else has changed this" in speaker.submit(link, answer="approved", seen=seen, status=409).text
    assert approved(demo_app, quote_page) == ""
    typed = {"answer": "amended", "amended": "My own words", "seen": seen}
    page = speaker.submit(link, status=409, **typed).text
    assert page.index("The quote now reads:") < page.index("Something else") < page.index("My own words")


@pytest.mark.proof("test_words_changed_meanwhile_are_not_approved")
def test_old_page_erases_no_answer(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link, speaker = ask(demo_app, office, quote_page), demo_app.test_client()
    old = office.page(quote_page).select_one('form[action$="/ask"] [name=seen]')["value"]
    speaker.submit(link, answer="amended", amended="From the town hall")
    assert "Someone else has changed this" in ask_as_seen(office, quote_page, old)
    assert speaker.get(link).status_code == 200
    ask(demo_app, office, quote_page)
    assert "From the town hall" in office.page(quote_page).select_one("#asked").get_text()
    assert "Someone else has changed this" in ask_as_seen(office, quote_page, old, "other@example.org")


def test_refusal_is_dealt_with_or_approved(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link, speaker = ask(demo_app, office, quote_page), demo_app.test_client()
    speaker.submit(link, answer="refused")
    assert "We would like to publish" not in speaker.get(link).text
    office.submit(quote_page, form='form[action$="/dealt-with"]')
    with demo_app.app_context():
        assert count_answers_to_read(edition()) == 0
    office.submit(quote_page, form='form[action$="/approve"]', by="Their office")
    assert "This quote is approved." in speaker.get(link).text


def test_second_link_ends_the_first(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    first = ask(demo_app, office, quote_page)
    second = ask(demo_app, office, quote_page)
    speaker = demo_app.test_client()
    assert (speaker.get(first).status_code, speaker.get(second).status_code) == (404, 200)


def test_withdrawn_approval_leaves_the_report(demo_app: Flask, office: InspectingClient, quote_page: str) -> None:
    link, speaker = ask(demo_app, office, quote_page), demo_app.test_client()
    speaker.submit(link, answer="approved")
    words = "From the city hall to the streets"
    assert words in speaker.get("/en/2023/report").text
    speaker.submit(link, answer="refused")
    for ending in ("", ".md", ".json"):
        assert words not in speaker.get(f"/en/2023/report{ending}").text, ending
    assert "1 quote that is no longer approved has been removed" in speaker.get("/en/2023/report").text
    assert "1 quote was reworded or refused" in office.page("/en/manage/2023/").get_text()
