"""What goes wrong on the form: a sentence in the visitor's language, nothing lost, nothing stored half."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from factories import MAYOR, make_edition
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from assembly import clock
from assembly.extensions import db
from assembly.fold import piles_up_marks
from assembly.models import AccessLink, Mail, Mode, Person, Registration
from assembly.transactions import writing

TYPED = {"given": "Żaneta", "family": "Łukaszewicz", "email": "cabinet@rzeszow.example.org"}
SENTENCES = {
    "en": {
        "given": "Enter the given name.",
        "hidden": "This name contained hidden characters. Check it, then send the form again.",
        "long": "Use 120 characters or fewer.",
        "marks": "Use no more than four accents or marks on any one letter.",
        "mode": "Choose how you will take part.",
        "represents": "Choose who you represent.",
        "key": "There is a problem with this form. Reload the page.",
        "session": "This page was open for too long. Nothing is lost: please send the form again.",
        "closed": "Registration for this option has closed.",
        "size": "Your submission is too large",
        "method": "This action is not possible here",
    },
    "fr": {
        "given": "Indiquez le prénom.",
        "hidden": "Ce nom comportait des caractères invisibles. Vérifiez-le, puis renvoyez le formulaire.",
        "long": "Ne dépassez pas 120 caractères.",
        "marks": "N’utilisez pas plus de quatre accents ou signes par lettre.",
        "mode": "Choisissez comment vous participerez.",
        "represents": "Indiquez qui vous représentez.",
        "key": "Ce formulaire comporte une erreur technique. Rechargez la page.",
        "session": "Cette page est restée ouverte trop longtemps. Rien n’est perdu : merci",
        "closed": "Les inscriptions sont closes pour ce mode de participation.",
        "size": "Cet envoi est trop volumineux",
        "method": "Cette action est impossible ici",
    },
}
both = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def visitor(app: Flask, client: InspectingClient) -> InspectingClient:
    """A browser before an edition that is open."""
    with app.app_context(), writing():
        make_edition()
    return client


def form(client: InspectingClient, lang: str) -> dict[str, str]:
    """What a mayor is about to send."""
    found = client.page(f"/{lang}/2031/register").select_one("main form")
    assert found is not None
    return filled(found, MAYOR | TYPED)


def send(client: InspectingClient, lang: str, facts: Any) -> TestResponse:
    return client.post(f"/{lang}/2031/register", data=facts)


def said(answer: TestResponse) -> str:
    soup = answer.soup
    assert soup.main is not None
    return " ".join(soup.main.get_text(" ").split())


def value(answer: TestResponse, name: str) -> str:
    """What stands in a field of the page that came back."""
    field = answer.soup.select_one(f"main form [name={name}]")
    assert field is not None
    return str(field["value"])


def is_empty(app: Flask) -> bool:
    with app.app_context():
        nouns = (Registration, Person, Mail, AccessLink)
        return not any(db.session.scalar(select(func.count()).select_from(noun)) for noun in nouns)


FAULTS = [
    ("given", {"given": ""}),
    ("given", {"given": "\u200b\u200b\u2060"}),
    ("given", {"given": "\x00\x07"}),
    ("given", {"given": "\u202e\u202c"}),
    ("given", {"given": None}),
    ("hidden", {"given": "Ża\x00ne\x1bta"}),
    ("hidden", {"given": "\u202eatenaŻ\u202c"}),
    ("long", {"given": "x" * 121}),
    ("long", {"given": "x" * 70_000}),
    ("mode", {"mode": "by_pigeon"}),
    ("mode", {"mode": None}),
    ("represents", {"represents": "the_moon"}),
    ("represents", {"represents": None}),
    ("key", {"key": None}),
    ("key", {"key": "short"}),
    ("key", {"key": "invitation:abcdefgh:2"}),  # as ours are made
]


@pytest.mark.turns(8)
@both
@pytest.mark.parametrize(("sentence", "changes"), FAULTS)
def test_a_fault_is_said_nothing_is_lost(
    app: Flask, visitor: InspectingClient, lang: str, sentence: str, changes: dict[str, str | None]
) -> None:
    facts = {name: one for name, one in (form(visitor, lang) | changes).items() if one is not None}
    answer = send(visitor, lang, facts)
    assert answer.status_code == 422
    assert SENTENCES[lang][sentence] in said(answer)
    assert {name: value(answer, name) for name in TYPED if name not in changes} == {
        name: text for name, text in TYPED.items() if name not in changes
    }
    assert is_empty(app)


@pytest.mark.turns(2)
@both
@pytest.mark.parametrize("name", ["A" + "\u0301" * 100, "A" + "\u0323\u200d" * 6])
def test_piled_up_marks_are_refused(visitor: InspectingClient, lang: str, name: str) -> None:
    answer = send(visitor, lang, form(visitor, lang) | {"given": name})
    assert answer.status_code == 422
    assert SENTENCES[lang]["marks"] in said(answer)


@pytest.mark.parametrize("name", ["Nguyễn Thị Ngọc", "ปิ่นเกล้า น้ำผึ้ง", "क्षितिज श्रीवास्तव", "རྒྱལ་མཚན", "Ç̌a̱̓̈", "שָׁלוֹם"])
@pytest.mark.parametrize("form_of_letters", ["NFC", "NFD"])
def test_marks_of_real_names_pass(name: str, form_of_letters: Literal["NFC", "NFD"]) -> None:
    assert not piles_up_marks(unicodedata.normalize(form_of_letters, name))


@pytest.mark.proof("one more look at a fault that is said")
@pytest.mark.turns(2)
@both
def test_hidden_characters_come_back_clean(app: Flask, visitor: InspectingClient, lang: str) -> None:
    facts = form(visitor, lang)
    answer = send(visitor, lang, facts | {"family": "\u202eŁuka\x07szewicz\u202c"})
    assert answer.status_code == 422
    assert value(answer, "family") == "Łukaszewicz"
    assert send(visitor, lang, facts | {"family": value(answer, "family")}).status_code == 303


@pytest.mark.turns(2)
@both
def test_ten_megabytes_are_too_much(app: Flask, visitor: InspectingClient, lang: str) -> None:
    answer = send(visitor, lang, form(visitor, lang) | {"given": "x" * 10_000_000})
    assert answer.status_code == 413
    assert SENTENCES[lang]["size"] in said(answer)
    assert {"en": "256\u00a0kB", "fr": "256\u00a0ko"}[lang] in answer.get_data(as_text=True)
    back = answer.soup.select_one("main a.button")["href"]
    assert back == f"/{lang}/2031/register"
    assert visitor.page(back).select_one("#given")
    assert is_empty(app)


def test_too_much_leads_back_to_ours(visitor: InspectingClient) -> None:
    sent = {"data": "x" * 300_000, "content_type": "application/x-www-form-urlencoded"}
    elsewhere = {"Referer": "https://elsewhere.example.org/"}
    for path, back in (("/en/my/cancel", ["/en/my/cancel", "/en/"]), ("/en/my/offer/accept", ["/en/"])):
        answer = visitor.post(path, **sent, headers=elsewhere)
        assert answer.status_code == 413
        page = answer.soup
        assert [link["href"] for link in page.select("main a")] == back


@pytest.mark.turns(3)
@both
@pytest.mark.parametrize("expired", ["tampered", "gone", "session"])
def test_an_old_page_gives_back_the_text(app: Flask, visitor: InspectingClient, lang: str, expired: str) -> None:
    facts = form(visitor, lang)
    if expired == "session":
        visitor.delete_cookie("session")
    elif expired == "gone":
        del facts["csrf_token"]
    else:
        facts["csrf_token"] = facts["csrf_token"][:-3] + "abc"
    answer = send(visitor, lang, facts)
    assert answer.status_code == 400
    assert SENTENCES[lang]["session"] in said(answer)
    assert {name: value(answer, name) for name in TYPED} == TYPED
    assert is_empty(app)
    again = facts | {"csrf_token": value(answer, "csrf_token"), "key": value(answer, "key")}
    assert send(visitor, lang, again).status_code == 303


@pytest.mark.turns(2)
@both
def test_a_deadline_passed_with_the_form_open(app: Flask, visitor: InspectingClient, lang: str) -> None:
    facts = form(visitor, lang)
    with clock.at(clock.now() + timedelta(days=31)):
        answer = send(visitor, lang, facts)
    assert answer.status_code == 409
    assert SENTENCES[lang]["closed"] in said(answer)
    assert {name: value(answer, name) for name in TYPED} == TYPED
    assert is_empty(app)


@pytest.mark.turns(6)
@both
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(app: Flask, visitor: InspectingClient, lang: str, method: str) -> None:
    answer = visitor.open(f"/{lang}/2031/register", method=method, data=form(visitor, lang))
    assert answer.status_code == 405
    assert SENTENCES[lang]["method"] in said(answer)
    assert is_empty(app)


def test_of_a_repeated_field_the_first_counts(app: Flask, visitor: InspectingClient) -> None:
    pairs = [*form(visitor, "fr").items(), ("family", "Autre"), ("mode", "online")]
    answer = visitor.post("/fr/2031/register", data=urlencode(pairs), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    with app.app_context():
        registration = db.session.scalars(select(Registration)).one()
        assert (registration.person.family, registration.mode) == (TYPED["family"], Mode.ON_SITE)


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (unicodedata.normalize("NFD", "Łukaszéwicz"), "Łukaszéwicz"),
        ("\u200bŁukasze\u2060wicz\r\n", "Łukaszewicz"),
        (b"\xed\xa0\x80Lukas\xff", "%ED%A0%80Lukas%FF"),  # what is no text stays readable as what it was
    ],
)
def test_what_can_be_cleaned_is_stored_clean(
    app: Flask, visitor: InspectingClient, typed: str | bytes, stored: str
) -> None:
    body = urlencode(form(visitor, "fr") | {"family": typed})  # type: ignore[dict-item]
    answer = visitor.post("/fr/2031/register", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    with app.app_context():
        family = db.session.scalars(select(Person.family)).one()
        assert family == stored
        assert unicodedata.is_normalized("NFC", family)


@pytest.mark.turns(2)
@both
def test_an_unknown_place_is_taken_as_written(app: Flask, visitor: InspectingClient, lang: str) -> None:
    """Free entry: the office is asked which place it is."""
    assert send(visitor, lang, form(visitor, lang) | {"place": "Atlantis", "community": "atlantis"}).status_code == 303
    with app.app_context():
        registration = db.session.scalars(select(Registration)).one()
        assert (registration.community_id, registration.org_text) == (None, "Atlantis")


@pytest.mark.proof("the length of one letter")
def test_letters_that_fold_longer_fit(app: Flask, visitor: InspectingClient) -> None:
    """`㌀` folds to four letters of three bytes each; PostgreSQL refuses what is longer than its column or index."""
    squares = "".join(chr(0x3300 + number * 37 % 88) for number in range(200))
    facts = form(visitor, "fr") | {"given": squares[:120], "family": squares[80:], "place": squares}
    assert send(visitor, "fr", facts).status_code == 303
    with app.app_context():
        registration = db.session.scalars(select(Registration)).one()
        assert registration.badge_name == f"{squares[:120]} {squares[80:]}"
        assert len(registration.folded.encode()) < 2_000
        assert registration.folded.endswith(registration.code)
        assert len(registration.person.name_key) == 260
