"""The public list of signatures: filtered, in the Union's order, for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask import Flask
from inspector import InspectingClient

from assembly.formats import EU_ORDER, eu_code, in_eu_order
from assembly.i18n import speaking
from assembly.tables import csv_file

pytestmark = pytest.mark.database

ON = "on=2023-06-30"


def names(client: InspectingClient, query: str) -> list[str]:
    page = client.page(f"/en/communities?{ON}&{query}")
    return [h3.get_text() for h3 in page.select("ol.programme h3")]


@pytest.mark.database("proof")
@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 12),
        ("country=ES", 5),
        ("kind=region", 4),
        ("joined=at-2023", 4),
        ("joined=between", 8),
        ("joined=2023", 12),
        ("country=FR&kind=region&joined=at-2023", 2),
        ("country=FR&kind=municipality", 0),
        ("country=XX", 0),
        ("kind=%00&joined=' OR 1=1", 0),
    ],
)
def test_filters_choose(demo_client: InspectingClient, query: str, count: int) -> None:
    assert len(names(demo_client, query)) == count
    chosen = demo_client.get(f"/en/communities.json?{ON}&{query}").get_json()
    assert (len(chosen["signed"]), chosen["signatories"]) == (count, 151)  # the count is of all, whatever is shown


@pytest.mark.database("proof")
def test_the_page_keeps_what_was_chosen(demo_client: InspectingClient) -> None:
    page = demo_client.page(f"/fr/communities?{ON}&country=ES")
    assert page.select_one("#filter-country option[selected]").get_text() == "Espagne"
    assert page.select_one("[role=status]").get_text(" ", strip=True).startswith("5 sur 12 signatures de la liste")
    assert [option.get_text() for option in page.select("#filter-joined option")] == [
        "Indifférent",
        "en 2023",
        "à l’assemblée de 2023",
        "entre les assemblées",
    ]


def test_countries_stand_in_protocol_order(demo_client: InspectingClient) -> None:
    page = demo_client.page(f"/en/communities?{ON}")
    codes = [option["value"] for option in page.select("#filter-country option")][1:]
    assert codes == ["BE", "DE", "EE", "ES", "FR", "PL", "PT"]


def test_the_unions_order_and_greeces_code(ctx: Flask) -> None:
    assert len(EU_ORDER) == 27
    with speaking("en"):
        assert in_eu_order(["UA", "SE", "GR", "NO", "BE"]) == ["BE", "GR", "SE", "NO", "UA"]
    assert (eu_code("GR"), eu_code("FR")) == ("EL", "FR")


@pytest.mark.database("proof")
def test_the_list_for_a_spreadsheet(demo_client: InspectingClient) -> None:
    answer = demo_client.get(f"/fr/communities.csv?{ON}&country=PL")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="signatories-2023-06-30.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["name"], row["country"], row["signed_on"], row["edition"]) for row in rows] == [
        ("Rzeszów", "PL", "2023-06-15", "2023")
    ]


@pytest.mark.database("proof")
@pytest.mark.parametrize("text", ["=SUM(1)", "+1", "-1", "@x", "\tx", "\rx", "＝1", "|x", "%x"])
def test_no_cell_is_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(StringIO(csv_file(["a"], [[text]]).decode("utf-8-sig").partition("\r\n")[2], newline=""))
    assert cell == f"'{text}"


@pytest.mark.database("proof")
@pytest.mark.turns(3)
@pytest.mark.parametrize("text", ["O'Neill", 'say "yes"', "a;b,c", "a\nb", "Žilina", None, ""])
def test_any_other_cell_comes_back_unchanged(text: str | None) -> None:
    ((cell,),) = csv.reader(StringIO(csv_file(["a"], [[text]]).decode("utf-8-sig").partition("\r\n")[2], newline=""))
    assert cell == (text or "")
