"""Documents of a session in the office: added, corrected, replaced, withdrawn, removed; two editors; bad input."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdf_samples
import pytest
from factories import make_edition
from flask import Flask
from import_programmes import AT, add_opening, on_days, picture, session_called
from inspector import InspectingClient, filled
from sqlalchemy import select
from werkzeug.test import TestResponse

from assembly.agenda.documents.content import checked
from assembly.agenda.documents.facts import DocumentFacts
from assembly.agenda.documents.service import add_document
from assembly.agenda.service.sessions import remove_session
from assembly.extensions import db
from assembly.files import path_of
from assembly.models import Bilingual, Edition, Entry, SessionDocument, StoredFile
from assembly.transactions import writing

WORDS = {"title_en": "Slides", "title_fr": "Diapositives", "lang": "fr"}


def path(app: Flask) -> str:
    with app.app_context():
        return f"{AT}{session_called('Opening').code}"


def send(office: InspectingClient, address: str, content: bytes = b"", **answers: Any) -> TestResponse:
    """Fill in the real form and send it, twice where nothing was wrong: a second press does nothing."""
    form = office.page(address).select_one("main form[enctype]")
    assert form is not None
    data: dict[str, Any] = filled(form, answers)
    data.pop("file", None)
    answer = None
    for _press in range(2):
        file = {"file": (BytesIO(content), "x.pdf")} if content else {}
        answer = office.post(address, data=data | file, content_type="multipart/form-data")
        if answer.status_code != 303:
            break
    assert answer is not None
    return answer


def only(app: Flask) -> SessionDocument:
    return db.session.scalars(select(SessionDocument)).one()


def page_of(app: Flask) -> str:
    with app.app_context():
        return f"{path(app)}/documents/{only(app).code}"


def test_a_document_is_added_once_and_corrected(app: Flask, office: InspectingClient) -> None:
    answer = send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    assert answer.location == f"{path(app)}#documents"
    text = office.page(path(app)).select_one("#documents + .stack .card").get_text(" ", strip=True)
    for said in ("Slides", "PDF", "French", "kB", "Visible to the public"):
        assert said in text
    send(office, page_of(app), title_fr="Présentation", lang="mul")
    with app.app_context():
        one = only(app)
        assert (one.title, one.lang) == (Bilingual("Slides", "Présentation"), "mul")
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "document")).all()
        assert list(verbs) == ["added", "changed"]


@pytest.mark.proof("the file of a document that is removed goes the same way")
def test_a_replaced_file_is_gone(app: Flask, office: InspectingClient) -> None:
    send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    with app.app_context():
        before = path_of(only(app).file)
    send(office, page_of(app), pdf_samples.scan(2))
    with app.app_context():
        assert not before.exists()
        assert path_of(only(app).file).read_bytes() == pdf_samples.scan(2)
        assert len(db.session.scalars(select(StoredFile)).all()) == 1


def test_a_picture_needs_both_descriptions(app: Flask, office: InspectingClient) -> None:
    address = f"{path(app)}/documents/add"
    refused = send(office, address, picture(), **WORDS)
    assert refused.status_code == 422
    assert "Describe the picture in both languages" in refused.get_data(as_text=True)
    assert "Diapositives" in refused.get_data(as_text=True)
    send(office, address, picture(), **WORDS, alt_en="A map", alt_fr="Une carte")
    image = office.page(page_of(app)).select_one("main img")
    assert (image["alt"], image["width"]) == ("A map", "40")
    with office.get(str(image["src"])) as answer:
        assert answer.mimetype == "image/jpeg"


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"title_en": "", "title_fr": ""}, "Enter the title in at least one language."),
        ({"lang": "xx"}, "Choose the language of the document."),
        ({"shown_from": "tomorrow"}, "Enter the date and time"),
        ({"shown_from": "2031-03-30T02:30"}, "This time does not exist"),
        ({"shown_from": "2031-10-26T02:30"}, "This time occurs twice"),
        ({"alt_en": "A map"}, "The French text is missing."),
    ],
)
def test_bad_input_is_said_and_kept(app: Flask, office: InspectingClient, answers: dict[str, str], said: str) -> None:
    answer = send(
        office, f"{path(app)}/documents/add", pdf_samples.scan(), **({**WORDS, "title_fr": "Gardé"} | answers)
    )
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    if "title_fr" not in answers:
        assert "Gardé" in answer.get_data(as_text=True)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("content", "said"), [(b"", "Choose a file."), (pdf_samples.with_script(), "contains scripts")]
)
def test_a_bad_file_is_said(app: Flask, office: InspectingClient, content: bytes, said: str) -> None:
    answer = send(office, f"{path(app)}/documents/add", content, **WORDS)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with app.app_context():
        assert not db.session.scalars(select(StoredFile)).all()


def test_the_second_editor_is_told(app: Flask, office: InspectingClient) -> None:
    send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    page = page_of(app)
    stale = filled(office.page(page).select_one("main form[enctype]"), {"title_en": "Mine"})
    stale.pop("file")
    send(office, page, title_en="Theirs")
    answer = office.post(page, data=stale)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Theirs" in text
    assert "Mine" in text
    again = filled(answer.soup.select_one("main form[enctype]"), {})  # type: ignore[attr-defined]
    again.pop("file")
    assert office.post(page, data=again).status_code == 303
    with app.app_context():
        assert only(app).title.en == "Mine"


@pytest.mark.proof("the file as one more field")
def test_a_file_replaced_meanwhile_is_told(app: Flask, office: InspectingClient) -> None:
    send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    page = page_of(app)
    stale: dict[str, Any] = filled(office.page(page).select_one("main form[enctype]"), {})
    send(office, page, pdf_samples.scan(2))
    stale["file"] = (BytesIO(pdf_samples.scan(3)), "x.pdf")
    assert office.post(page, data=stale, content_type="multipart/form-data").status_code == 409
    with app.app_context():
        assert path_of(only(app).file).read_bytes() == pdf_samples.scan(2)


def test_a_document_is_withdrawn_restored_and_removed(app: Flask, office: InspectingClient) -> None:
    send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    for act, tag in (("withdraw", "Withdrawn document"), ("restore", "Visible to the public")):
        office.submit(path(app), form=f"form[action$={act}]")
        assert office.page(path(app)).select_one("#documents + .stack .card .tag").get_text() == tag
    with app.app_context():
        file = path_of(only(app).file)
    remove = office.page(path(app)).select_one('form[action*="/documents/"][action$=remove]')
    for _press in range(2):
        assert office.post(str(remove["action"]), data=filled(remove, {})).status_code == 303
    assert "This document has already been removed." in office.page(path(app)).get_text()
    with app.app_context():
        assert not db.session.scalars(select(SessionDocument)).all()
        assert not file.exists()
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "document")).all()
        assert list(verbs) == ["added", "withdrawn", "restored", "removed"]


@pytest.mark.proof("with its session")
def test_removing_an_unpublished_session_removes_its_documents(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        session = add_opening(edition, title=Bilingual("Draft", "Brouillon"))
        facts = DocumentFacts(Bilingual("A"), "en", Bilingual(), None)
        file = path_of(add_document(session, facts, checked(pdf_samples.scan())).file)
        db.session.flush()
        remove_session(session)
    assert not file.exists()


def test_document_of_another_session_is_missing(app: Flask, office: InspectingClient) -> None:
    send(office, f"{path(app)}/documents/add", pdf_samples.scan(), **WORDS)
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        other = add_opening(edition, title=Bilingual("Other", "Autre")).code
        elsewhere = make_edition("2032")
        on_days(elsewhere, 2032, 6, 1)
        code = only(app).code
    for address in (f"{AT}{other}/documents/{code}", f"{AT}{other}/documents/{code}/file"):
        assert office.get(address).status_code == 404
    assert office.get(path(app).replace("2031", "2032") + f"/documents/{code}").status_code == 403
