"""The pictures of the organisers' guide, which `make proof` makes where the application serves them."""

from __future__ import annotations

import pytest
from browser import ROOT, Visitor, picture, sign_in
from factories import ORGANISER
from playwright.sync_api import expect

from assembly.office.guide import TASKS


@pytest.mark.proof("the guide is whole without its pictures")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_task_shows_its_first_page(visitor: Visitor, lang: str) -> None:
    page, folder = visitor(lang), ROOT / "static/vendor/guide"
    folder.mkdir(exist_ok=True)
    sign_in(page, ORGANISER, lang)
    for name in TASKS:
        page.goto(f"/{lang}/manage/2027/guide/{name}")
        page.goto(str(page.locator("main ul a").first.get_attribute("href")))
        picture(page, path=folder / f"{lang}-{name}.jpg", type="jpeg", quality=70)
        page.goto(f"/{lang}/manage/2027/guide/{name}")
        shown = page.locator("main img")
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("one => one.naturalWidth") == 1280
