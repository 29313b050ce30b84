"""How many have signed, on any date: what stood before and the dated signatures since."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from inspector import InspectingClient

from assembly.models import SignatureKind
from assembly.stats.queries import signatures_as_of


@pytest.mark.turns(2)
@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("day", "signed"),
    [
        (date(2022, 12, 31), 0),
        (date(2023, 1, 1), 139),
        (date(2023, 6, 4), 139),
        (date(2023, 6, 14), 147),
        (date(2023, 6, 15), 151),
        (date(2023, 6, 30), 151),
    ],
)
def test_signatories_on_a_date(demo_app: Flask, day: date, signed: int) -> None:
    with demo_app.app_context():
        assert signatures_as_of(SignatureKind.SIGN, day) == signed


@pytest.mark.database
def test_the_public_list_names_the_twelve(demo_client: InspectingClient) -> None:
    english, french = (demo_client.page(f"/{lang}/communities?on=2023-06-30") for lang in ("en", "fr"))
    for page in (english, french):
        assert len(page.select("ol.programme li")) == 12
        assert [dd.get_text() for dd in page.select("dl.figures dd")] == ["151", "130"]
    assert "Flanders (Vlaanderen)" in english.get_text()
    assert "Flandre (Vlaanderen)" in french.get_text()
    assert [h3.get_text() for h3 in english.select("ol.programme h3")][-1] == "Tarragona"


def test_before_the_assembly_eight_had_joined(demo_client: InspectingClient) -> None:
    assert len(demo_client.page("/en/communities?on=2023-06-14").select("ol.programme li")) == 8
    written = demo_client.page("/fr/communities?on=14/06/2023")  # a browser without a date field sends what is typed
    assert len(written.select("ol.programme li")) == 8
    assert (written.select_one("#on")["type"], written.select_one("#on")["value"]) == ("date", "2023-06-14")


@pytest.mark.turns(4)
@pytest.mark.parametrize("typed", ["yesterday", "2023-02-30", "9" * 300, "<b>"])
def test_an_unreadable_day_is_said(demo_client: InspectingClient, typed: str) -> None:
    page = demo_client.page("/fr/communities", query_string={"on": typed})
    assert page.select_one("#on")["value"] == typed
    assert page.select_one(".why") is not None


def test_the_same_for_machines(demo_client: InspectingClient) -> None:
    answer = demo_client.get("/fr/communities.json?on=2023-06-15").get_json()
    assert (answer["signatories"], answer["supporters"], len(answer["signed"])) == (151, 130, 12)
    assert {one["code"] for one in answer["signed"] if one["edition"] == "2023"} == {
        "rzeszow",
        "tallinn",
        "centre-val-de-loire",
        "pays-de-la-loire",
    }


@pytest.mark.turns(3)
@pytest.mark.parametrize("path", ["communities/join", "declaration", "about", "2024/", "2025/", "2026/", "2025/agenda"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_ways_to_declaration_and_past_assemblies(demo_client: InspectingClient, lang: str, path: str) -> None:
    assert demo_client.page(f"/{lang}/{path}").h1.get_text()


def test_each_assembly_has_its_own_co_chairs(demo_client: InspectingClient) -> None:
    seen = {}
    for year in ("2023", "2024", "2025", "2026"):
        page = demo_client.page(f"/en/{year}/")
        chairs = [h3.get_text(strip=True) for h3 in page.select(".faces h3")]
        seen[year] = (page.select_one(".when b").get_text(), chairs)
    new_name = "Living-in.EU Digital Assembly"
    assert seen == {
        "2023": ("EU Mayors’ Digital Assembly", []),  # their quotes take the place
        "2024": (new_name, ["Lluïsa Moret i Sabidó", "Mirja Vehkaperä"]),
        "2025": (new_name, ["Ivan Goychev", "Lluïsa Moret i Sabidó"]),
        "2026": (new_name, ["Ivan Goychev", "Lluïsa Moret i Sabidó"]),
    }
