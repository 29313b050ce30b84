"""The frame of the public pages: a low header, nothing that jumps, one left edge, little to load."""

from __future__ import annotations

import pytest
from browser import IN_PROOF, Visitor, says
from playwright.sync_api import Page, expect

PUBLIC = {
    "home": "2027/",
    "home-2023": "2023/",
    "programme": "2023/agenda",
    "programme-2027": "2027/agenda",
    "programme-changes": "2027/agenda/changes",
    "selection": "2027/agenda/selection",
    "practical": "2027/practical",
    "speakers": "2023/speakers",
    "speakers-2027": "2027/speakers",
    "recordings": "2023/recordings",
    "live": "2023/live",
    "report": "2023/report",
    "register": "2027/register",
    "participants": "2023/participants",
    "communities": "communities",
    "join": "communities/join",
    "about": "about",
    "declaration": "declaration",
    "privacy": "privacy",
    "legal": "legal",
    "accessibility": "accessibility",
    "open-data": "open-data",
    "contact": "2027/contact",
    "my-link": "my/",
    "sign-in": "sign-in",
    "not-found": "2027/nowhere",
}
COLD = [
    pytest.param(
        name, lang, width, marks=() if (lang, width) == ("fr", 360) and name in {"home", "register"} else IN_PROOF
    )
    for name in PUBLIC
    for lang in ("en", "fr")
    for width in (360, 1280)
]
_SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""
_LOADED = """() => performance.getEntriesByType("resource")
    .filter(e => /[.](css|js)([?]|$)/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0)"""


@pytest.mark.parametrize(("name", "lang", "width"), COLD)
def test_public_page_loads_still_and_small(visitor: Visitor, name: str, lang: str, width: int) -> None:
    """On a first visit nothing jumps while fonts arrive, and style and scripts are small. No player, no scanner."""
    page = visitor(lang, width)
    page.goto(f"/{lang}/{PUBLIC[name]}")
    assert page.evaluate(_SHIFTS) <= 0.02
    assert page.evaluate(_LOADED) <= 60_000


def test_late_fonts_move_nothing(visitor: Visitor) -> None:
    """A slow network: the page is shown in the system's fonts, and ours do not take their place any more."""
    page = visitor("fr", 360)
    page.route("**/*.woff2*", lambda route: (page.wait_for_timeout(1_500), route.continue_()))
    page.goto("/fr/2027/")
    assert page.evaluate(_SHIFTS) <= 0.02


def top(page: Page) -> float:
    return page.locator("main").bounding_box()["y"]  # type: ignore[index]


@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=IN_PROOF)])
def test_header_leaves_phone_to_page(visitor: Visitor, lang: str) -> None:
    """120 px of 740 with the note of the demonstration, the button that registers and the first action in sight."""
    page = visitor(lang, 360)
    page.set_viewport_size({"width": 360, "height": 667})
    for path in ("2027/", "2023/", "communities", "2027/nowhere"):
        page.goto(f"/{lang}/{path}")
        assert top(page) <= 120, path
    page.goto(f"/{lang}/2027/")
    header = page.locator("header.mast")
    expect(header.get_by_role("link", name=says(lang, "Register"))).to_be_in_viewport(ratio=1)
    expect(header.get_by_role("link", name={"fr": "English", "en": "Français"}[lang])).to_be_in_viewport(ratio=1)
    expect(page.locator(".hero .button").first).to_be_in_viewport(ratio=1)


def test_all_pages_begin_at_one_edge(visitor: Visitor) -> None:
    page, edges = visitor("en", 1280), {}
    for name, path in PUBLIC.items():
        page.goto(f"/en/{path}")
        edges[name] = page.locator("h1").bounding_box()["x"]  # type: ignore[index]
    mark = page.locator(".mark").bounding_box()["x"]  # type: ignore[index]
    assert set(edges.values()) == {mark}, edges
