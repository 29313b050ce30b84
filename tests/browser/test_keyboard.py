"""Without a mouse, and without JavaScript."""

from __future__ import annotations

import pytest
from browser import Visitor, accessibility_faults, fill_in, photograph, press, says, sideways, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

FORM = ["represents", "place", "given", "family", "function", "email", "mode"]
ANSWERS = ["Rzeszów", "Żaneta", "Łukaszewicz-Đorđević", "Maire", "clavier@rzeszow.example.org"]
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const open = one.tagName === "SUMMARY" ? "more" : one.tagName === "BUTTON" ? "send" : one.getAttribute("href");
    return {
        name: one.name || open,
        ringed: one.matches(":focus-visible") && parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
        inside: box.top >= -1 && box.bottom <= innerHeight + 1,  // a browser scrolls by whole pixels
    };
}"""


def tab(page: Page) -> str:
    """One press of Tab: where it leads, which must be seen."""
    page.keyboard.press("Tab")
    reached = page.evaluate(FOCUS)
    assert (reached["ringed"], reached["inside"]) == (True, True), reached
    return str(reached["name"])


def test_the_skip_link_leads_to_the_content(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    page.goto("/fr/2027/register")
    assert tab(page) == "#main"
    expect(page.get_by_role("link", name=says("fr", "Skip to content"))).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert tab(page) == FORM[0]


def test_the_form_is_sent_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    page.goto("/fr/2027/register#main")
    reached = []
    answers = iter(ANSWERS)
    while (name := tab(page)) != "send":
        reached.append(name)
        if name in {"represents", "mode"}:
            page.keyboard.press("Space")
        elif name in FORM:
            page.keyboard.type(next(answers))
    assert reached == [*FORM, "more"]
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_contain_text(says("fr", "Confirmed."))


def test_every_control_is_reached_once_and_seen(visitor: Visitor) -> None:
    page = visitor("en", 1280)
    for path in ("/en/", "/en/2027/register", "/en/sign-in", "/en/2023/report", "/en/2027/practical"):
        page.goto(path)
        controls = page.locator("a:visible, button:visible, summary:visible, input:not([type=hidden]):visible").count()
        grouped = page.locator("fieldset [type=radio]").count() - page.locator("fieldset").count()
        reached = [tab(page) for _control in range(controls - grouped)]
        assert page.evaluate("document.activeElement.closest('.foot') !== null"), (path, reached)


@pytest.mark.proof("the form without a script: test_registration_form")
def test_without_javascript_the_whole_registration_works(visitor: Visitor) -> None:
    page = visitor("fr", 360, java_script_enabled=False)
    page.goto("/fr/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", given="Żaneta", email="sans-script")
    assert press(page, says("fr", "Register")).status == 422
    expect(page.locator(".summary").get_by_role("link")).to_have_count(3)
    expect(page.locator("[name=given]")).to_have_value("Żaneta")
    page.get_by_text(says("fr", "I am registering someone else")).click()
    fill_in(page, family="Łukaszewicz", function="Maire", email="sans-script@rzeszow.example.org")
    fill_in(page, assistant_email="cabinet@rzeszow.example.org")
    assert press(page, says("fr", "Register")).status == 303
    expect(page.locator(".state")).to_contain_text(says("fr", "Confirmed."))


def test_office_menus_open_and_close_by_keyboard(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    sign_in(page, ORGANISER, "fr")
    page.goto("/fr/manage/2027/")
    summary = page.locator(".menu.own summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert tab(page).endswith("/manage/2027/settings/opening")
    assert [sideways(page), accessibility_faults(page)] == [[], []]
    photograph(page, "fr", "office-menu")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(page.get_by_role("link", name=says("fr", "My account"))).to_be_hidden()
    page.locator(".menu:not(.own) summary").click()
    expect(page.locator(".menu:not(.own) a").first).to_be_in_viewport()
    summary.click()
    expect(page.locator(".menu:not(.own)")).not_to_have_attribute("open", "")


def test_the_office_navigation_is_one_line(visitor: Visitor) -> None:
    page = visitor("fr", 360)
    sign_in(page, ORGANISER, "fr")
    page.goto("/fr/manage/2023/results")
    strip = page.locator(".strip")
    assert strip.bounding_box()["height"] < 60  # type: ignore[index]
    expect(strip.locator("[aria-current]")).to_be_in_viewport()
    page.locator(".strip a").first.focus()
    reached = [tab(page) for _entry in range(8)]
    assert reached[-1].endswith("/results")


def test_the_office_works_without_javascript(visitor: Visitor) -> None:
    page = visitor("en", 360, java_script_enabled=False)
    sign_in(page, ORGANISER, "en")
    page.goto("/en/manage/2027/")
    page.locator(".menu.own summary").click()
    page.get_by_role("link", name=says("en", "Settings"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("en", "Settings"))
