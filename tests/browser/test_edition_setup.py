"""Copying the last edition, filling in what the list says, making it public: then somebody may register."""

from __future__ import annotations

import re

import pytest
from browser import Visitor, faults, fill_in, press, says, sign_in
from house import ORGANISER
from playwright.sync_api import Page, expect

SLUGS = {"en": "2031-york", "fr": "2032-lyon"}


def mend(page: Page, sentence: re.Pattern[str]) -> None:
    """Follow the link beside what is missing."""
    page.get_by_role("main").get_by_role("listitem").filter(has_text=sentence).get_by_role("link").first.click()


def begins(lang: str, message: str, **facts: object) -> re.Pattern[str]:
    """A sentence of the list as it begins, whichever spaces it is set with."""
    said = says(lang, message, **facts).split("§")[0]
    return re.compile(re.escape(said.strip()).replace(r"\ ", r"\s+"))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_last_years_edition_is_copied_completed_and_opened(visitor: Visitor, lang: str) -> None:
    page, nobody, slug = visitor(lang), visitor(lang, 360), SLUGS[lang]
    year = slug[:4]
    sign_in(page, ORGANISER, lang)
    page.goto(f"/{lang}/manage/editions/")
    page.get_by_role("main").get_by_role("link", name=says(lang, "Copy the last one")).click()
    fill_in(page, slug=slug, starts=f"{year}-05-14T09:00", ends=f"{year}-05-14T17:00", lead_up=f"{year}-01-01")
    fill_in(page, purpose_en="Opening in a browser", purpose_fr="Ouverture dans un navigateur")
    press(page, says(lang, "Make this edition"))
    page.wait_for_url("**/settings/opening")
    found = faults(page, lang, "opening-copied")

    assert nobody.goto(f"/{lang}/{slug}/").status == 404
    page.goto(f"/{lang}/{slug}/")
    expect(page.get_by_role("main").get_by_text(says(lang, "Not public yet"))).to_be_visible()
    page.goto(f"/{lang}/manage/{slug}/settings/opening")

    mend(page, begins(lang, "Nobody is named who answers for the personal data."))
    fill_in(page, controller_en="The host city", controller_fr="La Ville hôte")
    press(page, says(lang, "Save"))
    page.goto(f"/{lang}/manage/{slug}/settings/opening")
    mend(page, begins(lang, "Practical information is missing: %(topics)s.", topics="§"))
    for topic in ("entrance", "desk", "transport", "access", "online", "phone"):
        fill_in(page, **{f"{topic}_en": "As last year.", f"{topic}_fr": "Comme l’an dernier."})
    press(page, says(lang, "Save"))
    for mode in ("on_site", "online"):
        page.goto(f"/{lang}/manage/{slug}/places/{mode}")
        fill_in(page, opens="2026-01-05T09:00")
        press(page, says(lang, "Save"))

    page.goto(f"/{lang}/manage/{slug}/settings/opening")
    expect(page.get_by_text(begins(lang, "Nobody is named who answers for the personal data."))).to_have_count(0)
    found += faults(page, lang, "opening-ready")
    press(page, says(lang, "Make public"))
    expect(page.get_by_text(says(lang, "This assembly is public now."))).to_be_visible()

    nobody.goto(f"/{lang}/{slug}/register")
    expect(nobody.locator("main form [name=email]")).to_be_visible()
    assert not found
