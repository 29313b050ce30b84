"""The briefing sheet of a session in either language: complete, in order, with nothing private."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from cochairs import DESK, LEAK, register_as
from flask import Flask
from inspector import InspectingClient
from pypdf import PdfReader
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import set_hidden
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Speaker
from assembly.transactions import writing


def opening(app: Flask) -> str:
    with app.app_context():
        return draft(db.session.scalars(select(Edition)).one())[0].code


def sheet(device: InspectingClient, code: str, lang: str = "en", status: int = 200) -> str:
    answer = device.get(f"{DESK.replace('/en/', f'/{lang}/')}/briefings/{code}.pdf")
    assert answer.status_code == status
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages) if status == 200 else ""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ("Briefing sheet", "Opening", "Great Hall", "Mayor of Here", "Ana’s life", "Key words", "not confirmed"),
        ),
        ("fr", ("Note de séance", "Opening (fr)", "Grande Salle", "Mayor of Here (fr)", "La vie d’Ana", "Les clés")),
    ],
)
def test_the_sheet_says_it_all(
    app: Flask, chair: InspectingClient, begins: datetime, lang: str, words: tuple[str, ...]
) -> None:
    with app.app_context(), writing():
        here = db.session.scalars(select(Edition)).one()
        draft(here)[0].key_messages = Bilingual("Key words", "Les clés")
        register_as(here, "Ana", "Álvarez", 1)
    with clock.at(begins + timedelta(minutes=10)):
        text = sheet(chair, opening(app), lang)
    for one in (*words, "AL-va-reth"):
        assert one in text, one
    assert text.index("Ana Álvarez") < text.index("Bo Berg") < text.index("Cleo Conti") < text.index("Dag Dahl")
    assert LEAK not in text


def test_a_refused_biography_stays_out(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(Speaker)).one().agreed = False
    with clock.at(begins + timedelta(minutes=10)):
        assert "Ana’s life" not in sheet(chair, opening(app))


def test_a_hidden_session_is_the_organisers_alone(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    code = opening(app)
    with app.app_context(), writing():
        set_hidden(draft(db.session.scalars(select(Edition)).one())[0], True)
    with clock.at(begins + timedelta(minutes=10)):
        sheet(chair, code, status=404)
        sheet(office, code)
        sheet(office, "aaaaaaaa", status=404)


@pytest.mark.proof("two links; the sheet itself: test_the_sheet_says_it_all")
def test_it_is_linked_from_desk_and_session(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    code = opening(app)
    with clock.at(begins + timedelta(minutes=10)):
        for page in (chair.page(f"{DESK}/"), office.page(f"/en/manage/2031/programme/{code}")):
            links = {str(one["href"]) for one in page.select('a[href$=".pdf"]')}
            assert {f"/{lang}/manage/2031/desk/briefings/{code}.pdf" for lang in ("en", "fr")} <= links
