"""An organiser's own words begin the mails of an edition: literally, in both languages, and back to ours."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from factories import MAYOR, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of

from assembly.mail.texts import all_texts, filled, unknown_place
from assembly.models import Bilingual

TEXT = "/en/manage/2027/messages/texts/registration_confirmed"
OWN = {
    "subject_en": "Welcome, {name}",
    "subject_fr": "Bienvenue, {name}",
    "opening_en": "Good day {name}.\n\n<b>Come</b> to https://here.example before {deadline}.\nAnd smile.",
    "opening_fr": "Bonne journée {name}.\n\n<b>Venez</b> à https://ici.example avant le {deadline}.\nEt souriez.",
}


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def test_our_text_is_there_to_start_from(office: InspectingClient) -> None:
    page = office.page(TEXT)
    assert page.select_one("#subject_fr")["value"] == "Inscription confirmée – {assembly}"
    assert page.select_one("#opening_en").get_text().strip() == "Dear {name},\n\nThank you for registering."


def test_own_words_come_before_ours(demo_app: Flask, office: InspectingClient) -> None:
    office.submit(TEXT, form="main form", **OWN)
    demo_app.test_client().submit("/fr/2027/register", **MAYOR | {"given": "{deadline}", "family": "{{7*7}}"})
    (mail,) = deliver(demo_app)
    assert mail["Subject"] == "Bienvenue, {deadline} {{7*7}}"
    text = text_of(mail).replace("\r", "").replace("\u00a0", " ")
    begins = "Bonne journée {deadline} {{7*7}}.\n\n<b>Venez</b> à https://ici.example avant le 2 avril 2027."
    assert text.startswith(f"{begins}\nEt souriez.\n")
    assert "Votre inscription est confirmée." in text
    html = BeautifulSoup(html_of(mail), "html5lib")
    assert "<b>Venez</b>" in html.get_text()  # typed text is text
    assert {a["href"].partition("://")[2].partition("/")[0] for a in html.select("a")} == {"localhost"}


def test_back_to_our_text(demo_app: Flask, office: InspectingClient) -> None:
    office.submit(TEXT, form="main form", **OWN)
    assert "Your own text" in office.page("/en/manage/2027/messages/texts/").get_text()
    office.submit(TEXT, form='form[action$="/restore"]')
    assert "Your own text" not in office.page("/en/manage/2027/messages/texts/").get_text()
    assert office.page(TEXT).select_one("#subject_en")["value"] == "Registration confirmed – {assembly}"


def test_another_edition_keeps_ours(office: InspectingClient) -> None:
    office.submit(TEXT, form="main form", **OWN)
    page = office.page(TEXT.replace("2027", "2023"))
    assert page.select_one("#subject_en")["value"] == "Registration confirmed – {assembly}"


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"opening_fr": ""}, "The French text is missing."),
        ({"subject_en": "Hello {name"}, "“{” is not a known field."),
        ({"opening_en": "Hello {0}"}, "“{0}” is not a known field."),
        ({"opening_en": "Hello {name!r}"}, "“{name!r}” is not a known field."),
        ({"opening_en": "Hello {}"}, "“{}” is not a known field."),
    ],
)
def test_a_faulty_text_changes_nothing(office: InspectingClient, answers: dict[str, str], sentence: str) -> None:
    assert sentence in office.submit(TEXT, form="main form", status=422, **OWN | answers).text
    assert "Restore the standard text" not in office.page(TEXT).get_text()


@pytest.mark.turns(3)
@pytest.mark.parametrize("name", ["registration_confirmed", "registration_waiting", "day_before", "thanks"])
@pytest.mark.parametrize("edition", ["2023", "2024"])
def test_each_is_read_in_both_languages(office: InspectingClient, name: str, edition: str) -> None:
    """In 2024 nobody is registered: then its words go to an invented person."""
    page = office.page(f"/fr/manage/{edition}/messages/texts/{name}")
    articles = page.select("article")
    assert [one["lang"] for one in articles] == ["en", "fr"]
    assert not any("{" in one.get_text() for one in articles)
    assert ("Anna Svensson" in articles[0].get_text()) is (edition == "2024" or name == "registration_waiting")


def test_our_own_texts_use_known_words(demo_app: Flask) -> None:
    with demo_app.app_context():
        for text in all_texts():
            for words in text.ours():
                assert isinstance(words, Bilingual)
                assert not words.missing()
                assert words.en != words.fr
                assert unknown_place(words.en) is unknown_place(words.fr) is None


def test_facts_are_put_in_once() -> None:
    assert filled("{name} {other} {", {"name": lambda: "{date}", "date": lambda: "x"}) == "{date} {other} {"
