"""Invitations: a messy table is mended and sent, a mayor answers, the office and the network see it."""

from __future__ import annotations

import re

from browser import PEOPLE_WIDE, Visitor, faults, fill_in, mail_to, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

AT = "/{lang}/manage/2027/invitations/"
MESSY = (
    "Prénom;Nom;Courriel;Ville;Fonction;Langue;Invité par;Téléphone\n"
    "Żaneta;Łukaszewicz-{lang};zaneta.{lang}@rzeszow.example.org;RZESZOW;;{lang};eurocities;+48 17 875 40 00\n"
    "Piet;Hein-{lang};piet;Atlantis;Burgemeester;{lang};OASC;\n"
)


def send(page: Page, lang: str, text: str) -> None:
    page.goto(f"{AT.format(lang=lang)}import")
    page.set_input_files("#table", {"name": "guests.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, says(lang, "Preview the import"))
    page.wait_for_url("**/import/*")


@PEOPLE_WIDE
def test_from_the_table_to_the_answer(visitor: Visitor, lang: str) -> None:
    office, mayor, secretary = visitor(lang), visitor(lang, 360), visitor(lang, 360)
    sign_in(office, ORGANISER, lang)
    messy = MESSY.format(lang=lang)
    send(office, lang, messy)
    expect(office.get_by_text("C3", exact=True)).to_be_visible()
    found = faults(office, lang, "invitations-faults")
    send(office, lang, messy.replace(";piet;", f";piet.{lang}@atlantis.example.org;"))
    found += faults(office, lang, "invitations-preview")
    press(office, _either(lang, "Ajouter 2 personnes à la liste", "Add 2 people to the list"))
    office.wait_for_url("**/invitations/")
    found += faults(office, lang, "invitations")
    office.locator("form[action$='/send'] button").click()
    expect(office.get_by_role("status").filter(has_text=re.compile("on their way|cours d’envoi"))).to_be_visible()

    mail_to(mayor, f"zaneta.{lang}@rzeszow.example.org", _either(lang, "Invitation", "You are invited"), lang)
    mayor.get_by_role("article").get_by_role("link", name="answer=represented").click()
    mayor.wait_for_url(f"**/{lang}/i/*")
    found += faults(mayor, lang, "invited")
    press(mayor, says(lang, "Someone will represent me"))
    fill_in(mayor, given="Ewa", family="Zastępczyni", function="Deputy mayor", email="ewa")
    press(mayor, says(lang, "Someone will represent me"))
    found += faults(mayor, lang, "invited-faults")
    fill_in(mayor, email=f"ewa.{lang}@rzeszow.example.org")
    press(mayor, says(lang, "Someone will represent me"))
    expect(mayor.locator(".state")).to_contain_text("Ewa Zastępczyni")
    found += faults(mayor, lang, "invitation")
    named = _either(lang, "Vous représenterez", "has named you as their representative")
    mail_to(mayor, f"ewa.{lang}@rzeszow.example.org", named, lang)

    office.goto(f"{AT.format(lang=lang)}?q=lukaszewicz-{lang}")
    expect(office.get_by_role("row").filter(has_text="Żaneta")).to_contain_text(says(lang, "Will be represented"))
    office.goto(f"{AT.format(lang=lang)}calls")
    expect(office.get_by_role("row").filter(has_text=f"Hein-{lang}")).to_be_visible()
    found += faults(office, lang, "calls")
    office.goto(f"{AT.format(lang=lang)}networks")
    office.locator("form[action*='/eurocities/make'] button").click()
    found += faults(office, lang, "network-lists")
    secretary.goto(office.locator(".secret a").get_attribute("href"))  # type: ignore[arg-type]
    found += faults(secretary, lang, "network-list-open")
    press(secretary, says(lang, "Open the list"))
    row = secretary.get_by_role("row").filter(has_text=f"Łukaszewicz-{lang}")
    expect(row).to_contain_text(says(lang, "Will be represented"))
    expect(secretary.get_by_text("example.org")).to_have_count(0)
    found += faults(secretary, lang, "network-list")
    assert not found


def _either(lang: str, french: str, english: str) -> str:
    return french if lang == "fr" else english
