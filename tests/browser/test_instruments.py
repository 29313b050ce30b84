"""What looks at pages finds what is bad, and the addresses that need no look lead to pages that have one."""

from __future__ import annotations

import re
from collections.abc import Callable

from browser import Device, Visitor, accessibility_faults, sideways
from playwright.sync_api import BrowserContext, expect


def test_two_addresses_lead_to_inspected_pages(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/en/")
    home = page.get_by_role("main").inner_html()
    page.goto("/en/2027/")
    assert page.get_by_role("main").inner_html() == home
    page.goto("/en/2027/register/received")
    expect(page).to_have_url(re.compile("/en/2027/register$"))


def test_the_instruments_find_what_is_bad(new_context: Callable[..., BrowserContext], base_url: str) -> None:
    device = Device(new_context(), base_url)
    page = device.page
    page.goto("/en/")
    assert (device.complaints, sideways(page), accessibility_faults(page)) == ([], [], [])
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button><p style=\"width:3000px\">wide')")
    page.evaluate("document.querySelector('p:last-child').style.width = '3000px'")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.invalid/', alt: ''}))")
    expect(page.locator("img[src*=elsewhere]")).to_have_count(1)
    page.evaluate("document.querySelector('p:last-child').style.color = 'silver'")
    found = accessibility_faults(page)
    for rule in ("button-name", "color-contrast"):
        assert any(fault.startswith(rule) for fault in found), rule
    assert sideways(page)
    assert any("CSP style-src" in complaint for complaint in device.complaints)
    assert any("CSP img-src" in complaint for complaint in device.complaints)
    page.goto("about:blank")
    page.set_content("<img src='http://elsewhere.invalid/x.png'>")
    assert "request to http://elsewhere.invalid/x.png" in device.complaints
