"""A city signs: the form, the mail, the paper, the file, the check, the public list."""

from __future__ import annotations

import pdf_samples
import pypdfium2
from browser import Visitor, begin_to_sign, fill_in, hand_in, mail_to, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import expect


def test_a_city_signs_and_is_made_public(visitor: Visitor) -> None:
    city, email = visitor("fr", 360), "maire@oulu.example.org"
    begin_to_sign(city, "fr", email)
    press(city, says("fr", "Open my declaration"))
    with city.expect_download() as download:
        city.get_by_role("link", name=says("fr", "%(language)s (PDF)", language="Français")).click()
    paper = pypdfium2.PdfDocument(download.value.path())
    assert "Oulu signe la déclaration" in paper[0].get_textpage().get_text_range()
    hand_in(city, "fr", pdf_samples.scan())

    office = visitor("fr", 1280)
    sign_in(office, ORGANISER, "fr")
    office.get_by_role("link", name=says("fr", "Cities and regions"), exact=True).click()
    office.get_by_role("link", name=says("fr", "Signatures"), exact=True).click()
    office.get_by_role("rowheader", name="Oulu").last.get_by_role("link").click()
    office.locator("#is_signed").check()
    office.locator("#is_entitled").check()
    office.locator("#public_from").fill("2026-11-01T10:00")
    fill_in(office, note="appel au cabinet")
    press(office, says("fr", "Accept the signature"))
    expect(office.locator(".state")).to_contain_text(says("fr", "Signed"))
    expect(office.get_by_role("status")).to_have_text(says("fr", "The signature has been accepted."))

    mail_to(city, email, says("fr", "Your signed declaration has been accepted"), "fr")
    public = visitor("fr", 360)
    public.goto("/fr/communities")
    expect(public.locator(".programme h3").first).to_have_text("Oulu")
    expect(public.get_by_role("img", name=says("fr", "Signatories by country"))).to_be_visible()
    expect(public.get_by_role("row").filter(has_text="Finlande")).to_contain_text("1")
