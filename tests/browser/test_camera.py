"""The scanner of a door with a camera: it reads the code of a mail from the screen of another phone."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import (
    ARGUMENTS,
    PEOPLE_WIDE,
    Device,
    Visitor,
    accessibility_faults,
    chromium,
    fill_in,
    hearing,
    mail_to,
    photograph,
    picture,
    press,
    says,
    sideways,
    sign_in,
    stand_at,
)
from factories import DOOR
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Browser, Page, Playwright, expect
from qrcode.main import make as make_code

FRAME = (640, 480)
GUESTS = ("Zbigniew", "Yolande")


def seen_by_a_camera(screen: Image.Image | None, number: int) -> Image.Image:
    """A frame: a dim hall, and in it a phone held a little askew, not quite sharp; or nobody."""
    noise = random.Random(number)
    frame = Image.new("RGB", FRAME, (52, 47, 44))
    if screen is not None:
        held = (
            screen.convert("RGB").resize((400, 400)).rotate(noise.uniform(-6, 6), expand=True, fillcolor=(30, 30, 30))
        )
        frame.paste(held, (105 + noise.randrange(12), 15 + noise.randrange(12)))
    return ImageEnhance.Brightness(frame.filter(ImageFilter.GaussianBlur(0.8))).enhance(0.75)


def film(path: Path, *scenes: tuple[Image.Image | None, int]) -> Path:
    """Each screen for so many frames, 20 a second, as the film a fake camera shows again and again."""
    with path.open("wb") as file:
        for screen, frames in scenes:
            for number in range(frames):
                seen_by_a_camera(screen, number).save(file, "JPEG", quality=80)
    return path


@pytest.fixture
def door_phone(playwright: Playwright, base_url: str, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """A volunteer's phone whose camera shows this film; without a film it has a camera that is refused."""
    open_now: list[tuple[Browser, Device]] = []

    def arrive(lang: str, *scenes: tuple[Image.Image | None, int]) -> Page:
        shown = film(tmp_path / "camera.mjpeg", *(scenes or ((None, 10),)))
        camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={shown}")
        answer = "--use-fake-ui-for-media-stream" if scenes else "--deny-permission-prompts"
        browser = playwright.chromium.launch(executable_path=chromium(whole=True), args=[*ARGUMENTS, *camera, answer])
        context = browser.new_context(base_url=base_url, locale=lang, viewport={"width": 360, "height": 740})
        open_now.append((browser, Device(context, base_url)))
        return open_now[-1][1].page

    yield arrive
    for browser, device in open_now:
        unasked = [one for one in device.complaints if "ERR_INTERNET_DISCONNECTED" not in one]  # a test cuts the line
        assert not unasked, unasked
        browser.close()


def code_in_the_mail(page: Page, lang: str, given: str) -> Image.Image:
    """Register, wait for the mail, and give what the screen of the phone that shows it looks like."""
    email = f"{given.lower()}.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", function="Maire", email=email)
    fill_in(page, given=given, family="Kamera")
    press(page, says(lang, "Register"))
    mail_to(page, email, says(lang, "Registration confirmed"), lang)
    return Image.open(io.BytesIO(picture(page.get_by_alt_text(says(lang, "The entry code in this email")))))


def expect_verdict(page: Page, lang: str, word: str, name: str, within: float = 15_000) -> None:
    expect(page.locator("#covering .word")).to_have_text(says(lang, word), timeout=within)
    expect(page.locator("#covering .who")).to_have_text(f"{name} Kamera")


@PEOPLE_WIDE
def test_two_guests_are_let_in_without_a_tap(visitor: Visitor, door_phone: Callable[..., Page], lang: str) -> None:
    first, second = (code_in_the_mail(visitor(lang, 360), lang, guest) for guest in GUESTS)
    page = door_phone(lang, (None, 60), (first, 60), (second, 90), (None, 90))  # the second waits during the green
    sign_in(page, DOOR, lang)
    stand_at(page, "2027", "A", lang)
    expect(page.locator("#camera [data-when=ready]")).to_be_visible()
    expect_verdict(page, lang, "IN", GUESTS[0])
    photograph(page, lang, "camera-in")
    expect_verdict(page, lang, "IN", GUESTS[1])
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    expect(page.locator("#view")).to_be_visible()
    photograph(page, lang, "camera")
    expect_verdict(page, lang, "ASK", GUESTS[0])  # the film begins anew: since when and where, and nobody is counted
    expect(page.locator("#covering .note")).to_have_text(
        hearing(says(lang, "Already checked in at %(time)s, entrance %(door)s", time="…", door="A"))
    )
    assert not accessibility_faults(page)
    page.locator("#covering").get_by_text(says(lang, "Next guest")).click()
    expect(page.locator("#covering")).to_be_hidden()


def test_a_picture_that_is_no_entry_code_stops(door_phone: Callable[..., Page]) -> None:
    page = door_phone("fr", (make_code("https://example.org/a-menu").get_image(), 40))
    sign_in(page, DOOR, "fr")
    stand_at(page, "2027", "B", "fr")
    expect(page.locator("#covering .note")).to_have_text(
        hearing(says("fr", "This is not an entry code. Ask for the confirmation email or the name."))
    )
    photograph(page, "fr", "camera-no-code")


def test_without_a_network_the_same_scan_is_sent_again(visitor: Visitor, door_phone: Callable[..., Page]) -> None:
    page = door_phone("fr", (code_in_the_mail(visitor("fr", 360), "fr", "Xavier"), 40))
    sign_in(page, DOOR, "fr")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "/b/" in request.url else None)
    page.route("**/b/*", lambda route: route.abort("internetdisconnected"))
    stand_at(page, "2027", "A", "fr")
    note = says("fr", "No response. We do not know yet whether the guest has been counted. Try again.")
    expect(page.locator("#covering .note")).to_have_text(hearing(note), timeout=15_000)
    photograph(page, "fr", "camera-no-network")
    page.unroute("**/b/*")
    page.locator("#covering [data-again]").click()
    expect_verdict(page, "fr", "IN", "Xavier")
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_where_the_camera_is_refused_one_searches(door_phone: Callable[..., Page]) -> None:
    page = door_phone("fr")
    sign_in(page, DOOR, "fr")
    stand_at(page, "2027", "A", "fr")
    expect(page.locator("#camera [data-when=refused]")).to_be_visible()
    page.get_by_label(says("fr", "Name, city or reference")).fill("zanovello")
    page.keyboard.press("Enter")
    hit = page.locator(".hits button")
    expect(hit).to_have_count(1)
    assert not sideways(page)
    assert not accessibility_faults(page)
    photograph(page, "fr", "camera-search")
    hit.click()
    expect(page.locator("#covering .word")).to_have_text(says("fr", "IN"))
    expect(page.locator("#covering .who")).to_have_text("Nicolò Zanovello Dalla Brida")
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    expect(hit).to_contain_text(says("fr", "already in"))
    hit.click()  # somebody else claims the name: another scan, and a question
    expect(page.locator("#covering .word")).to_have_text(says("fr", "ASK"))
    assert page.evaluate("document.querySelector('#search').closest('[inert]') !== null")
