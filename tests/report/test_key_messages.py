"""Key messages of sessions in the report: in both languages, of public sessions that took place, with their source."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from article import first_assembly
from factories import sign_in
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.i18n import speaking
from assembly.models import Bilingual, Session
from assembly.report import queries, service
from assembly.report.claims import claims
from assembly.report.facts import from_json
from assembly.transactions import writing

MESSAGES = Bilingual("Share what works.\nSay what it costs.", "Partager ce qui marche.\nDire ce que cela coûte.")
RESULTS = "/en/manage/2023/results"
HEADLINES = {"title_en": "EU Mayors pledge to leave no one behind", "title_fr": "Les maires s’engagent"}


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def session() -> Session:
    """The debate of the first assembly."""
    return next(one for one in draft(first_assembly()) if one.title.en == "Leading by Examples")


def tell(app: Flask, text: Bilingual = MESSAGES) -> str:
    """Write the key messages of the debate; its code."""
    with app.app_context(), writing():
        session().key_messages = text
        return session().code


def stated() -> list[str]:
    facts = queries.facts(first_assembly(), date(2023, 6, 30))
    return [one.text for one in claims(facts) if one.source]


@pytest.mark.turns(2)
@pytest.mark.parametrize(("lang", "source"), [("en", "Leading by Examples"), ("fr", "Montrer l’exemple")])
def test_key_messages_name_their_session(demo_app: Flask, office: InspectingClient, lang: str, source: str) -> None:
    code = tell(demo_app)
    assert "Share what works." not in office.get("/en/2023/report").get_data(as_text=True)  # before it is corrected
    office.submit(RESULTS, **HEADLINES)
    block = office.page(f"/{lang}/2023/report").select_one("section.messages")
    assert [one.get_text() for one in block.select("p")] == MESSAGES.in_language(lang).splitlines()
    assert source in block.select_one("h3").get_text()
    assert block.select_one("a")["href"] == f"/{lang}/2023/agenda/{code}"
    data = office.get(f"/{lang}/2023/report.json").get_json()
    assert [one["source"]["session"] for one in data["claims"] if "source" in one] == [code]
    pages = pypdfium2.PdfDocument(office.get(f"/{lang}/2023/report.pdf").data)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert MESSAGES.in_language(lang).splitlines()[0] in " ".join(text.split())


@pytest.mark.proof("test_only_public_sessions_that_took_place_count")
def test_one_language_is_left_out_and_said(demo_app: Flask, office: InspectingClient) -> None:
    code = tell(demo_app, Bilingual(en="Only English"))
    page = office.page(RESULTS)
    assert page.select_one(f'main a[href$="programme/{code}"]')
    assert "Only English" not in page.get_text()


def test_only_public_sessions_that_took_place_count(demo_app: Flask) -> None:
    tell(demo_app)
    with demo_app.app_context(), speaking("en"):
        assert stated() == [MESSAGES.en]
        with clock.at(session().starts_at):
            assert stated() == []
        with writing():
            debate = session()
            draft_only = add_session(
                first_assembly(),
                kind=debate.kind,
                title=Bilingual("Draft", "Brouillon"),
                abstract=Bilingual(),
                starts_at=debate.starts_at,
                ends_at=debate.ends_at,
                key_messages=Bilingual("Draft message", "Message du brouillon"),
            )
            draft_only.hidden = True
        assert stated() == [MESSAGES.en]
        with writing():
            session().hidden = True
            publish_programme(first_assembly(), name="Cancelled", note=Bilingual("Gone", "Parti"))
        assert stated() == []


def test_older_sheet_is_read_not_corrected(demo_app: Flask) -> None:
    """Sheets of before key messages and captions were read lack them; the same facts are no correction."""
    newer = ("original", "caption", "session")
    with demo_app.app_context():
        report = queries.report_of(first_assembly())
        assert report is not None
        old = {key: value for key, value in report.sheet.facts.items() if key != "key_messages"}
        old["quotes"] = [{key: value for key, value in one.items() if key not in newer} for one in old["quotes"]]
        with writing():
            report.sheet.facts = old
        assert from_json(old).key_messages == ()
        with writing():
            assert service.publish(first_assembly(), title=report.title).sheet.number == 1
