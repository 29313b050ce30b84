"""The scanner of a door with a camera: it reads the code of a mail from the screen of another phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser import (
    PEOPLE_WIDE,
    Visitor,
    accessibility_faults,
    hearing,
    photograph,
    says,
    sideways,
    sign_in,
    stand_at,
)
from camera import code_in_the_mail
from factories import DOOR
from playwright.sync_api import Page, Route, expect
from qrcode.main import make as make_code

GUESTS = ("Zbigniew", "Yolande")


def expect_verdict(page: Page, lang: str, word: str, name: str, within: float = 15_000) -> None:
    expect(page.locator("#covering .word")).to_have_text(says(lang, word), timeout=within)
    expect(page.locator("#covering .who")).to_have_text(f"{name} Kamera")


@PEOPLE_WIDE
def test_two_guests_enter_without_a_tap(visitor: Visitor, door_phone: Callable[..., Page], lang: str) -> None:
    first, second = (code_in_the_mail(visitor(lang, 360), lang, guest) for guest in GUESTS)
    page = door_phone(lang, (None, 20), (first, 40), (second, 50), (None, 60))  # the second waits during the green
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
    # on a slow machine the second guest stands before the camera by now
    expect(page.locator("#covering .who", has_text=GUESTS[0])).to_be_hidden()


@pytest.mark.proof("what a code is told is in the vectors of the rules")
def test_a_picture_without_entry_code_stops(door_phone: Callable[..., Page]) -> None:
    page = door_phone("fr", (make_code("https://example.org/a-menu").get_image(), 40))
    sign_in(page, DOOR, "fr")
    stand_at(page, "2027", "B", "fr")
    expect(page.locator("#covering .note")).to_have_text(
        hearing(says("fr", "This is not an entry code. Ask for the confirmation email or the name."))
    )
    photograph(page, "fr", "camera-no-code")


@pytest.mark.proof("a phone without a network: test_offline_door")
def test_offline_the_same_scan_is_sent_again(visitor: Visitor, door_phone: Callable[..., Page]) -> None:
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


@pytest.mark.proof(
    "the page of the door without a camera: tests/checkin/test_named.py; names on a phone: test_door_pin"
)
def test_where_the_camera_is_refused_one_searches(door_phone: Callable[..., Page]) -> None:
    page = door_phone("fr")
    sign_in(page, DOOR, "fr")
    stand_at(page, "2027", "A", "fr")
    expect(page.locator("#camera [data-when=refused]")).to_be_visible()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/*q=nobody*", hold)
    page.get_by_label(says("fr", "Name, city or reference")).fill("nobody")
    page.keyboard.press("Enter")
    page.get_by_label(says("fr", "Name, city or reference")).fill("zanovello")
    page.keyboard.press("Enter")
    hit = page.locator(".hits button")
    expect(hit).to_have_count(1)
    with page.expect_response("**/*q=nobody*"):
        late.pop().continue_()
    expect(hit).to_have_count(1)
    assert not sideways(page)
    assert not accessibility_faults(page)
    photograph(page, "fr", "camera-search")
    page.route("**/named/*", hold, times=1)
    hit.click()
    expect(page.locator("#covering .note")).to_have_text(says("fr", "Checking…"))
    expect(page.locator("#covering .button")).to_have_count(0)  # nobody goes on to the next guest
    photograph(page, "fr", "camera-checking")
    late.pop().continue_()
    expect(page.locator("#covering .word")).to_have_text(says("fr", "IN"))
    expect(page.locator("#covering .who")).to_have_text("Nicolò Zanovello Dalla Brida")
    expect(page.locator("#covering")).to_be_hidden(timeout=4000)
    expect(page.locator("#found")).to_be_empty()  # the next guest reads nobody's name
    page.locator("#q").fill("zanovello")
    page.keyboard.press("Enter")
    expect(hit).to_contain_text(says("fr", "Already checked in"))
    hit.click()  # somebody else claims the name: another scan, and a question
    expect(page.locator("#covering .word")).to_have_text(says("fr", "ASK"))
    assert page.evaluate("document.querySelector('#search').closest('[inert]') !== null")
    photograph(page, "fr", "camera-ask")
    page.locator(".anyway > summary.button").click()
    expect(page.locator(".anyway > form > button").first).to_have_text(says("fr", "The same person came back in"))
    assert not accessibility_faults(page)
    photograph(page, "fr", "camera-reasons")
    page.locator(".anyway > form > button").first.click()
    expect(page.locator("#covering .word")).to_have_text(says("fr", "IN"))
