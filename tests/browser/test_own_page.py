"""The own page in a real browser, in both languages: handing over, coming back, an office with several people."""

from __future__ import annotations

import pytest
from browser import (
    PEOPLE,
    Visitor,
    accessibility_faults,
    decoded,
    fill_in,
    hearing,
    mail_to,
    photograph,
    picture,
    press,
    says,
    sideways,
    until,
)
from playwright.sync_api import Page, expect


def register(page: Page, lang: str, given: str, email: str, assistant: str = "") -> None:
    """Fill in the form as it stands; the city may be there already."""
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", function="Maire")
    fill_in(page, given=given, family="Wiśniewska", email=email)
    if assistant:
        details = page.locator("details.more")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        fill_in(page, assistant_email=assistant)
    assert press(page, says(lang, "Register")).status == 303


def open_link(page: Page, lang: str, address: str, subject: str, *, number: int = 1) -> None:
    """Through the mail and its one button."""
    mail_to(page, address, says(lang, subject), lang, number)
    page.get_by_role("article").locator("a[href*='/r/']:not([href*=then])").first.click()
    press(page, says(lang, "Open my registration"))


@pytest.mark.proof("the same without a browser: tests/registration/test_hand_over_place.py")
@PEOPLE
def test_a_place_passes_on_with_another_code(visitor: Visitor, lang: str, width: int) -> None:
    page, email = visitor(lang, width), f"hands.over.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    register(page, lang, "Halina", email)
    open_link(page, lang, email, "Registration confirmed")
    before = decoded(picture(page.get_by_alt_text(hearing(says(lang, "Your entry code")))))
    page.get_by_role("link", name=says(lang, "Someone else will come instead")).click()
    fill_in(page, given="Boris", family="", function="Adjoint", email=f"boris.{lang}@rzeszow.example.org")
    assert press(page, says(lang, "Transfer the place")).status == 422
    expect(page.locator("#given")).to_have_value("Boris")
    fill_in(page, family="Nowak")
    assert press(page, says(lang, "Transfer the place")).status == 303
    expect(page.locator(".state")).to_contain_text(says(lang, "Transferred."))
    expect(page.locator(".code-card")).to_have_count(0)
    other = visitor(lang, width)
    open_link(other, lang, f"boris.{lang}@rzeszow.example.org", "A place has been transferred to you")
    expect(other.get_by_role("heading", level=1)).to_have_text("Boris Nowak")
    after = decoded(picture(other.get_by_alt_text(hearing(says(lang, "Your entry code")))))
    assert after
    assert after != before


@pytest.mark.proof("any order of such events without a browser: tests/registration/test_life_cycle.py")
@PEOPLE
def test_who_cancelled_registers_anew(visitor: Visitor, lang: str, width: int) -> None:
    page, email = visitor(lang, width), f"comes.back.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    register(page, lang, "Irena", email)
    open_link(page, lang, email, "Registration confirmed")
    first = page.locator(".spoken").inner_text()
    page.get_by_role("link", name=says(lang, "I cannot come: cancel my registration")).click()
    press(page, says(lang, "Cancel my registration"))
    expect(page.locator(".state")).to_contain_text(says(lang, "Cancelled."))
    page.get_by_role("main").get_by_role("link", name=says(lang, "Register"), exact=True).click()
    register(page, lang, "Irena", email)
    open_link(page, lang, email, "Registration confirmed", number=2)
    expect(page.locator(".state")).to_contain_text(says(lang, "Confirmed."))
    assert page.locator(".spoken").inner_text() != first


@pytest.mark.proof("the same without a browser: tests/registration/test_assistants.py")
@PEOPLE
def test_an_assistant_registers_two_of_one_city(visitor: Visitor, lang: str, width: int) -> None:
    page, office = visitor(lang, width), f"office.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    register(page, lang, "Joanna", f"joanna.{lang}@rzeszow.example.org", office)
    open_link(page, lang, office, "Registration confirmed")
    expect(page.get_by_text(says(lang, "You are acting for this person."))).to_be_visible()
    page.get_by_role("link", name=says(lang, "Register another person from %(place)s", place="Rzeszów")).click()
    expect(page.locator("#place")).to_have_value("Rzeszów")
    expect(page.locator("#assistant_email")).to_have_value(office)
    register(page, lang, "Karol", f"karol.{lang}@rzeszow.example.org", office)
    page.goto(f"/{lang}/2027/my-link")
    fill_in(page, email=office)
    press(page, says(lang, "Send"))
    letter = mail_to(page, office, says(lang, "Your link"), lang)
    assert "Joanna Wiśniewska" in letter
    assert "Karol Wiśniewska" in letter


@PEOPLE
def test_entry_code_is_kept_only_when_asked(visitor: Visitor, lang: str, width: int) -> None:
    page, email = visitor(lang, width), f"keeps.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    register(page, lang, "Karolina", email)
    open_link(page, lang, email, "Registration confirmed")
    page.get_by_role("link", name=says(lang, "Show the code on its own, or keep it on this phone")).click()
    spoken = page.locator(".spoken").inner_text()
    code = decoded(picture(page.locator(".code-card svg")))
    expect(page.locator("#keep")).to_be_visible()
    assert accessibility_faults(page) == []
    assert sideways(page) == []
    photograph(page, lang, "entry-code")
    assert not page.evaluate("caches.has('entry code')")
    page.locator("#keep").click()
    expect(page.locator("[data-when=kept]")).to_be_visible()
    until(lambda: page.evaluate("navigator.serviceWorker.ready.then(() => true)"))
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".spoken")).to_have_text(spoken)
    expect(page.locator("#forget")).to_be_visible()
    assert decoded(picture(page.locator(".code-card svg"))) == code
    page.context.set_offline(False)
    page.locator("#forget").click()
    expect(page.locator("#keep")).to_be_visible()
    assert not page.evaluate("caches.has('entry code')")
