"""The form as people use it: a mayor on a telephone, a viewer, the waiting list, a lost tab, no script at all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from browser import (
    AXE,
    PEOPLE,
    Visitor,
    accessibility_faults,
    fill_in,
    hearing,
    mail_to,
    photograph,
    press,
    says,
    sideways,
    sign_in,
)
from factories import ORGANISER, make_edition
from playwright.sync_api import Page, expect
from sqlalchemy import select

from assembly import create_app
from assembly.extensions import db
from assembly.models import Edition
from assembly.transactions import writing
from config import Config

FULL = "2033"
HEIGHT = "document.querySelector('#given').getBoundingClientRect().top + scrollY"


def typed(page: Page) -> dict[str, str]:
    return {name: page.locator(f"[name={name}]").input_value() for name in ("place", "given", "family", "email")}


def open_own_page(page: Page, lang: str, email: str, subject: str) -> None:
    mail_to(page, email, says(lang, subject).partition(" –")[0], lang)
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/r/").click()
    press(page, says(lang, "Open my registration"))


@PEOPLE
def test_a_mayor_registers_by_keyboard(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width)
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site")
    field = page.get_by_role("combobox", name=says(lang, "City, region or organisation"))
    expect(field).to_have_attribute("aria-expanded", "false")
    below = page.evaluate(HEIGHT)
    field.press_sequentially("lodz")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text(hearing(says(lang, "City") + " · " + {"en": "Poland", "fr": "Pologne"}[lang]))
    expect(page.locator(".field [role=status]")).to_have_text("1 suggestion")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(HEIGHT) == below  # nothing moved
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("lodz")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(options.get_attribute("id")))
    expect(options).to_have_attribute("aria-selected", "true")
    page.evaluate(AXE)
    photograph(page, lang, "register-list")
    assert [sideways(page), accessibility_faults(page)] == [[], []]
    page.keyboard.press("Enter")
    expect(field).to_have_value("Łódź")
    expect(field).to_be_focused()
    expect(page.locator("[name=community]")).to_have_value("lodz")
    email = f"prezydent.{lang}@lodz.example.org"
    fill_in(page, given="Hanna", family="Zdanowska-Źrebiec", function="Mayor", email=email)
    page.get_by_text(says(lang, "I am registering someone else")).click()
    fill_in(page, assistant_email=f"cabinet.{lang}@lodz.example.org")
    assert press(page, says(lang, "Register")).status == 303
    expect(page.locator(".state")).to_contain_text(says(lang, "Confirmed."))
    photograph(page, lang, "received-three")
    page.get_by_role("link", name=says(lang, "Register another person from %(place)s", place="Łódź")).click()
    expect(page.locator("[name=place]")).to_have_value("Łódź")
    expect(page.locator("[name=assistant_email]")).to_have_value(f"cabinet.{lang}@lodz.example.org")
    expect(page.locator("[name=given]")).to_have_value("")
    assert says(lang, "Your registration is confirmed.") in " ".join(
        mail_to(page, email, says(lang, "Registration confirmed"), lang).split()
    )


def test_going_back_keeps_the_city(visitor: Visitor) -> None:
    page = visitor("en", 360)
    page.goto("/en/2027/register")
    fill_in(page, represents="community", place="Łódź", given="Ewa", family="Back", function="Mayor", mode="online")
    fill_in(page, email="back@lodz.example.org")
    assert press(page, "Register").status == 303
    page.go_back()
    expect(page.locator("[name=given]")).to_have_value("Ewa")
    expect(page.locator("[name=place]")).to_have_value("Łódź")


@PEOPLE
def test_a_viewer_picks_and_follows_online(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width, has_touch=True)
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", given="Ute", family="Über", function="Editor")
    fill_in(page, represents="organisation")
    room, why = (
        page.locator("[name=mode][value=on_site]"),
        says(lang, "The organisation you represent can only take part online."),
    )
    expect(room).to_be_disabled()
    expect(page.locator("[name=mode][value=online]")).to_be_checked()
    expect(page.get_by_text(why)).to_be_visible()
    photograph(page, lang, "register-online-only")
    fill_in(page, represents="public_body")
    expect(room).to_be_enabled()
    expect(page.get_by_text(why)).to_be_hidden()
    fill_in(page, represents="organisation")
    fill_in(page, email=f"ute.{lang}@press.example.org")
    page.locator("#place").press_sequentially("matosihnos")
    page.get_by_role("option", name="Matosinhos").tap()
    expect(page.locator("#place")).to_have_value("Matosinhos")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert press(page, says(lang, "Register")).status == 303
    expect(page.locator(".state")).to_have_text(
        says(lang, "Confirmed.") + " " + says(lang, "You will follow the assembly online.")
    )


def test_an_online_entry_takes_the_room_off(visitor: Visitor) -> None:
    page = visitor("en", 360)
    acme = {"code": "acme", "value": "Acme", "name": "Acme", "also": "", "where": "", "note": "", "online_only": True}
    page.route(re.compile("/communities/search"), lambda route: route.fulfill(json={"told": "1", "places": [acme]}))
    page.goto("/en/2027/register")
    fill_in(page, represents="community", mode="on_site")
    page.locator("#place").press_sequentially("acm")
    page.get_by_role("option", name="Acme").click()
    room = page.locator("[name=mode][value=on_site]")
    expect(room).to_be_disabled()
    expect(page.locator("[name=mode][value=online]")).to_be_checked()
    page.locator("#place").press_sequentially("e")
    expect(room).to_be_enabled()


@pytest.fixture(scope="module")
def full_soon(settings: Config) -> str:
    """An edition far away with one place; gives its address without the language."""
    app = create_app(settings)
    with app.app_context():
        if db.session.scalars(select(Edition).where(Edition.slug == FULL)).one_or_none() is None:
            with writing():
                make_edition(FULL, size=1, days_ahead=2_500)
    return f"/{FULL}/register"


def register_for_the_last_place(page: Page, lang: str, path: str, name: str) -> str:
    email = f"{name}.{lang}@gent.example.org".lower()
    page.goto(f"/{lang}{path}")
    fill_in(page, represents="community", place="Rzeszów", given=name, family="Łukaszewicz", function="Mayor")
    fill_in(page, email=email, mode="on_site")
    press(page, says(lang, "Register"))
    return email


@pytest.mark.proof("the same without a browser: tests/registration/test_answers.py")
@PEOPLE
def test_from_the_waiting_list_to_confirmed(visitor: Visitor, full_soon: str, lang: str, width: int) -> None:
    first, second = visitor(lang, width), visitor(lang, width)
    leaving = register_for_the_last_place(first, lang, full_soon, "Prima")
    expect(first.locator(".state")).to_contain_text(says(lang, "Confirmed."))
    waiting = register_for_the_last_place(second, lang, full_soon, "Secunda")
    expect(second.locator(".state")).to_contain_text(
        says(lang, "You are number %(number)s on the waiting list.", number=1)
    )
    open_own_page(first, lang, leaving, "Registration confirmed")
    first.get_by_role("link", name=says(lang, "I cannot come: cancel my registration")).click()
    press(first, says(lang, "Cancel my registration"))
    open_own_page(second, lang, waiting, "A place is now available for you – {assembly}")
    expect(second.locator(".state")).to_contain_text(says(lang, "A place is available for you."))
    press(second, says(lang, "Accept the place"))
    expect(second.locator(".state")).to_contain_text(says(lang, "Confirmed."))
    second.get_by_role("link", name=says(lang, "I cannot come: cancel my registration")).click()
    press(second, says(lang, "Cancel my registration"))  # the place is free again for the other language


@PEOPLE
def test_what_was_typed_outlives_a_closed_tab(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width)
    kept = page.locator("[data-kept]")
    page.goto(f"/{lang}/2027/register")
    expect(kept).to_be_hidden()
    answers = {
        "place": "Rzeszów",
        "given": "Żaneta",
        "family": "Łukaszewicz",
        "email": f"tab.{lang}@rzeszow.example.org",
    }
    fill_in(page, represents="community", mode="on_site", function="Maire", **answers)
    context = page.context
    page.close()

    page = context.new_page()
    kept = page.locator("[data-kept]")
    page.goto(f"/{lang}/2027/register")
    expect(kept).to_be_visible()
    assert typed(page) == answers
    expect(page.locator("[name=represents][value=community]")).to_be_checked()
    photograph(page, lang, "register-kept")
    page.evaluate(AXE)
    assert [sideways(page), accessibility_faults(page)] == [[], []]
    page.get_by_role("button", name=says(lang, "Clear these answers")).click()
    assert set(typed(page).values()) == {""}
    page.reload()
    expect(kept).to_be_hidden()
    assert set(typed(page).values()) == {""}

    fill_in(page, represents="community", mode="on_site", function="Maire", **answers | {"email": "no-at-sign"})
    assert press(page, says(lang, "Register")).status == 422
    expect(kept).to_be_hidden()  # the server gave it back: its answer is newer than anything kept
    fill_in(page, email=answers["email"])
    page.goto(f"/{lang}/2027/register")
    assert typed(page) == answers
    assert press(page, says(lang, "Register")).status == 303
    assert page.evaluate("Object.keys(localStorage)") == []
    page.goto(f"/{lang}/2027/register")
    expect(kept).to_be_hidden()
    assert set(typed(page).values()) == {""}


def test_what_is_a_day_old_is_forgotten(visitor: Visitor) -> None:
    page = visitor("en", 360)
    page.clock.install()
    page.goto("/en/2027/register")
    fill_in(page, given="Żaneta")
    page.clock.fast_forward(timedelta(hours=25) // timedelta(milliseconds=1))
    page.reload()
    expect(page.locator("[name=given]")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_without_suggestions_the_plain_list_comes_back(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    page.route(re.compile("/communities/search"), lambda route: route.fulfill(body="nothing"))
    page.goto("/fr/2027/register")
    field = page.locator("#place")
    field.press_sequentially("lodz")
    expect(field).to_have_attribute("list", "places")
    expect(field).not_to_have_attribute("role", "combobox")
    expect(field).to_have_value("lodz")
    fill_in(page, represents="community", mode="on_site", given="Hanna", family="Z", function="Maire")
    fill_in(page, email="plain@lodz.example.org")
    assert press(page, says("fr", "Register")).status == 303


@PEOPLE
def test_without_javascript_nothing_is_missing(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, 360, java_script_enabled=False)
    page.goto(f"/{lang}/2027/register")
    expect(page.locator("[data-kept]")).to_be_hidden()
    expect(page.locator("#place")).to_have_attribute("list", "places")
    assert page.locator("#places option").count() > 50
    expect(page.locator("#mode")).to_contain_text(hearing(says(lang, "until %(moment)s", moment="…")))
    fill_in(page, represents="organisation", place="lodz", given="Hanna", family="Z", function="Mayor", mode="on_site")
    fill_in(page, email=f"plain.{lang}@lodz.example.org")
    assert press(page, says(lang, "Register")).status == 422
    expect(page.locator("#mode .why")).to_have_text(
        says(lang, "In-person places are for cities, regions and public bodies. Choose “Online”.")
    )
    fill_in(page, represents="community", mode="online")
    assert press(page, says(lang, "Register")).status == 303
    expect(page.locator(".card")).to_have_count(2)


def test_the_office_finds_cities_the_same_way(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    sign_in(page, ORGANISER, "fr")
    page.goto("/fr/manage/2027/people/add")
    page.locator("#place").press_sequentially("a")
    expect(page.locator(".options li")).to_have_count(8)
    page.keyboard.press("Tab")
    expect(page.locator("#function")).to_be_focused()
    expect(page.locator(".options")).to_be_hidden()
    page.locator("#place").fill("")
    page.locator("#place").press_sequentially("bruxelles")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".options li")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#place")).to_have_value(re.compile("Bruxelles"))
    expect(page.locator("#function")).to_be_focused()
