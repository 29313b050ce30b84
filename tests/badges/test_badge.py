"""The badge of one person on paper, read by other programs than ours."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import code_in, deliver, link_in, path_of, read_code
from sqlalchemy import select

from assembly.badges.faces import badge_to_print
from assembly.extensions import db
from assembly.models import Badge
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.transactions import writing

NAMES = [
    ("Żaneta", "Łukaszewicz-Đorđević"),
    ("María de los Ángeles Inmaculada Concepción", "Fernández de Heredia y Ruiz-Castañeda"),
    ("Ιωάννα", "Χριστοδουλοπούλου-Σγουρού"),
    ("Назар", "Ґудзовський"),
    ("Y", "X" * 120),
]


def the_page(content: bytes) -> pypdfium2.PdfPage:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    return document[0]


def code_on(content: bytes) -> str:
    """The large one on its back; `test_papers.py` reads those on fronts."""
    picture, page = BytesIO(), the_page(content).render(scale=3).to_pil()
    page.crop((0, 0, page.width // 2, page.height // 2)).save(picture, "PNG")
    return path_of(read_code(picture.getvalue()))


def as_read(text: str) -> str:
    """Without the places where long words may break; the reader's own sign for a hyphen at the end of a line."""
    return " ".join(text.replace("\u200b", "").replace("\x02", "-").split())


def text_on(content: bytes) -> str:
    return as_read(the_page(content).get_textpage().get_text_range())


def test_the_badge_carries_the_emails_code(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    (mail,) = deliver(demo_app)
    demo_client.submit(link_in(mail))
    assert demo_client.page("/en/my/").select_one('a[href$="badge.pdf"]')
    answer = demo_client.get("/en/my/badge.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    assert code_on(answer.data) == code_in(mail)
    text = text_on(answer.data)
    for said in ("Łukaszewicz", "Maire", "Rzeszów", "Pologne", "jeudi 15 avril 2027, 9 h 00 (heure de Bruxelles)"):
        assert said in text, text


def test_the_file_holds_nothing_personal_besides(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    demo_client.submit(link_in(deliver(demo_app)[0]))
    content = demo_client.get("/fr/my/badge.pdf").data
    metadata = pypdfium2.PdfDocument(content).get_metadata_dict()
    assert metadata["Title"].startswith("Votre badge")
    assert not any("ukasz" in value or "rzeszow" in value.lower() for value in metadata.values())
    assert MAYOR["email"] not in text_on(content)
    assert b"pdfuaid:part" in content


def test_who_has_no_code_has_no_badge(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **(MAYOR | {"mode": "online"}))
    demo_client.submit(link_in(deliver(demo_app)[0]))
    assert demo_client.get("/fr/my/badge.pdf").status_code == 404
    assert demo_app.test_client().get("/fr/my/badge.pdf").status_code == 403


@pytest.mark.turns(6)
@pytest.mark.parametrize(("given", "family"), NAMES)
def test_every_name_stays_in_its_box(ctx: Flask, given: str, family: str) -> None:
    """The front is the upper right quarter: 18 mm of margin in all, and nothing beyond."""
    with writing():
        registering.register(make_edition(), submission(1, given=given, family=family, function="F" * 160))
    content = badge_to_print(db.session.scalars(select(Badge)).one())
    page = the_page(content)
    width, height = page.get_size()
    text = page.get_textpage()
    front = text.get_text_bounded(left=width / 2, bottom=height / 2, right=width - 8 * 72 / 25.4, top=height)
    shown = as_read(front).replace(" ", "")
    assert "".join(f"{given} {family}".split()) in shown
    assert "F" * 160 in shown


def test_an_unknown_sign_still_gives_a_badge(ctx: Flask) -> None:
    with writing():
        registering.register(make_edition(), submission(1, given="市", family="長"))
    badge = db.session.scalars(select(Badge)).one()
    assert code_on(badge_to_print(badge)) == f"/b/{unseal(badge.token_sealed)}"
