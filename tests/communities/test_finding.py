"""The suggestions of a field that asks for a place: what hurried fingers type finds what they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted

from assembly.accounts.service.people import add_person
from assembly.communities import finding
from assembly.communities import queries as directory
from assembly.communities.alike import one_slip_off
from assembly.communities.queries import meant, picked, suggested_communities
from assembly.extensions import db
from assembly.models import Bilingual, CommunityKind, Mandate, MandateRole
from assembly.registration.service import registering
from assembly.transactions import writing

pytestmark = pytest.mark.database


def found(client: InspectingClient, typed: str, lang: str = "en") -> list[str]:
    answer = client.get(f"/{lang}/communities/search", query_string={"q": typed})
    assert answer.status_code == 200
    return [one["name"] for one in answer.get_json()["places"]]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lodz", "Łódź"),
        ("LOD", "Łódź"),
        ("lodzz", "Łódź"),
        ("matosihnos", "Matosinhos"),
        ("matosihn", "Matosinhos"),
        ("sant boi", "Sant Boi de Llobregat"),
        ("boi sant", "Sant Boi de Llobregat"),
        ("bruxelles", "Région de Bruxelles-Capitale / Brussels Hoofdstedelijk Gewest"),
        ("rzeszow", "Rzeszów"),
        ("rzezsow", "Rzeszów"),
        ("\u202erzeszow", "Rzeszów"),
    ],
)
def test_hurried_typing_is_found(demo_client: InspectingClient, typed: str, first: str) -> None:
    assert found(demo_client, typed)[0] == first


@pytest.mark.turns(3)
@pytest.mark.database("proof")
@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\x00", "\u200b", "\ud800", "zzzzzz", "x" * 5_000, "%' OR 1=1"])
def test_unknown_places_find_nothing(demo_client: InspectingClient, typed: str) -> None:
    assert found(demo_client, typed.encode("utf-8", "replace").decode()) == []


def test_each_line_tells_places_apart(demo_client: InspectingClient) -> None:
    answer = demo_client.get("/fr/communities/search?q=bruss").get_json()
    assert answer["told"] == f"{len(answer['places'])} suggestion"
    (brussels,) = answer["places"]
    assert (brussels["also"], brussels["where"]) == ("Région de Bruxelles-Capitale", "Région · Belgique")
    assert demo_client.get("/fr/communities/search?q=zzzzz").get_json()["told"] == "Ne figure pas dans la liste"


@pytest.mark.database("proof")
def test_a_line_tells_who_is_online_alone(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make("acme", "Acme", kind=CommunityKind.COMPANY)
        make("acmecity", "Acmecity")
    lines = client.get("/en/communities/search?q=acme").get_json()["places"]
    assert {one["code"]: one["online_only"] for one in lines} == {"acme": True, "acmecity": False}


def test_matching_beginnings_come_first(app: Flask) -> None:
    with app.app_context(), writing():
        for number in range(12):
            make(f"upper-{number}", f"Ober Gent {number}")
        make("gent", "Gent")
        make("gentbrugge", "Gentbrugge", population=9_000)
        make("gentilly", "Gentilly", population=18_000)
    with app.app_context(), counted(app) as sent:
        names = [one.name for one in finding.suggestions("gent")]
    assert names[:3] == ["Gent", "Gentilly", "Gentbrugge"]
    assert len(names) == finding.MOST == 8
    assert len(sent) == 1


def test_three_statements_when_nothing_is_found(app: Flask) -> None:
    with app.app_context(), counted(app) as sent:
        assert finding.suggestions("matosihnos") == []
    assert len(sent) == 3


@pytest.mark.parametrize("typed", ["maatta", "MÄÄTTÄ", "maatt", "maata", "maatat"])
def test_a_co_chairs_name_finds_their_city(demo_client: InspectingClient, typed: str) -> None:
    (oulu,) = demo_client.get("/fr/communities/search", query_string={"q": typed}).get_json()["places"]
    assert (oulu["code"], oulu["value"], oulu["where"]) == ("oulu", "Oulu", "Ville · Finlande")
    assert "Määttä" not in str(oulu)


def chair(family: str, role: MandateRole = MandateRole.CO_CHAIR, **days: date) -> None:
    """Somebody of Gent in an office."""
    with writing():
        place = directory.by_code("gent") or make("gent", "Gent")
        person = add_person(given="Ann", family=family, name_lang="", grammatical_form=None, mail_lang="en")
        words = Bilingual("Text of the quote", "Mots")
        db.session.flush()
        facts = {"community": place, "role": role, "body": words, "function": words, **days}
        db.session.add(Mandate(code=person.code, person=person, **facts))


@pytest.mark.database("proof")
def test_only_public_co_chairs_are_found(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1, family="Registriert", place="Gent"))
    chair("Bürgermeister", MandateRole.MAYOR)
    chair("Ehemalig", to_on=edition.day - timedelta(days=1))
    chair("Kommend", from_on=edition.day + timedelta(days=1))
    chair("Vorsitzend", from_on=edition.day, to_on=edition.day)

    def found_by(typed: str) -> list[str]:
        return [one.code for one in finding.suggestions(typed)]

    assert [found_by(name) for name in ("registriert", "burgermeister", "ehemalig", "kommend")] == [[]] * 4
    assert found_by("vorsitzend") == ["gent"]
    with writing():
        edition.is_announced = False
    assert found_by("vorsitzend") == []


def test_two_of_one_name_are_told_apart(ctx: Flask) -> None:
    with writing():
        make("utrecht", "Utrecht", country="NL")
        make("utrecht-province", "Utrecht", country="NL", kind=CommunityKind.REGION)
        make("utrecht-za", "Utrecht", country="ZA", kind=CommunityKind.THIRD_COUNTRY)
    lines = {one.code: one for one in finding.suggestions("utrecht")}
    assert lines["utrecht"].value == "Utrecht (NL)"
    assert [code for code, one in lines.items() if one.online_only] == ["utrecht-za"]
    assert meant("Utrecht") is None
    for code, one in lines.items():
        known = picked(code, one.value)
        assert known is not None
        assert known.code == code
    assert picked("utrecht", "Gent") is None  # the field was changed after the pick
    assert picked("atlantis", "Utrecht") is None


@pytest.mark.parametrize("typed", ["oulo", "olu", "ouul", "uolu"])
def test_a_slip_in_a_short_name(ctx: Flask, typed: str) -> None:
    with writing():
        make("oulu", "Oulu", country="FI")
    assert [one.code for one in finding.suggestions(typed)] == ["oulu"]


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("matosihnos", "matosinhos", True),
        ("rzeszow", "rzeszo", True),
        ("gent", "gnet", False),
        ("abcdef", "badcfe", False),
        ("abcdef", "abcdef", False),
        ("abcdef", "abcdfe", True),
    ],
)
def test_a_slip_of_letters_is_forgiven(one: str, other: str, near: bool) -> None:
    assert one_slip_off(one, other) is near


@pytest.mark.database("proof")
def test_the_plain_list_stays_small(app: Flask, client: InspectingClient) -> None:
    with app.app_context():
        with writing():
            make_edition()
            for number in range(400):
                make(f"town-{number}", f"Unpronounceable Municipality {number}", population=number)
        largest = suggested_communities()
        assert len(largest) == 300
        assert min(int(one.native_name.split()[-1]) for one in largest) == 100
    assert len(client.get("/fr/2031/register").data) < 60_000
