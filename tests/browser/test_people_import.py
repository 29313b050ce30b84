"""A messy table of guests is mended and stored; press comes in and is in no figure; one person twice is made one."""

from __future__ import annotations

from browser import OFFICE_WIDE, Visitor, faults, press, says, sign_in, stand_at
from factories import DOOR, ORGANISER
from playwright.sync_api import Page, expect

AT = "/{lang}/manage/2027/people"
NAMES = {"en": ("Winifred", "Wodehouse", "Ekelund"), "fr": ("Wilhelmine", "Waldteufel", "Lundgren")}


def send(page: Page, lang: str, text: str) -> None:
    page.goto(f"{AT.format(lang=lang)}/import")
    page.set_input_files("#table", {"name": "guests.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, says(lang, "Preview the import"))
    page.wait_for_url("**/import/*")


def figures(page: Page, lang: str) -> str:
    """What the public reads about who takes part."""
    page.goto(f"/{lang}/2027/")
    return page.locator(".hero figcaption").inner_text()


@OFFICE_WIDE
def test_a_messy_table_of_guests(visitor: Visitor, lang: str) -> None:
    page, (given, family, twin) = visitor(lang), NAMES[lang]
    sign_in(page, ORGANISER, lang)
    before = figures(page, lang)
    heads = "Prénom;Nom;Courriel;Ville;Vient comme;Langue\n"
    bad = (f"{given};{family};press.example.org;Le Journal;Presse;fr", f"{given};;;;Interprète;", "Ola;Ek;;;König;")
    messy = heads + "\n".join(bad)
    send(page, lang, messy)
    expect(page.get_by_role("button", name=says(lang, "Import everything"))).to_have_count(0)
    for cell in ("C2", "B3", "E4"):
        expect(page.get_by_text(cell, exact=True)).to_be_visible()
    found = faults(page, lang, "people-import-faults")
    page.get_by_role("link", name=says(lang, "Change how the file is read")).click()
    page.wait_for_url("**/reading")
    found += faults(page, lang, "people-import-reading")
    mended = f"{heads}{given};{family};{given}@press.example.org;Le Journal;Presse;fr\n"
    send(page, lang, mended)
    found += faults(page, lang, "people-import-preview")
    press(page, says(lang, "Import everything"))
    page.wait_for_url("**/people")
    assert figures(page, lang) == before

    phone = visitor(lang, 360)
    sign_in(phone, DOOR, lang)
    stand_at(phone, "2027", "A", lang)
    phone.goto(f"/{lang}/checkin/2027/?q={given}")
    phone.get_by_role("button", name=f"{given} {family}").click()
    expect(phone.get_by_role("heading", name=says(lang, "IN"), exact=True)).to_be_visible()
    assert figures(page, lang) == before

    twins = f"{heads}{given};{twin};{given}@one.example;Oulu;;\n{given[0]}.;{twin};{given}@two.example;Oulu;;\n"
    send(page, lang, twins)
    press(page, says(lang, "Import everything"))
    page.goto(f"{AT.format(lang=lang)}/duplicates")
    found += faults(page, lang, "people-duplicates-found")
    page.locator("li", has_text=f"{given} {twin}").get_by_role("link").first.click()
    found += faults(page, lang, "people-compare")
    press(page, says(lang, "Merge them"))
    page.wait_for_url("**/duplicates")
    page.goto(f"{AT.format(lang=lang)}?q={given}+{twin}")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    assert not found
