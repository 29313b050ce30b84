"""The app of the doors: paired from the supervisor's screen, works without a network, and stores no name."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import (
    ARGUMENTS,
    PEOPLE_WIDE,
    Device,
    Visitor,
    accessibility_faults,
    chromium,
    hearing,
    photograph,
    says,
    sideways,
    until,
)
from camera import code_in_the_mail
from door_app import STORED, covered, new_pin, of_lang, pairing_link, supervisor, write_down
from playwright.sync_api import Page, Playwright, expect

OFFLINE = "No network. You can still scan with this list. To search for names, connect once and enter the PIN."


def is_installed(page: Page) -> None:
    """Wait until the service worker keeps the app."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(lambda: page.evaluate("caches.keys().then((names) => names.length)"))


@PEOPLE_WIDE
def test_a_phone_works_without_a_network(visitor: Visitor, door_phone: Callable[..., Page], lang: str) -> None:
    code = code_in_the_mail(visitor(lang, 360), lang, "Zoltan")
    (address,) = decoded_code(code)
    office = supervisor(visitor)
    pin = new_pin(office)
    page = door_phone(lang, (None, 20), (code, 60), (None, 280))  # time for what follows before it is seen again
    page.goto(of_lang(pairing_link(office, "A"), lang))
    covered(page, lang, "IN")  # read by the camera, decided by the phone
    expect(page.locator("#covering .who")).to_have_text("Zoltan Kamera")
    photograph(page, lang, "app-in")
    expect(page.locator("#undo")).to_be_visible()
    assert "#" not in page.url
    is_installed(page)
    expect(page.locator("#queue")).to_have_text(says(lang, "%(count)s to send", count=0), timeout=10_000)

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#line")).to_have_text(says(lang, "Offline"))
    expect(page.locator("#still")).to_contain_text(says(lang, OFFLINE).split(".")[0])
    photograph(page, lang, "app-offline")
    covered(page, lang, "ASK")  # by its own scan of before
    expect(page.locator("#covering .note").first).to_have_text(
        hearing(says(lang, "Already checked in at %(time)s, entrance %(door)s", time="…", door="A"))
    )
    assert not accessibility_faults(page)
    photograph(page, lang, "app-ask")
    page.locator("[data-act=anyway]").click()
    reasons = page.locator("#covering .acts button")
    expect(reasons.first).to_have_text(says(lang, "The same person came back in"))  # the likely one
    assert reasons.count() == 5
    page.locator("[data-act=back]").click()
    page.locator("[data-act=anyway]").click()
    photograph(page, lang, "app-reasons")
    reasons.first.click()
    covered(page, lang, "IN")
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    page.evaluate("document.getElementById('view').srcObject.getVideoTracks()[0].enabled = false")  # sees no code again
    write_down(page, lang, "Walburga")
    covered(page, lang, "ASK")
    only = "Noted on this phone only. Ask the supervisor whether they may go in."
    expect(page.locator("#covering .note")).to_have_text(hearing(says(lang, only)))
    photograph(page, lang, "app-written-down")
    page.locator("[data-act=waits]").click()
    expect(page.locator("#covering")).to_be_hidden()
    write_down(page, lang, "Wenzel")
    page.locator("[data-act=allowed]").click()
    covered(page, lang, "IN")
    page.locator("[data-act=next]").click()
    write_down(page, lang, "Wibke")
    page.locator("#covering [data-act=call]").click()
    photograph(page, lang, "app-written-called")
    page.locator("[data-act=refused]").click()
    noted = says(lang, "Noted: the supervisor said no.")
    expect(page.locator("#undo span")).to_have_text(hearing(noted))
    expect(page.locator("#queue")).to_have_text(says(lang, "%(count)s to send", count=4))  # people, not scans
    page.locator("#last").click()
    last = page.locator("#covering .hits li")
    expect(last.nth(0)).to_contain_text(says(lang, "The supervisor said no"))
    expect(last.nth(1)).to_contain_text("Wenzel Kamera")  # this phone let them in itself
    photograph(page, lang, "app-last-offline")
    page.locator("[data-act=next]").click()
    stored = page.evaluate(STORED)
    assert "door record" in stored  # the scripts are there, and the list
    for secret in ("Zoltan", "Kamera", "Walburga", "Łukaszewicz", "Montcunill", address.rpartition("/")[2], pin):
        assert secret not in stored, secret

    page.context.set_offline(False)
    expect(page.locator("#queue")).to_have_text(says(lang, "%(count)s to send", count=0), timeout=15_000)
    expect(page.locator("#news")).to_contain_text("Walburga Kamera")  # what became of somebody who was written down
    expect(page.locator("#news .undo")).to_have_count(1)
    photograph(page, lang, "app-news")
    page.locator("#news button").click()
    office.goto("/en/manage/2027/phones/")
    expect(office.locator("#conflicts ~ .card").first).to_contain_text("Zoltan Kamera")
    photograph(office, "en", "phones")
    assert not sideways(page)


def decoded_code(image: object) -> list[str]:
    """The address an entry code holds."""
    import zxingcpp  # noqa: PLC0415 -- a picture of PIL, not of the browser

    return [one.text for one in zxingcpp.read_barcodes(image)]


@pytest.mark.proof("what is scanned offline outlives a reload: test_a_phone_works_without_a_network")
@pytest.mark.parametrize("scans", [20])
def test_a_killed_phone_keeps_its_scans(
    visitor: Visitor, playwright: Playwright, base_url: str, tmp_path: Path, scans: int
) -> None:
    """The browser is killed while it is offline; with the same profile all are sent, each once."""
    office = supervisor(visitor)
    link = pairing_link(office, "A")
    profile = tmp_path / "profile"

    def opened() -> Page:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(whole=True), args=[*ARGUMENTS, "--deny-permission-prompts"], locale="en"
        )
        return Device(context, base_url).page

    page = opened()
    page.goto(link)
    expect(page.locator("#work")).to_be_visible()
    is_installed(page)
    page.context.set_offline(True)
    for number in range(scans):
        page.locator("#q").fill(f"https://x.eu/b/unknown-code-of-a-test-{number:04d}")
        page.keyboard.press("Enter")
        covered(page, "en", "ASK")
        page.evaluate("doorView.uncover()")
    os.kill(int((profile / "SingletonLock").readlink().name.rpartition("-")[2]), signal.SIGKILL)
    page = opened()
    page.goto(f"{base_url}/en/checkin/2027/app")
    expect(page.locator("#queue")).to_have_text("0 to send", timeout=20_000)
    page.locator("#last").click()
    expect(page.locator("#covering .hits li")).to_have_count(scans)
    expect(page.locator("#covering .hits").get_by_text("· sent")).to_have_count(scans)
    page.context.close()
