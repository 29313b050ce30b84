"""The frame of the office: eight entries by permission, the menu, other editions, [+ Person] and the search."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from factories import DOOR, ORGANISER, make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.office.navigation import initials
from assembly.transactions import writing

CHAIR = ("cochair@example.org", "the floor is yours")
ALL = [
    "Today",
    "People",
    "Programme",
    "Co-chairs",
    "Badges and entrances",
    "Messages",
    "Recordings",
    "Cities and regions",
    "Report",
]
FRENCH = [
    "Aujourd’hui",
    "Personnes",
    "Programme",
    "Coprésidence",
    "Badges et accueil",
    "Messages",
    "Vidéos",
    "Villes et régions",
    "Bilan",
]
PASSPHRASE = "a long enough passphrase"


def entries(page: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in page.select("header .strip a")]


def menu(page: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in page.select("header .menu.own .sheet :is(a, button)")]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("who", "path", "expected"),
    [
        (ORGANISER, "/en/manage/2027/", ALL),
        (ORGANISER, "/fr/manage/2027/", FRENCH),
        (CHAIR, "/en/manage/2027/", ["Today", "People", "Co-chairs", "Cities and regions", "Report"]),
        (DOOR, "/en/manage/2027/badges/", ["Badges and entrances"]),
    ],
)
def test_each_role_sees_its_entries(
    demo_client: InspectingClient, who: tuple[str, str], path: str, expected: list[str]
) -> None:
    sign_in(demo_client, who)
    assert entries(demo_client.page(path)) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (ORGANISER, ["Settings", "Team", "My account", "Help", "Français", "Sign out"]),
        (CHAIR, ["My account", "Help", "Français", "Sign out"]),
    ],
)
def test_the_menu_holds_what_one_may(demo_client: InspectingClient, who: tuple[str, str], expected: list[str]) -> None:
    sign_in(demo_client, who)
    assert menu(demo_client.page("/en/manage/2027/")) == expected


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("", "Today"),
        ("people", "People"),
        ("people/add", "People"),
        ("programme/", "Programme"),
        ("badges/", "Badges and entrances"),
        ("messages/", "Messages"),
        ("recordings/", "Recordings"),
        ("results", "Report"),
        ("search", None),
        ("settings/", None),
    ],
)
def test_every_page_names_its_entry(demo_client: InspectingClient, path: str, here: str | None) -> None:
    sign_in(demo_client)
    found = demo_client.page(f"/en/manage/2027/{path}").select("header .strip [aria-current]")
    assert [one.get_text() for one in found] == ([here] if here else [])


@pytest.mark.proof("browser/test_pages opens every page")
def test_each_entry_leads_to_a_page(demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    for link in demo_client.page("/en/manage/2027/").select("header a"):
        demo_client.page(str(link["href"]), follow_redirects=True)


def test_other_editions_are_those_one_sees(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        first, second, _third = (make_edition(slug) for slug in ("2031", "2032", "2033"))
        user = make_user("organiser", "two@example.org", first)
        user.edition_roles += make_user("organiser", "other@example.org", second).edition_roles
    sign_in(client, ("two@example.org", PASSPHRASE))
    links = client.page("/en/manage/2031/").select("header details.menu:not(.own) a")
    assert [one["href"] for one in links] == ["/en/manage/2032/"]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("right", "lands", "entry"),
    [
        ("check_signatures", "/en/manage/2031/signatures/", "Cities and regions"),
        ("edit_directory", "/en/manage/2031/networks/", "Cities and regions"),
        ("write_messages", "/en/manage/2031/messages/groups/", "Messages"),
        ("edit_settings", "/en/manage/2031/settings/", None),
    ],
)
def test_one_right_alone_leads_somewhere(
    app: Flask, client: InspectingClient, right: str, lands: str, entry: str | None
) -> None:
    """An entry leads to the first of its parts one may see."""
    with app.app_context(), writing():
        user = make_user("organiser", "one@example.org", make_edition("2031"))
        user.edition_roles[0].permissions = [right]
    sign_in(client, ("one@example.org", PASSPHRASE))
    assert client.get("/en/manage/").location == lands
    found = client.page(lands).select("header .strip a")
    assert [(one.get_text(), one["href"]) for one in found] == ([(entry, lands)] if entry else [])


@pytest.mark.parametrize(("who", "first"), [(CHAIR, "/fr/manage/2027/desk/"), (ORGANISER, "/fr/2027/agenda")])
def test_co_chair_finds_desk_from_public_header(
    demo_client: InspectingClient, who: tuple[str, str], first: str
) -> None:
    sign_in(demo_client, who)
    assert demo_client.page("/fr/2027/").select_one("header .strip a")["href"] == first
    assert demo_client.page("/fr/2027/nowhere", 404).select_one("header .strip a")["href"] == "/fr/2027/agenda"


def test_person_and_search_are_always_there(demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    for path in ("", "people", "messages/", "team/", "settings/extras"):
        header = demo_client.page(f"/fr/manage/2027/{path}").header
        assert header.select_one("a.add")["href"] == "/fr/manage/2027/people/add"
        assert header.select_one("form[role=search]")["action"] == "/fr/manage/2027/search"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Olga Organiser", "OO"), ("Ana María de la Cruz", "AC"), ("Żaneta", "Ż"), ("— ", "?"), ("", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
