"""The path: a mayor registers, reads her mail, opens her page, is found by the office, is let in once, is counted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from browser import PEOPLE, Visitor, decoded, fill_in, hearing, mail_to, picture, press, says, sign_in, stand_at
from factories import DOOR, ORGANISER
from playwright.sync_api import Page, expect

GIVEN, FAMILY = "Żaneta", "Łukaszewicz-Đorđević"


def open_form(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/")
    page.get_by_role("main").get_by_role("link", name=says(lang, "Register"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Register"))


def correct_a_faulty_form(page: Page, lang: str, email: str) -> None:
    """Family name missing, address without @: nothing typed is lost, the page starts where the faults are listed."""
    typed = {"place": "Rzeszów", "given": GIVEN, "function": "Maire", "email": email.replace("@", ".")}
    fill_in(page, represents="community", mode="on_site", family="", **typed)
    assert press(page, says(lang, "Register")).status == 422
    expect(page.locator(".summary")).to_be_focused()
    faults = {
        "family": "Enter the family name.",
        "email": "Enter an email address with an “@”, like office@city.eu.",
    }
    expect(page.locator(".summary").get_by_role("link")).to_contain_text([says(lang, why) for why in faults.values()])
    for name, why in faults.items():
        expect(page.locator(".field").filter(has=page.locator(f"#{name}")).locator(".why")).to_have_text(
            says(lang, why)
        )
        expect(page.locator(f"#{name}")).to_have_accessible_description(hearing(says(lang, why)))
    for name, text in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    expect(page.locator("[name=represents][value=community]")).to_be_checked()
    expect(page.locator("[name=mode][value=on_site]")).to_be_checked()
    page.locator(".summary").get_by_role("link", name=says(lang, "Family name")).click()
    expect(page.locator("#family")).to_be_focused()
    fill_in(page, family=FAMILY, email=email)
    assert press(page, says(lang, "Register")).status == 303
    expect(page.locator(".state")).to_have_text(says(lang, "Confirmed.") + " " + says(lang, "Your place is reserved."))


def open_own_page(page: Page, lang: str, email: str) -> tuple[str, str]:
    """Through the real mail and its one button; gives the reference and what the code holds."""
    letter = mail_to(page, email, says(lang, "Registration confirmed"), lang)
    assert says(lang, "Your registration is confirmed.") in " ".join(letter.split())
    assert page.get_by_role("article").get_attribute("lang") == lang
    in_mail = decoded(picture(page.get_by_alt_text(says(lang, "The entry code in this email"))))
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/r/").click()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(1)
    press(page, says(lang, "Open my registration"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{GIVEN} {FAMILY}")
    expect(page.locator(".state")).to_contain_text(says(lang, "Confirmed."))
    shown = decoded(picture(page.get_by_alt_text(hearing(says(lang, "Your entry code")))))
    assert shown == in_mail
    assert re.fullmatch(r"/b/[\w-]{20,}", urlsplit(shown[0]).path)
    return page.locator(".spoken").inner_text(), shown[0]


def is_found_by_the_office(page: Page, lang: str, reference: str) -> None:
    sign_in(page, ORGANISER, lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Today"))
    page.get_by_role("link", name=says(lang, "People"), exact=True).click()
    assert int(page.locator(".figures dd").first.inner_text()) > 30
    page.get_by_role("searchbox", name=says(lang, "Name, city or reference")).fill("lukaszewicz")
    page.get_by_role("main").get_by_role("button", name=says(lang, "Search")).click()
    row = page.get_by_role("row").filter(has_text=reference)
    expect(row.get_by_role("rowheader")).to_have_text(f"{GIVEN} {FAMILY}")
    expect(row).to_contain_text("Rzeszów")


def expect_already_in(page: Page, lang: str, door: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "ASK"))
    sentence = says(lang, "Already checked in at %(time)s, entrance %(door)s", time="…", door=door)
    expect(page.locator(".note")).to_have_text(hearing(sentence))


def admitted(page: Page, lang: str) -> int:
    """What the public page counts; before anybody came it says nothing."""
    page.goto(f"/{lang}/2027/")
    figure = page.locator(".figures > div").filter(has=page.get_by_text(says(lang, "People present"), exact=True))
    return int(figure.locator("dd").inner_text()) if figure.count() else 0


@PEOPLE
def test_a_mayor_registers_and_rehearses_the_door(visitor: Visitor, lang: str, width: int) -> None:
    public = visitor(lang, width)
    before = {each: admitted(public, each) for each in ("en", "fr")}

    mayor = visitor(lang, width)
    email = f"cabinet.{lang}@rzeszow.example.org"
    open_form(mayor, lang)
    correct_a_faulty_form(mayor, lang, email)
    reference, code = open_own_page(mayor, lang, email)
    is_found_by_the_office(visitor(lang, width), lang, reference)

    first = visitor(lang, width)
    sign_in(first, DOOR, lang)
    stand_at(first, "2027", "A", lang)
    first.goto(code)
    expect(first.locator(".who")).to_have_text(f"{GIVEN} {FAMILY}")
    expect(first.get_by_role("main").get_by_role("button")).to_have_count(1)
    press(first, says(lang, "Admit"))
    expect(first.get_by_role("heading", level=1)).to_have_text(says(lang, "IN"))
    expect(first.locator(".rehearsal b")).to_have_text(says(lang, "Rehearsal: not counted."))
    first.goto(code)
    expect_already_in(first, lang, "A")

    second = visitor(lang, width)
    sign_in(second, DOOR, lang)
    second.goto(code)
    expect(second.get_by_role("heading", level=1)).to_have_text(says(lang, "Which entrance?"))
    fill_in(second, door="B")
    press(second, says(lang, "Use this phone at this entrance"))
    expect_already_in(second, lang, "A")
    expect(second.locator(".anyway > summary").first).to_have_text(says(lang, "Admit anyway"))

    finder = visitor(lang, width)
    finder.goto(code)
    expect(finder.get_by_role("heading", level=1)).to_have_text(says(lang, "This is an entry code"))
    for word in (GIVEN, FAMILY, "Rzeszów", reference):
        assert word not in finder.content()
    assert {each: admitted(public, each) for each in ("en", "fr")} == before


@pytest.mark.proof("without a browser: tests/registration/test_register.py, tests/checkin/test_scans.py")
def test_cancelling_ends_the_code_once(visitor: Visitor) -> None:
    page, email = visitor("fr", 360), "annule@rzeszow.example.org"
    open_form(page, "fr")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", function="Maire", email=email)
    fill_in(page, given=GIVEN, family=FAMILY)
    press(page, says("fr", "Register"))
    open_own_page(page, "fr", email)
    link = says("fr", "I cannot come: cancel my registration")
    page.get_by_role("link", name=link).click()
    twice = page.context.new_page()
    twice.goto(page.url)
    for one in (page, twice):
        assert press(one, says("fr", "Cancel my registration")).status == 303
        expect(one.locator(".state")).to_contain_text(says("fr", "Cancelled."))
        expect(one.locator(".code-card")).to_have_count(0)
        expect(one.get_by_role("link", name=link)).to_have_count(0)
    assert page.goto("/fr/my/qr.svg").status == 404  # type: ignore[union-attr]
    mail_to(page, email, says("fr", "Registration cancelled"), "fr")
