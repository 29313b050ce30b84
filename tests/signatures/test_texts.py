"""The text of the declaration: missing and said so, entered, corrected, and linked to what was signed."""

from __future__ import annotations

import pypdfium2
import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from signers import brought_to, forward
from sqlalchemy import select

from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Bilingual, Signing, SigningState
from assembly.signatures import queries
from assembly.signatures.documents import paper
from assembly.signatures.service.declaration import save_declaration
from assembly.transactions import writing

OFFICE = "/en/manage/2027/signatures/"
PAGE = f"{OFFICE}declaration/"
FIRST = Bilingual("We join forces.\n\nFor all citizens.", "Nous unissons nos forces.\n\nPour tous.")
SECOND = Bilingual("We join our forces.", "Nous unissons toutes nos forces.")


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def office_of(app: Flask) -> InspectingClient:
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client)
    return client


def test_a_missing_text_is_never_a_summary(demo_app: Flask, demo_client: InspectingClient) -> None:
    assert "missing from this site" in demo_client.page("/en/declaration").get_text()
    assert "Only a summary" in demo_client.page("/en/declaration").get_text()
    assert "The text is missing" in office_of(demo_app).page(PAGE).get_text()


def test_an_organiser_enters_and_corrects_the_text(demo_app: Flask, demo_client: InspectingClient) -> None:
    office = office_of(demo_app)
    office.submit(PAGE, status=422, text_en="Only English", text_fr="")
    office.submit(PAGE, text_en=FIRST.en, text_fr=FIRST.fr)
    office.submit(PAGE, text_en=FIRST.en, text_fr=FIRST.fr)  # the same text is no new version
    office.submit(PAGE, text_en=SECOND.en, text_fr=SECOND.fr)
    rows = office.page(PAGE).select("dl.facts > div")
    assert [row.dt.get_text(strip=True).split()[1].strip(",") for row in rows] == ["2", "1"]
    assert "Olga Organiser" in rows[0].dd.get_text()
    assert "For all citizens." in office.page(f"{PAGE}1").get_text()
    public = demo_client.page("/fr/declaration").get_text()
    assert SECOND.fr in public
    assert "résumé" not in public


def test_what_was_signed_keeps_its_version(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            save_declaration(FIRST, seen=0)
            signing = brought_to(SigningState.CHECKING)
        with writing():
            save_declaration(SECOND, seen=1)
            forward(signing, SigningState.SIGNED)
            later = brought_to(SigningState.CHECKING, place="Espoo", email="a@espoo.example.org")
        assert signing.declaration.text == FIRST
        assert later.declaration.text == SECOND
        code = signing.code
    page = office_of(demo_app).page(PAGE).get_text()
    assert "1 signed document uses this version." in page
    assert "Version 1" in office_of(demo_app).page(OFFICE + code).get_text()


def test_the_paper_bears_the_whole_text(demo_app: Flask) -> None:
    with demo_app.test_request_context("/en/"), writing():
        save_declaration(FIRST, seen=0)
        signing = brought_to(SigningState.DRAFT)
        words = words_of(paper.declaration(signing, queries.current_declaration()))
    assert "We join forces. For all citizens." in words
    assert "declaration version 1" in words
    assert "missing" not in words


def test_a_wrong_version_is_corrected(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        save_declaration(FIRST, seen=0)
        save_declaration(SECOND, seen=1)
        code = brought_to(SigningState.CHECKING).code
    office, one = office_of(demo_app), OFFICE + code
    form = f"form[action='{one}/version']"
    office.submit(one, form=form, status=422, number="7")
    office.submit(one, form=form, number="1")
    with demo_app.app_context():
        assert db.session.scalars(select(Signing)).one().declaration.number == 1


@pytest.mark.database("proof")
@pytest.mark.parametrize("seen", [0, 2])
def test_nobody_saves_over_anothers_text(demo_app: Flask, seen: int) -> None:
    with demo_app.app_context():
        with writing():
            save_declaration(FIRST, seen=0)
        with pytest.raises(ChangedMeanwhile), writing():
            save_declaration(SECOND, seen=seen)
        assert queries.current_declaration().text == FIRST
