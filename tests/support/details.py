"""People who have registered, alone or by their office, on their own pages; and questions of an edition."""

from __future__ import annotations

from typing import Any

from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, link_in
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Bilingual, Edition, QuestionKind, Registration
from assembly.questions.service import questions as question_service
from assembly.questions.service.questions import Asked
from assembly.transactions import writing

DETAILS, CONSENTS = "/en/my/details", "/en/my/consents"
MAYOR, OFFICE = "zofia@rzeszow.example.org", "cabinet@rzeszow.example.org"


def prepared(app: Flask) -> None:
    """An edition of tests with an organiser."""
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())


def office_of(app: Flask) -> InspectingClient:
    """The organiser, signed in."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def registered(app: Flask, lang: str = "en", **changes: str) -> dict[str, InspectingClient]:
    """Somebody who has just registered; by the address of each mail the device that opened its link."""
    facts = {
        "represents": "community",
        "place": "rzeszow",
        "given": "Zofia",
        "family": "Wszędybylska",
        "function": "Mayor",
        "email": MAYOR,
        "mode": "on_site",
    }
    before = len(deliver(app))
    app.test_client().submit(f"/{lang}/2031/register", **(facts | changes))  # type: ignore[attr-defined]
    devices: dict[str, Any] = {}
    for mail in deliver(app)[before:]:
        device: Any = app.test_client()
        device.submit(link_in(mail))
        devices[str(mail["To"])] = device
    return devices


def only_registration() -> Registration:
    """The one there is."""
    return db.session.scalars(select(Registration)).one()


def ask(kind: QuestionKind = QuestionKind.TEXT, words: str = "Which train?", **changes: Any) -> str:
    """Add a question to the edition of tests; gives its code."""
    with writing():
        edition = db.session.scalars(select(Edition)).one()
        asked = Asked(kind, Bilingual(words, f"{words} (fr)"), Bilingual("To fetch you", "Vous chercher"), **changes)
        return question_service.add_question(edition, asked).code


def said(kind: str, answer: str) -> dict[str, str]:
    """The button of a question."""
    return {"say": f"{kind}:{answer}"}


def press(client: InspectingClient, path: str, **button: str) -> Any:
    """Press a button of a page: its own form's token, and the value of the button."""
    page = client.page(path)
    found = page.select_one(f'button[name="say"][value="{button["say"]}"]')
    assert found is not None, (button, page.get_text())
    return client.post(path, data=hidden(found.find_parent("form")) | button)
