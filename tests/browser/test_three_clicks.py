"""At 360 pixels nobody needs more than three presses for what they came for."""

from __future__ import annotations

import pytest
from browser import Visitor, says
from playwright.sync_api import expect


@pytest.mark.parametrize("home", ["/", "/fr/2023/"])
def test_a_viewer_reaches_the_french_recording(visitor: Visitor, home: str) -> None:
    """From the home people type, which is that of the coming assembly, and from that of the assembly itself."""
    page = visitor("fr", 360)
    page.goto(home)
    if home == "/":
        page.get_by_role("navigation", name=says("fr", "Main menu")).get_by_role("link", name="Voir et revoir").click()
    else:
        page.get_by_role("link", name="Regarder en français", exact=True).click()
    page.get_by_role("link", name="Français (interprétation)", exact=True).first.click()
    expect(page.locator("[data-play]")).to_be_in_viewport()
    provider = page.get_by_role("link", name=says("fr", "Open on %(site)s", site="video.example.org"))
    assert provider.get_attribute("href") == "https://video.example.org/2023/opening-fr.mp4"
    assert provider.get_attribute("hreflang") == "fr"


def test_a_newcomer_reaches_the_calendar_file(visitor: Visitor) -> None:
    for lang in ("fr", "en"):
        page = visitor(lang, 360)
        page.goto("/")
        page.get_by_role("navigation", name=says(lang, "Main menu")).get_by_role("link", name="Programme").click()
        with page.expect_download() as file:
            page.get_by_text(says(lang, "PDF and calendar")).click()
            page.get_by_role("link", name=says(lang, "Download the calendar once (no updates)")).click()
        assert file.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_page_is_shared_by_its_address(visitor: Visitor) -> None:
    page = visitor("en", 360, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/2023/agenda?kind=plenary")
    page.locator(".programme h2 a").first.click()
    page.get_by_role("button", name=says("en", "Share this page")).click()
    expect(page.get_by_text(says("en", "Link copied"))).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
