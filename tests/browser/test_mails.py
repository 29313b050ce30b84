"""Mails as the office lives them: the mail server dies and comes back; a message to a group is taken back."""

from __future__ import annotations

import pytest
from aiosmtpd.controller import Controller
from browser import Device, Visitor, fill_in, hearing, mail_to, press, says, sign_in, until
from factories import ORGANISER
from playwright.sync_api import Browser, Page, expect
from server import free_port, running

from config import Config

TO = "cabinet.panne@rzeszow.example.org"
MAILS = "/{lang}/manage/2027/messages/"


class Post:
    """A mail server that keeps to whom it delivered."""

    def __init__(self) -> None:
        self.delivered: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 -- aiosmtpd
        self.delivered += envelope.rcpt_tos  # type: ignore[attr-defined]
        return "250 OK"


def register(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", given="Zofia", family="Bez-Poczty")
    fill_in(page, function="Maire", email=TO)
    press(page, says(lang, "Register"))


def state_of_mail(page: Page, lang: str, state: str) -> bool:
    page.goto(MAILS.format(lang=lang))
    row = page.get_by_role("row").filter(has_text=TO)
    return row.filter(has_text=says(lang, state)).count() == 1


def test_the_mail_server_dies_and_comes_back(browser: Browser, demo: Config) -> None:
    """Who registers meanwhile notices nothing; the office sees that it will be tried again, and then that it left."""
    post, port, lang = Post(), free_port(), "fr"
    with running(demo, forked=True, MAIL_SERVER=f"smtp://127.0.0.1:{port}", TEST_MAIL_PACE="0.1") as server:
        phone = browser.new_context(base_url=server.url, locale=lang, viewport={"width": 360, "height": 740})
        device = Device(phone, server.url)
        register(device.page, lang)
        expect(device.page.locator(".state")).to_contain_text(says(lang, "Confirmed."))
        sign_in(device.page, ORGANISER, lang)
        assert until(lambda: state_of_mail(device.page, lang, "Will be retried"))
        device.page.get_by_role("row").filter(has_text=TO).get_by_role("link").click()
        expect(device.page.get_by_role("article")).to_contain_text(
            hearing(says(lang, "Your registration is confirmed."))
        )
        expect(device.page.get_by_role("main")).to_contain_text("ConnectionRefusedError")
        controller = Controller(post, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            assert until(lambda: state_of_mail(device.page, lang, "Sent"), 30)
        finally:
            controller.stop()
        assert post.delivered == [TO]
        assert not device.complaints
        phone.close()


@pytest.mark.proof("the same without a browser: tests/messages/test_groups.py; test_pages inspects the pages")
def test_a_group_message_is_taken_back(visitor: Visitor) -> None:
    page, lang = visitor("en", 1280), "en"
    sign_in(page, ORGANISER, lang)
    page.goto(MAILS.format(lang=lang))
    page.get_by_role("link", name="Group messages").click()
    page.get_by_role("link", name="Write a message").click()
    fill_in(page, subject_en="Doors open at eight", subject_fr="Ouverture à huit heures")
    fill_in(page, body_en="Dear {name},\n\nCome early.", body_fr="Bonjour {name},\n\nVenez tôt.")
    press(page, "Count recipients")
    expect(page.locator(".state")).to_contain_text(
        hearing("The message will be sent to … people: … in English, … in French.")
    )
    expect(page.locator("[name=body_fr]")).to_have_value("Bonjour {name},\n\nVenez tôt.")
    press(page, "Save and preview")
    message = page.url
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("article").last).to_contain_text("Venez tôt.")
    press(page, "Send myself a test email")
    assert "Come early." in mail_to(page, ORGANISER[0], "Test: Doors open at eight", lang)
    page.goto(message)
    press(page, "Send")
    expect(page.locator(".state")).to_contain_text("The message will be sent in 10 minutes.")
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    press(page, "Cancel sending")
    expect(page.locator(".flash")).to_contain_text("nothing was sent")
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(1)
    page.goto(MAILS.format(lang=lang))
    for subject in ("Test: Doors open at eight", "Essai : Ouverture à huit heures"):
        expect(page.get_by_role("link", name=subject)).to_have_count(1)
    expect(page.get_by_role("link", name="Group message", exact=True)).to_have_count(0)
