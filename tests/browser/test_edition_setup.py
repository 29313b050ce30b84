"""Copying the last edition, filling in what the list says, making it public: then somebody may register."""

from __future__ import annotations

import re

from browser import OFFICE_WIDE, Visitor, faults, fill_in, hearing, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

COPIED = {
    "en": re.compile("practical information copied"),
    "fr": re.compile("rubriques d’informations pratiques reprises"),
}
SLUGS = {"en": "2031-york", "fr": "2032-lyon"}


def mend(page: Page, sentence: re.Pattern[str]) -> None:
    """Follow the link beside what is missing."""
    page.get_by_role("main").get_by_role("listitem").filter(has_text=sentence).get_by_role("link").first.click()


@OFFICE_WIDE
def test_last_years_edition_is_copied_and_opened(visitor: Visitor, lang: str) -> None:
    page, nobody, slug = visitor(lang), visitor(lang, 360), SLUGS[lang]
    year = slug[:4]
    sign_in(page, ORGANISER, lang)
    page.goto(f"/{lang}/manage/editions/")
    page.locator("main a[href$='from=2027']").last.click()
    fill_in(page, slug=slug, starts=f"{year}-05-14T09:00", ends=f"{year}-05-14T17:00", lead_up=f"{year}-01-01")
    fill_in(page, purpose_en="Opening in a browser", purpose_fr="Ouverture dans un navigateur")
    press(page, says(lang, "Create this assembly"))
    page.wait_for_url("**/settings/opening")
    found = faults(page, lang, "opening-copied")

    assert nobody.goto(f"/{lang}/{slug}/").status == 404
    page.goto(f"/{lang}/{slug}/")
    expect(page.get_by_role("main").get_by_text(says(lang, "Not public yet"))).to_be_visible()
    page.goto(f"/{lang}/manage/{slug}/settings/opening")

    mend(page, hearing(says(lang, "The organisation responsible for personal data is not named.")))
    fill_in(page, controller_en="The host city", controller_fr="La Ville hôte")
    press(page, says(lang, "Save"))
    page.goto(f"/{lang}/manage/{slug}/settings/opening")
    mend(page, COPIED[lang])
    press(page, says(lang, "Confirm that this information is still correct"))
    for mode in ("on_site", "online"):
        page.goto(f"/{lang}/manage/{slug}/places/{mode}")
        fill_in(page, opens="2026-01-05T09:00")
        press(page, says(lang, "Save"))

    page.goto(f"/{lang}/manage/{slug}/settings/opening")
    expect(
        page.get_by_text(hearing(says(lang, "The organisation responsible for personal data is not named.")))
    ).to_have_count(0)
    found += faults(page, lang, "opening-ready")
    press(page, says(lang, "Make public"))
    expect(page.get_by_text(says(lang, "This assembly is now public."))).to_be_visible()

    nobody.goto(f"/{lang}/{slug}/register")
    expect(nobody.locator("main form [name=email]")).to_be_visible()
    assert not found
