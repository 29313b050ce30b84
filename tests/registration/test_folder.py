"""The mayor's folder: one page, whatever it holds, with a code other programs read."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import code_in, deliver, link_in, path_of, read_code
from sqlalchemy import select

from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Bilingual, Edition, Person, Practical, Registration, ReleasedAppearance, Topic
from assembly.registration import folder
from assembly.registration.queries import data_export as export_queries
from assembly.registration.service import registering
from assembly.transactions import writing

NAMES = [
    ("Żaneta", "Łukaszewicz-Đorđević"),
    ("María de los Ángeles Inmaculada Concepción", "Fernández de Heredia y Ruiz-Castañeda"),
    ("Ιωάννα", "Χριστοδουλοπούλου-Σγουρού"),
    ("Y", "X" * 120),
]


def the_page(content: bytes) -> pypdfium2.PdfPage:
    document = pypdfium2.PdfDocument(BytesIO(content))
    assert len(document) == 1
    return document[0]


def text_on(content: bytes) -> str:
    text = the_page(content).get_textpage().get_text_range()
    return " ".join(text.replace("\u200b", "").replace("\x02", "-").split())


def code_on(content: bytes) -> str:
    picture = BytesIO()
    the_page(content).render(scale=3).to_pil().save(picture, "PNG")
    return path_of(read_code(picture.getvalue()))


def test_it_holds_what_she_needs(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    (mail,) = deliver(demo_app)
    demo_client.submit(link_in(mail))
    assert demo_client.page("/en/my/").select_one('a[href$="folder.pdf"]')
    answer = demo_client.get("/en/my/folder.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    assert code_on(answer.data) == code_in(mail)
    text = text_on(answer.data)
    for said in (
        "Fiche pratique de la journée",
        "Łukaszewicz",
        "Rzeszów",
        "jeudi 15 avril 2027",
        "Programme",
        "Questions",
    ):
        assert said in text, text
    assert b"pdfuaid:part" in answer.data


def test_a_speaker_finds_their_own_sessions(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        speaks = select(ReleasedAppearance.person_id)
        found = db.session.scalars(
            select(Registration)
            .where(Registration.edition_id == edition.id, Registration.person_id.in_(speaks))
            .limit(1)
        ).first()
        if found is None:
            found = db.session.scalars(select(Registration).where(Registration.edition_id == edition.id)).first()
            with writing():
                speaker = db.session.scalars(select(Person).where(Person.id.in_(speaks)).limit(1)).one()
                found.person_id = speaker.id  # type: ignore[union-attr]
            found = db.session.get_one(Registration, found.id)  # type: ignore[union-attr]
        sessions = export_queries.sessions_to_print(found)
        assert sessions.are_own
        assert 0 < len(sessions.rows) < 6


def test_online_it_has_no_code(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/en/2027/register", **(MAYOR | {"mode": "online"}))
    demo_client.submit(link_in(deliver(demo_app)[0]))
    text = text_on(demo_client.get("/fr/my/folder.pdf").data)
    assert "Online" in text
    assert "Mont des Arts" not in text


@pytest.mark.proof("the layout of long names")
@pytest.mark.turns(2)
@pytest.mark.parametrize(("given", "family"), NAMES)
def test_the_longest_of_everything_fits_one_page(ctx: Flask, given: str, family: str) -> None:
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1, given=given, family=family, function="F" * 160))
        texts = Bilingual("Come in. " * 60, "Entrez. " * 60)
        db.session.add_all(Practical(edition_id=edition.id, topic=topic, text=texts) for topic in Topic)
        db.session.flush()
    one = db.session.scalars(select(Registration)).one()
    answers = list(db.session.scalars(select(Practical)))
    row = type("Row", (), {"starts_at": edition.starts_at, "ends_at": edition.ends_at})
    row.title, row.room = Bilingual("Opening " * 20, "Ouverture " * 20), Bilingual("Room " * 9, "Salle " * 9)  # type: ignore[attr-defined]
    with ctx.test_request_context(), speaking("fr"):
        content = folder.page(
            one,
            represents="Représente la mairie de " + "Rzeszów" * 6,
            code='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0,0h9v9h-9z"/></svg>',
            answers=answers,
            sessions=folder.Sessions([row] * 30, True),  # type: ignore[list-item]
        )
    text = text_on(content).replace(" ", "")
    assert "".join(f"{given}{family}".split()) in text
    assert "assembly@example.org" in text
    assert one.spoken_ref in text


def test_without_programme_it_is_a_page(ctx: Flask) -> None:
    with writing():
        registering.register(make_edition(), submission(1))
    one = db.session.scalars(select(Registration)).one()
    with ctx.test_request_context(), speaking("en"):
        sessions = export_queries.sessions_to_print(one)
        text = text_on(folder.page(one, represents="", code="", answers=[], sessions=sessions))
    assert "Information sheet for the day" in text
    assert "Programme" not in text
