"""Importing a messy spreadsheet: its faults are seen, mended in the file, and everything is stored by one button."""

from __future__ import annotations

import pytest
from browser import OFFICE_WIDE, Visitor, faults, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

AT = "/{lang}/manage/2027/communities/"
NAMES = {"en": ("Wiesbaden", "Ludwigshafen"), "fr": ("Karlsruhe", "Saarbrücken")}


def send(page: Page, lang: str, text: str) -> None:
    page.goto(f"{AT.format(lang=lang)}import")
    page.set_input_files("#table", {"name": "cities.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, says(lang, "Preview the import"))
    page.wait_for_url("**/import/*")


@pytest.mark.proof("without a browser: tests/communities/test_import.py; an import in one: test_people_import")
@OFFICE_WIDE
def test_a_messy_spreadsheet_is_mended_and_stored(visitor: Visitor, lang: str) -> None:
    page, (first, second) = visitor(lang), NAMES[lang]
    sign_in(page, ORGANISER, lang)
    messy = f"Nom;Pays;Type;Habitants\n{first};DE;Stadt;285 000\n{second};Allemagne;Ville;172x\nOuluu;Finland;City;\n"
    send(page, lang, messy)
    expect(page.get_by_role("button", name=says(lang, "Import everything"))).to_have_count(0)
    expect(page.get_by_text("D3", exact=True)).to_be_visible()
    found = faults(page, lang, "import-faults")
    send(page, lang, messy.replace("Stadt", "Ville").replace("172x", "172 000").replace("Oulu", f"Vaasa{lang}"))
    found += faults(page, lang, "import-preview")
    press(page, says(lang, "Import everything"))
    page.wait_for_url("**/communities/")
    page.goto(f"{AT.format(lang=lang)}?q={first}")
    expect(page.get_by_role("rowheader", name=first)).to_be_visible()
    expect(page.get_by_role("cell", name="285").first).to_be_visible()
    assert not found
