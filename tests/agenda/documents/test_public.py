"""What the public sees of the documents of a session, and when: with every state that must not leak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pdf_samples
import pytest
from flask import Flask
from import_programmes import add_opening, picture, session_called
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.agenda.documents.content import checked
from assembly.agenda.documents.facts import DocumentFacts
from assembly.agenda.documents.service import add_document, withdraw
from assembly.agenda.service.sessions import remove_session, set_hidden
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Session, SessionDocument
from assembly.transactions import writing


def add(app: Flask, content: bytes = b"", **facts: object) -> str:
    """A document of the published session; the address of its file."""
    given = {"title": Bilingual("", "Données ouvertes"), "lang": "fr", "alt": Bilingual("A map", "Une carte")}
    with app.app_context(), writing():
        session = session_called("Opening")
        words = DocumentFacts(**({"shown_from_at": None} | given | facts))  # type: ignore[arg-type]
        one = add_document(session, words, checked(content or pdf_samples.scan()))
        db.session.flush()
        return f"/en/2031/agenda/{session.code}/documents/{one.code}"


def page(address: str) -> str:
    return address.partition("/documents/")[0]


def test_a_document_is_listed_and_saved(app: Flask, office: InspectingClient) -> None:
    address = add(app)
    with app.app_context():
        assert "Documents" in app.test_client().get(page(address)).get_data(as_text=True)
    for lang, said in (("en", "(PDF, French, "), ("fr", "(PDF, français, ")):
        link = app.test_client().page(page(address).replace("/en/", f"/{lang}/")).select_one(".documents li")  # type: ignore[attr-defined]
        text = " ".join(link.get_text(" ", strip=True).split())
        assert "Données ouvertes" in text
        assert said in text
        assert link.a["hreflang"] == "fr"
    with app.test_client().get(address) as answer:
        assert answer.get_data() == pdf_samples.scan()
        assert answer.headers["Content-Disposition"] == "attachment; filename=donnees-ouvertes.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_picture_is_shown_with_its_description(app: Flask, office: InspectingClient) -> None:
    address = add(app, picture())
    image = app.test_client().page(page(address)).select_one(".documents img")  # type: ignore[attr-defined]
    assert (image["alt"], image["src"]) == ("A map", address)


def _later(one: SessionDocument) -> None:
    one.shown_from_at = clock.now() + timedelta(seconds=1)


HIDDEN: dict[str, Callable[[Edition, Session, SessionDocument], object]] = {
    "withdrawn": lambda _edition, _session, one: withdraw(one),
    "not yet": lambda _edition, _session, one: _later(one),
    "hidden": lambda _edition, session, _one: set_hidden(session, True),
    "removed": lambda _edition, session, _one: remove_session(session),
    "cancelled": lambda edition, session, _one: (
        remove_session(session),
        publish_programme(edition, name="2", note=Bilingual("x", "x")),
    ),
    "not announced": lambda edition, _session, _one: setattr(edition, "is_announced", False),
}


@pytest.mark.turns(4)
@pytest.mark.parametrize("state", HIDDEN)
def test_what_must_not_be_seen_is_absent(app: Flask, office: InspectingClient, state: str) -> None:
    address = add(app)
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        HIDDEN[state](edition, session_called("Opening"), db.session.scalars(select(SessionDocument)).one())
    public = app.test_client()
    assert public.get(address).status_code == 404
    assert "ouvertes" not in public.get(page(address)).get_data(as_text=True)
    assert public.get(address.replace("/en/", "/fr/")).status_code == 404


def test_document_of_unpublished_session_is_absent(app: Flask, office: InspectingClient) -> None:
    address = add(app)
    with app.app_context(), writing():
        other = add_opening(db.session.scalars(select(Edition)).one(), title=Bilingual("Draft", "Brouillon"))
        one = db.session.scalars(select(SessionDocument)).one()
        one.session = other
        code = other.code
    old = page(address).rpartition("/")[2]
    for path in (address, address.replace(old, code)):
        assert app.test_client().get(path).status_code == 404


def test_its_time_comes_by_the_clock(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        at = clock.now() + timedelta(hours=2)
    address = add(app, shown_from_at=at)
    for moment, status in ((at - timedelta(seconds=1), 404), (at, 200)):
        with clock.at(moment), app.test_client().get(address) as answer:
            assert answer.status_code == status
