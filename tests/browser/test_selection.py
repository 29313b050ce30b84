"""The programme in a browser: sessions selected on this device, and the visitor's own time beside that of the place."""

from __future__ import annotations

import re

import pytest
from browser import PEOPLE, Visitor, accessibility_faults, press, says, sideways
from factories import make_edition
from playwright.sync_api import expect
from programmes import two_rooms
from server import Server
from sessions import come, link_path
from sqlalchemy import select

from assembly import create_app
from assembly.extensions import db
from assembly.models import Edition
from assembly.transactions import writing
from config import Config

EDITION = "2034"


@pytest.fixture(scope="module", autouse=True)
def _programme(settings: Config, server: Server) -> None:
    """An assembly with two sessions at once."""
    with create_app(settings).app_context(), writing():
        two_rooms(make_edition(EDITION, days_ahead=2_600))


@PEOPLE
def test_a_selection_is_kept_on_the_device(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width)
    title = {"en": ("Left", "Right"), "fr": ("Left (fr)", "Right (fr)")}[lang]
    page.goto(f"/{lang}/{EDITION}/agenda")
    for one in title:
        page.get_by_role("button", name=says(lang, "Add to my selection")).filter(has_text=one).click()
    page.reload()
    expect(page.get_by_role("button", name=says(lang, "Remove from my selection"))).to_have_count(2)
    assert (accessibility_faults(page), sideways(page)) == ([], [])
    page.get_by_role("link", name=says(lang, "My selection")).click()
    expect(page.get_by_role("main")).to_contain_text(
        says(lang, "“%(first)s” and “%(second)s” take place at the same time.", first=title[0], second=title[1])
    )
    assert (accessibility_faults(page), sideways(page)) == ([], [])
    page.get_by_role("button", name=says(lang, "Remove from my selection")).filter(has_text=title[0]).click()
    expect(page.get_by_role("heading", name=title[0], exact=True)).to_have_count(0)
    page.goto(f"/{lang}/{EDITION}/agenda/selection")  # without the codes in the address
    expect(page.get_by_role("heading", name=title[1], exact=True)).to_be_visible()


@PEOPLE
def test_a_selection_moves_to_the_registration(visitor: Visitor, settings: Config, lang: str, width: int) -> None:
    with create_app(settings).app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == EDITION)).one()
        number = {"en": 7001, "fr": 7002}[lang]
        link = link_path(come(edition, number)).replace("/en/", f"/{lang}/")
    page = visitor(lang, width)
    page.goto(f"/{lang}/{EDITION}/agenda")
    page.get_by_role("button", name=says(lang, "Add to my selection")).filter(has_text="Right").click()
    page.goto(link)
    press(page, says(lang, "Open my registration"))
    page.goto(f"/{lang}/{EDITION}/agenda/selection")
    press(page, says(lang, "Add these sessions to my selection"))
    expect(page.get_by_role("heading", name="Right")).to_be_visible()
    assert (accessibility_faults(page), sideways(page)) == ([], [])
    page.reload()
    expect(page.get_by_role("button", name=says(lang, "Add these sessions to my selection"))).to_have_count(0)
    page.goto(f"/{lang}/{EDITION}/agenda")
    page.get_by_role("button", name=says(lang, "Add to my selection")).filter(has_text="Closing").click()
    expect(page.get_by_role("link", name=says(lang, "My selection"))).to_contain_text("(2)")


@PEOPLE
def test_a_visitor_elsewhere_reads_their_own_time(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width, timezone_id="Asia/Tokyo")
    page.goto(f"/{lang}/{EDITION}/agenda")
    expect(page.get_by_role("main")).to_contain_text({"en": "Japan", "fr": "Japon"}[lang])
    hours = page.locator(".own-time").first.inner_text()
    assert re.search({"en": r"1[67]:00 – 1[67]:30", "fr": r"1[67]\sh\s00 – 1[67]\sh\s30"}[lang], hours)
    at_home = visitor(lang, width, timezone_id="Europe/Brussels")
    at_home.goto(f"/{lang}/{EDITION}/agenda")
    expect(at_home.locator(".programme li")).to_have_count(3)
    expect(at_home.locator(".own-time")).to_have_count(0)


@PEOPLE
def test_without_a_script_nothing_is_promised(visitor: Visitor, lang: str, width: int) -> None:
    page = visitor(lang, width, java_script_enabled=False)
    page.goto(f"/{lang}/{EDITION}/agenda")
    expect(page.get_by_role("button", name=says(lang, "Add to my selection"))).to_have_count(0)
    expect(page.get_by_role("heading", name="Opening")).to_be_visible()
