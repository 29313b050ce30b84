"""Who represents whom, in words: on pages, on the badge."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from city_delegations import chain, come, made
from directory import make
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.access import queries as access_queries
from assembly.badges.faces import badge_to_print
from assembly.delegations import queries as delegation_queries
from assembly.delegations.words import stands_for
from assembly.history import set_actor
from assembly.i18n import speaking
from assembly.models import CommunityKind, Edition
from assembly.registration.service import handing_over, leaving
from assembly.registration.service.handing_over import Successor
from assembly.transactions import writing


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("kind", "form", "english", "french"),
    [
        ("municipality", "f", "Represents the Mayor of Oulu", "Représente la maire d’Oulu"),
        ("municipality", "m", "Represents the Mayor of Oulu", "Représente le maire d’Oulu"),
        ("municipality", None, "Represents the Mayor of Oulu", "Représente la mairie d’Oulu"),
        ("region", "f", "Represents the President of Oulu", "Représente la présidente (Oulu)"),
        ("region", None, "Represents the President of Oulu", "Représente la présidence (Oulu)"),
        ("association", None, "Represents Oulu", "Représente Oulu"),
    ],
)
def test_the_words_for_it(edition: Edition, kind: str, form: str | None, english: str, french: str) -> None:
    with writing():
        make("oulu", "Oulu").kind = CommunityKind(kind)
    mayor = come(edition, 1, place="Oulu")
    with writing():
        mayor.person.grammatical_form = form
        deputy = handing_over.hand_over(mayor, Successor("Boris", "Nowak", "Adjoint", "boris@example.org", "fr"))
    for lang, said in (("en", english), ("fr", french)):
        with speaking(lang):
            assert stands_for(delegation_queries.stands_for(deputy)).replace("\u00a0", " ") == said
    badge = access_queries.valid_badge(deputy)
    assert badge is not None
    document = pypdfium2.PdfDocument(BytesIO(badge_to_print(badge)))
    assert len(document) == 1
    assert french in document[0].get_textpage().get_text_range().replace("\r\n", " ")


def test_who_comes_as_themselves_represents_nobody_else(edition: Edition) -> None:
    assert stands_for(delegation_queries.stands_for(come(edition, 1))) == ""
    assert stands_for(None) == ""


def who_and_why(page: Any) -> list[str]:
    """What the office reads of each link: by whom, and why."""
    rows = page.select("h2:-soup-contains('Représentantes') + ol li")
    return [" · ".join(one.get_text() for one in row.select("span[data-typed]")) for row in rows]


@pytest.mark.proof("test_an_organiser_says_who_stands_and_why reads the same list")
def test_the_chain_says_by_whom_and_why(app: Flask) -> None:
    with app.app_context():
        edition = made()
        mayor, last = come(edition, 1), come(edition, 2, function="Conseillère")
        with writing():
            make_user("organiser", edition=edition)
        set_actor(f"registration:{mayor.code}")
        with writing():
            deputy = handing_over.hand_over(
                mayor, Successor("Jo", "Nowak 3", "Adjoint", "jo@example.org", "fr", "Souffrante")
            )
        with writing():
            leaving.cancel(deputy, "Un vote")
        path = f"/fr/manage/2031/people/{last.code}"
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    assert who_and_why(client.page(path)) == [
        "automatiquement",
        "Żaneta Łukaszewicz 1, son cabinet ou son secrétariat · Souffrante",
        "automatiquement, pour remplacer Jo Nowak 3 · Un vote",
    ]


def test_an_organiser_says_who_stands_and_why(app: Flask) -> None:
    with app.app_context():
        edition = made()
        former, code = come(edition, 1, function="Adjointe").code, come(edition, 2).code
        with writing():
            make_user("organiser", edition=edition)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    path = f"/fr/manage/2031/people/{code}"
    client.submit(path, form="form[action$=represent]", reason=" ")
    assert "il est conservé" in client.page(path).get_text()
    with app.app_context():
        assert chain(access_queries.by_code(code)) == [("1", "", True)]  # type: ignore[arg-type]
    client.submit(path, form="form[action$=represent]", reason="La maire vient après tout")
    page = client.page(path)
    assert "La maire vient après tout" in page.get_text()
    assert who_and_why(page) == ["automatiquement", "Someone · La maire vient après tout"]
    assert page.select_one("form[action$=represent]") is None
    client.submit(f"/fr/manage/2031/people/{former}", form="form[action$=represent]", reason="Elle repart")
    assert "Représente la mairie de" in client.page(path).get_text()
    with app.app_context():
        links = chain(access_queries.by_code(code))  # type: ignore[arg-type]
    assert links == [("1", "", False), ("2", "", False), ("1", "2", True)]
