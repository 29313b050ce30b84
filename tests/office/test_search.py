"""One search over people, cities and sessions."""

from __future__ import annotations

import pytest
from factories import CO_CHAIR, DOOR, sign_in
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select

from assembly.agenda.service.sessions import set_hidden
from assembly.extensions import db
from assembly.models import Session
from assembly.transactions import writing

pytestmark = pytest.mark.database

SEARCH = "/en/manage/2023/search"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def found(client: InspectingClient, text: str) -> dict[str, list[str]]:
    page = client.page(SEARCH, query_string={"q": text})
    return {h2.get_text(): [a.get_text() for a in h2.find_next("ul").select("a")] for h2 in page.select("main h2")}


@pytest.mark.database("proof")
def test_today_leads_to_it(office: InspectingClient) -> None:
    form = office.page("/en/manage/2023/").select_one("header form[role=search]")
    assert form["action"] == SEARCH


@pytest.mark.parametrize("text", ["maatta", "MÄÄTTÄ seppo"])
def test_a_person_blind_to_accents(office: InspectingClient, text: str) -> None:
    assert found(office, text)["People"] == ["Seppo Määttä"]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("lodz", "Łódź"),
        ("matosihnos", "Matosinhos"),
        ("frankfurtrheinmain", "FrankfurtRheinMain"),
        ("flandre", "Flanders (Vlaanderen)"),
        ("αθηνα", "Athens (Αθήνα)"),
    ],
)
def test_a_city_by_any_of_its_names(office: InspectingClient, text: str, city: str) -> None:
    assert any(name.startswith(city) for name in found(office, text)["Cities and regions"])


@pytest.mark.parametrize("text", ["leading by", "montrer l'exemple"])
def test_a_session_in_either_language(office: InspectingClient, text: str) -> None:
    assert found(office, text)["Programme"] == ["Leading by Examples"]


def test_organisers_alone_find_hidden_sessions(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        set_hidden(db.session.scalars(select(Session).where(Session.title_en == "Leading by Examples")).one(), True)
    assert "Programme" in found(office, "leading by")
    sign_in(office, CO_CHAIR)
    assert "Programme" not in found(office, "leading by")


@pytest.mark.parametrize("text", ["nikolay", "NÍKOLAY renate"])
def test_a_speaker_by_name(office: InspectingClient, text: str) -> None:
    assert found(office, text)["Speakers"] == ["Renate Nikolay"]


@pytest.mark.turns(3)
@pytest.mark.parametrize("text", ["", "-", "%", "_", "nobody-of-this-name", "'; DROP TABLE person", "\x00"])
def test_nothing_is_found_for_nothing(office: InspectingClient, text: str) -> None:
    assert found(office, text) == {}


def test_it_costs_the_same_whatever_it_finds(demo_app: Flask, office: InspectingClient) -> None:
    costs = []
    for text in ("a", "maatta"):
        with counted(demo_app) as sent:
            office.page(SEARCH, query_string={"q": text})
        costs.append(len(sent))
    assert max(costs) <= 16, costs


@pytest.mark.database("proof")
def test_the_door_does_not_search_here(demo_client: InspectingClient) -> None:
    sign_in(demo_client, DOOR)
    assert demo_client.get(SEARCH).status_code == 403
