"""Speakers as they were then; words only once approved; a plan is told as a plan."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.errors import Untranslated
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Mandate, Person, Quote, Registration
from assembly.speakers.queries import approved_quotes
from assembly.speakers.service import quotes
from assembly.transactions import writing


def profile(client: InspectingClient, name: str, lang: str = "fr") -> str:
    page = client.page(f"/{lang}/2023/speakers")
    return str(next(link["href"] for link in page.select(".card a") if link.get_text() == name))


def test_the_speakers_of_the_first_assembly(demo_client: InspectingClient) -> None:
    names = [h2.get_text() for h2 in demo_client.page("/en/2023/speakers").select(".card h2")]
    assert names == ["Seppo Määttä", "Lluïsa Moret i Sabidó", "Renate Nikolay"]


def test_a_co_chair_in_her_former_form(demo_client: InspectingClient) -> None:
    page = demo_client.page(profile(demo_client, "Lluïsa Moret i Sabidó"))
    offices = [item.get_text() for item in page.select("main .stack > ul")[0].select("li")]
    assert offices == ["Coprésidente, Assemblée numérique des maires", "Maire de Sant Boi de Llobregat"]
    assert "«\u00a0Nous devons éviter la pauvreté numérique\u00a0»" in page.get_text()
    assert "Langue originale" not in page.get_text()


def test_only_programme_people_have_public_pages(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        private = db.session.scalars(select(Person).join(Registration).where(~Person.in_public_office)).first()
        code = private.code
    assert demo_client.get(f"/en/2023/speakers/{code}").status_code == 404


def test_approved_words_in_both_languages_are_public(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        mandate = db.session.scalars(select(Mandate)).first()
        before = len(approved_quotes(edition))
        with writing():
            quote = quotes.add_quote(edition, mandate, Bilingual(en="Yes"), original_lang="en", source="test")
        with pytest.raises(Untranslated), writing():
            quotes.approve_quote(quote, by="test")
        assert len(approved_quotes(edition)) == before == 4
        with writing():
            quote.words = Bilingual("Yes", "Oui")
            quotes.approve_quote(quote, by="test")
        assert db.session.scalars(select(Quote.approved_by).where(Quote.id == quote.id)).one() == "test"
        assert len(approved_quotes(edition)) == 5


def test_lordimas_is_a_dated_plan(demo_client: InspectingClient) -> None:
    english, french = (demo_client.page(f"/{lang}/2023/report").get_text() for lang in ("en", "fr"))
    assert "planned for 2\u00a0October 2023, in all EU languages." in english
    assert "Lancement annoncé pour le 2\u00a0octobre 2023. Langues\u00a0: toutes les langues de l’UE." in french
    assert "le Comité européen des régions, la Commission européenne et ESPON" in french
