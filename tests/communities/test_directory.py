"""The directory in the office: found by every spelling, filtered, changed by two people at once, deleted when free."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from directory import AT, ENTRY, entry, make, office
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from queries_counted import counted
from sqlalchemy import select

from assembly import tables
from assembly.communities import queries
from assembly.communities.facts import facts_of
from assembly.communities.service.merging import StillUsed, remove
from assembly.communities.service.places import change
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.models import Alias, Entry
from assembly.transactions import writing


def names(client: InspectingClient, query: str) -> list[str]:
    return [row.th.get_text(" ", strip=True) for row in client.page(f"{AT}?{query}").select("tbody tr")]


@pytest.fixture
def client(demo_app: Flask) -> InspectingClient:
    return office(demo_app)


@pytest.mark.proof("the same words: office/test_search, test_finding")
def test_words_find_theirs_however_they_are_typed(client: InspectingClient) -> None:
    for typed, found in {
        "lodz": "Łódź",
        "ŁÓDŹ": "Łódź",
        "matosihnos": "Matosinhos",
        "frankfurtrheinmain": "FrankfurtRheinMain",
        "frankfurt rhine": "FrankfurtRheinMain",
        "flandre": "Flanders (Vlaanderen)",
        "αθηνα": "Athens (Αθήνα)",
        "ATHÈNES": "Athens (Αθήνα)",
        "hertogenbosch": "’s-Hertogenbosch",
    }.items():
        assert names(client, f"q={typed}") == [found], typed
    assert names(client, "q=nothing-of-this-name") == []
    assert names(client, "q=%25") != []  # no letters: nothing is asked


@pytest.mark.proof("test_list: countries stand in protocol order")
def test_filters_have_the_unions_order(client: InspectingClient) -> None:
    page = client.page(f"{AT}?country=GR")
    codes = [option["value"] for option in page.select("#filter-country option")][1:]
    assert codes[:8] == ["BE", "BG", "CZ", "DK", "DE", "EE", "IE", "GR"]
    assert codes[-3:] == ["MD", "NO", "UA"]
    assert page.select_one("#filter-country option[selected]").get_text() == "Greece (EL)"
    assert len(page.select("tbody tr")) == 3
    assert [name[:8] for name in names(client, "kind=region&country=BE")] == ["Brussels", "Flanders"]
    assert [name[:8] for name in names(client, "network=cemr")] == ["Tallinn", "Associat"]
    for nonsense in ("kind=x", "country=XX", "network='"):
        assert names(client, nonsense) == []


def test_fifty_a_page_at_a_fixed_cost(demo_app: Flask, client: InspectingClient) -> None:
    def cost(path: str) -> int:
        with counted(demo_app) as sent:
            client.page(path)
        return len(sent)

    assert len(client.page(AT).select("tbody tr")) == 50
    before = cost(AT), cost(f"{AT}?page=2"), cost(f"{AT}duplicates"), cost(f"{AT}suggestions"), cost("/en/about")
    with demo_app.app_context(), writing():
        for n in range(120):
            make(f"town-{n}", f"Miasto {'abcdefghijkl'[n % 12] * (n // 12 + 3)}", networks=["oasc"])
    after = cost(AT), cost(f"{AT}?page=2"), cost(f"{AT}duplicates"), cost(f"{AT}suggestions"), cost("/en/about")
    assert after == before
    assert max(before) <= 14, before


def test_a_co_chair_sees_and_cannot_change(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        make_user("co_chair", "chair@one.example.org")
    chair: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    sign_in(chair, ("chair@one.example.org", "a long enough passphrase"))
    page = chair.page(f"{AT}?q=oulu")
    assert page.select("main .button, tbody a") == page.select("main form[role=search] .button")
    assert chair.get(f"{AT}oulu/edit").status_code == 403
    assert chair.get(f"{AT}list.csv").status_code == 200


def test_an_entry_is_added_with_all_facts(demo_app: Flask, client: InspectingClient) -> None:
    answers = {
        "native_name": "  Θήβα ",
        "native_lang": "el",
        "name_en": "Thebes",
        "name_fr": "Thèbes",
        "spellings": "Thiva\n\nThivai\nTHIVA",
        "kind": "municipality",
        "country": "EL",
        "nuts": "el641",
        "nuts_version": "2024",
        "population": "36 477",
        "website": "thiva.gr",
        "networks": "oasc",
    }
    assert client.submit(f"{AT}add?back=//evil.example/", **answers).location == AT
    assert names(client, "q=theb") == names(client, "q=thivai") == ["Thebes (Θήβα)"]
    with demo_app.app_context():
        facts = facts_of(entry("thebes"))
        assert (facts.native_name, facts.country, facts.nuts, facts.population) == ("Θήβα", "GR", "EL641", 36_477)
        assert (facts.website, facts.spellings, facts.networks) == ("https://thiva.gr", ("Thiva", "Thivai"), ("oasc",))
    again = client.submit(f"{AT}add", status=409, **answers | {"native_name": "ΘΗΒΑ"})
    assert "is already in the directory" in again.get_data(as_text=True)


FAULTS = {
    "native_name": ("…!", "contains letters"),
    "kind": ("emperor", "Choose the type"),
    "country": ("Narnia", "is not recognised. Enter its code"),
    "nuts": ("GR641", "should begin with EL"),
    "nuts_version": ("", "Choose the NUTS version"),
    "population": ("12a", "whole number"),
    "website": ("javascript:alert(1)", "Enter a web address"),
    "spellings": ("Athina\n!!!", "contains letters"),
    "networks": ("nobody", "Choose from the list"),
    "name_en": ("x" * 201, "Use 200 characters or fewer"),
    "native_lang": ("klingon", "code"),
}


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_fault_is_said_nothing_is_lost(
    demo_app: Flask, client: InspectingClient, lang: str, full_scale: bool
) -> None:
    path = f"/{lang}/manage/2027/communities/athens/edit"
    for field, (typed, sentence) in list(FAULTS.items())[:: 1 if full_scale else 2]:
        good = {"nuts": "EL303", "nuts_version": "2024", "population": "640 000"}
        answer = client.submit(path, form=ENTRY, status=422, **good | {field: typed})
        text = answer.get_data(as_text=True)
        if lang == "en":
            assert sentence in text, field
        if field not in ("networks", "kind", "country", "native_lang", "nuts_version", "spellings"):
            assert f'value="{typed}"' in text, field
        assert 'value="640 000"' in text or field == "population"
    with demo_app.app_context():
        assert entry("athens").version == 1


@pytest.mark.turns(9)
@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https://x",
        "ftp://a.eu",
        "https://a.eu/ b",
        "https://me@a.eu",
        "https://a.eu:x",
        "//a.eu",
        "https://[::1",
        "a",
    ],
)
def test_a_wrong_web_address_is_refused(client: InspectingClient, address: str) -> None:
    client.submit(f"{AT}oulu/edit", form=ENTRY, status=422, website=address)


@pytest.mark.proof("test_side_by_side_somebody_chooses_what_stays opens the old code")
def test_the_old_name_still_finds_it(demo_app: Flask, client: InspectingClient) -> None:
    client.submit(f"{AT}skelleftea/edit", form=ENTRY, native_name="Skellefte kommun", population="73 000")
    assert names(client, "q=skelleftea") == ["Skellefte kommun"]
    with demo_app.app_context():
        acts = select(Entry).where(Entry.noun == "community", Entry.noun_ref == "skelleftea").order_by(Entry.n)
        assert [act.verb for act in db.session.scalars(acts)] == ["added", "changed"]
        assert first_broken_entry() is None


def test_two_editors_lose_nothing(demo_app: Flask, client: InspectingClient) -> None:
    mine, theirs = client, office(demo_app)
    page = mine.page(f"{AT}oulu/edit")
    theirs.submit(f"{AT}oulu/edit", form=ENTRY, population="214 633")
    answer = mine.post(f"{AT}oulu/edit", data=typed(page, {"website": "https://www.ouka.fi", "population": "200 000"}))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Someone else has changed this since you opened the page" in text
    assert 'value="https://www.ouka.fi"' in text
    assert "214633 → <b>200000</b>" in text
    with demo_app.app_context():
        assert (entry("oulu").population, entry("oulu").website) == (214_633, "")
    again = typed(BeautifulSoup(text, "html5lib"), {})
    assert mine.post(f"{AT}oulu/edit", data=again).status_code == 303
    with demo_app.app_context():
        assert (entry("oulu").population, entry("oulu").website) == (200_000, "https://www.ouka.fi")


def typed(page: BeautifulSoup, answers: dict[str, str]) -> dict[str, str]:
    """What the form of an entry sends."""
    form = page.select_one(ENTRY)
    assert form is not None
    return filled(form, answers)


def test_only_what_nothing_refers_to_is_deleted(demo_app: Flask, client: InspectingClient) -> None:
    refused = client.submit(f"{AT}oulu/edit", form="main details form", status=409)
    assert "Merge it with another instead" in refused.get_data(as_text=True)
    client.submit(f"{AT}add", native_name="Vaasa", kind="municipality", country="FI", networks="oasc")
    assert client.submit(f"{AT}vaasa/edit", form="main details form").location == AT
    assert client.get(f"{AT}vaasa/edit").status_code == 404
    with demo_app.app_context():
        assert db.session.scalars(select(Alias).where(Alias.folded == "vaasa")).first() is None


def test_services_refuse_what_pages_refuse(ctx: Flask) -> None:
    with writing():
        one = make("lodz", "Łódź")
    with pytest.raises(ChangedMeanwhile), writing():
        change(one, facts_of(one), version=7)
    with writing():
        remove(one)
    assert queries.by_code("lodz") is None
    assert StillUsed.sentence


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_filtered_list_is_downloaded(client: InspectingClient, form: str) -> None:
    answer = client.get(f"{AT}list.{form}?country=FI&q=o")
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    heads, *rows = [line.cells for line in tables.read(answer.data).lines]
    assert heads[:3] == ("code", "native_name", "native_lang")
    assert sorted(row[0] for row in rows) == ["espoo", "kuntaliitto", "oulu"]
    if form == "csv":
        first = next(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
        assert (first["nuts"], first["networks"]) == ("FI1B1", "errin | eurocities")
