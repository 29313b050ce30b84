"""The office's list of people: narrowed, searched and sorted, at the same cost for ten and for a thousand."""

from __future__ import annotations

from typing import Any

import pytest
from bulk_data import crowd
from factories import ORGANISER, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Category, Edition, Mode, Registration, Represents, State
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Address, Among, Sort, Wanted
from assembly.registration.service import leaving, registering, waiting_list
from assembly.transactions import writing

PEOPLE = "/en/manage/2027/people"


@pytest.fixture
def office(demo_app: Flask, demo_client: InspectingClient) -> InspectingClient:
    """An organiser, with eleven more people at the coming assembly."""
    with demo_app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        for number, (family, place) in enumerate((("Ärger", "Oulu"), ("Żak", "Tallinn"), ("Zappa", "Matosinhos"))):
            registering.register(edition, submission(number, family=family, place=place, given="Új"))
        press = {"represents": Represents.ORGANISATION, "place": "Le Monde", "mode": Mode.ONLINE, "lang": "en"}
        registering.add_by_hand(edition, submission(7, category=Category.PRESS, email="", family="Écrivain", **press))
    sign_in(demo_client, ORGANISER)
    return demo_client


def names(client: InspectingClient, **asked: str) -> list[str]:
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    return [one.get_text(strip=True) for one in client.page(f"{PEOPLE}?{words}").select("tbody th a")]


@pytest.mark.database("proof")
def test_each_filter_narrows_and_all_join(office: InspectingClient) -> None:
    everybody = names(office)
    assert "Żaneta Écrivain" in names(office, category="press") != everybody
    assert names(office, address="no") == ["Żaneta Écrivain"]
    four = {"represents": "organisation", "language": "en", "mode": "online", "state": "confirmed"}
    assert names(office, category="press", address="no", **four) == ["Żaneta Écrivain"]
    assert names(office, category="press", mode="on_site") == []
    assert "Új Żak" in names(office, country="EE", office="head")
    assert set(names(office, address="yes")) == set(everybody) - {"Żaneta Écrivain"}


@pytest.mark.database
def test_search_ignores_accents_and_joins_filters(office: InspectingClient) -> None:
    assert names(office, q="UJ ZAK") == names(office, q="żak uj") == ["Új Żak"]  # one word may be in a code
    assert names(office, q="zak", category="press") == []


@pytest.mark.database
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Új Ärger", "Żaneta Écrivain", "Új Żak", "Új Zappa"]),
        ("place", ["Żaneta Écrivain", "Új Zappa", "Új Ärger", "Új Żak"]),
        ("newest", ["Żaneta Écrivain", "Új Zappa", "Új Żak", "Új Ärger"]),
        ("protocol", ["Új Żak", "Új Zappa", "Új Ärger", "Żaneta Écrivain"]),
    ],
)
def test_each_order(office: InspectingClient, sort: str, expected: list[str]) -> None:
    assert [one for one in names(office, sort=sort) if one in expected] == expected


@pytest.mark.turns(7)
@pytest.mark.parametrize(
    "bad",
    ["sort=name;drop", "state=nonsense", "mode=1", "category=x", "country=POLAND", "language=de", "address=maybe"],
)
def test_a_word_nobody_offers_is_refused(office: InspectingClient, bad: str) -> None:
    office.page(f"{PEOPLE}?{bad}", status=400)


@pytest.mark.proof("links of test_each_filter_narrows_and_all_join")
def test_chosen_filters_can_be_removed(office: InspectingClient) -> None:
    page = office.page(f"{PEOPLE}?category=press&q=ecri&sort=place")
    links = {one.select_one("[data-typed]").get_text(): one["href"] for one in page.select(".chosen a")}
    assert set(links) == {"Press", "“ecri”"}
    assert links["Press"].partition("?")[2] == "q=ecri&sort=place"
    assert len(office.page(links["“ecri”"]).select("tbody tr")) == 1


@pytest.fixture
def line(app: Flask, client: InspectingClient) -> InspectingClient:
    """Two places freed and offered, one person who waits besides: an organiser looks at their pages."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        for number in range(5):
            registering.register(edition, submission(number))
        for one in db.session.query(Registration).order_by(Registration.id).limit(2).all():
            leaving.cancel(one)
        make_user("organiser", "here@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def test_waiting_and_offered_are_counted_apart(line: InspectingClient) -> None:
    page = line.page("/en/manage/2031/people")
    tabs = [" ".join(one.get_text().split()) for one in page.select("nav.tabs a")]
    assert tabs[-3:] == ["Waiting list 1", "Place offered 2", "Will not come 2"]
    figures = {one.dt.get_text(): one.dd.get_text() for one in page.select(".figures > div")}
    assert figures["Waiting list"] == "1"
    listed = line.page("/en/manage/2031/people?state=waiting").select("tbody tr")
    assert [one.select_one("[data-label=Status]").get_text(" ", strip=True) for one in listed] == [
        "Waiting list number 1"
    ]
    today = [one.get_text() for one in line.page("/en/manage/2031/").select(".counts a")]
    assert today[-2:] == ["1 waiting", "2 places offered"]
    assert "1 person waiting" in line.page("/en/manage/2031/places/").get_text()


@pytest.mark.database
def test_the_waiting_list_stands_in_order(app: Flask, line: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number, family in ((7, "Ärger"), (8, "Aalto")):
            registering.register(edition, submission(number, family=family))
        first = db.session.query(Registration).filter_by(state=State.OFFERED).order_by(Registration.id).first()
        waiting_list.decline_offer(first)  # type: ignore[arg-type]
    page = line.page("/en/manage/2031/people?state=waiting")
    assert page.select_one("#filter-sort option[selected]")["value"] == "waiting"
    rows = [one.select_one("[data-label=Status]").get_text(" ", strip=True) for one in page.select("tbody tr")]
    assert rows == [f"Waiting list number {number}" for number in (1, 2, 3)]
    names_in_line = [one.get_text() for one in page.select("tbody th a")]
    assert names_in_line == ["Żaneta Ärger", "Żaneta Aalto", "Żaneta Łukaszewicz 2"]
    for at, link in enumerate(page.select("tbody th a"), 1):
        assert f"Number {at} on the waiting list" in line.page(link["href"]).get_text()
    by_name = line.page("/en/manage/2031/people?q=aalto&sort=name").select_one("[data-label=Status]")
    assert by_name.get_text(" ", strip=True) == "Waiting list number 2"
    assert not [one for one in line.page("/en/manage/2031/people?state=offered").select("tbody tr") if "number" in one]


def test_nobody_and_an_empty_page_are_said(office: InspectingClient) -> None:
    assert "No results. Try fewer letters" in office.page(f"{PEOPLE}?q=nobodyatall").get_text()
    assert "No results. Try fewer filters." in office.page(f"{PEOPLE}?category=volunteer").get_text()
    assert "This page is now empty." in office.page(f"{PEOPLE}?page=99").get_text()


def test_in_french(office: InspectingClient) -> None:
    page = office.page(f"{PEOPLE}?category=press".replace("/en/", "/fr/"))
    assert page.select_one(".chosen a [data-typed]").get_text() == "Presse"


@pytest.mark.database
def test_pages_have_neither_gap_nor_repetition(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        crowd(edition, 130)
    for sort in Sort:
        met = [one.id for number in (1, 2, 3) for one in people_queries.listed(edition, Wanted(), sort, number).rows]
        assert len(met) == len(set(met)) == 130


@pytest.mark.turns(2)
@pytest.mark.database
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted("berg"), Wanted(among=Among.CONFIRMED, lang="fr"), Wanted(address=Address.MISSING)]
)
def test_few_and_many_keep_one_order(ctx: Flask, wanted: Wanted) -> None:
    with writing():
        edition = make_edition()
        crowd(edition, 300)
    for sort in Sort:
        walked, first = (
            list(db.session.scalars(people_queries.found(edition, wanted, sort, few=few))) for few in (False, True)
        )
        assert walked == first
        assert len(first) == people_queries.how_many(edition, wanted) > 0


@pytest.mark.database("proof")
def test_ten_and_a_thousand_cost_the_same(demo_app: Flask, full_scale: bool) -> None:
    client: Any = demo_app.test_client()
    sign_in(client, ORGANISER)
    costs = []
    many = 1_000 if full_scale else 100
    for more in (10, many):
        with demo_app.app_context(), writing():
            edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
            crowd(edition, more, seed=more)
        for query in ("", "?q=berg&state=confirmed&country=PL&address=yes&sort=protocol"):
            with counted(demo_app) as sent:
                client.page(f"{PEOPLE}{query}")
            costs.append(len(sent))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 16, costs
    with demo_app.app_context():
        assert db.session.query(Registration).count() > many + 10
