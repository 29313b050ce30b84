"""A colleague is invited, chooses a passphrase, an app and a passkey, and signs in with each; in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from authenticator import code_at
from browser import OFFICE, Device, faults, fill_in, mail_to, press, says, sign_in
from databases import Databases
from factories import ORGANISER
from playwright.sync_api import Browser, Page, expect
from server import Server, free_port, start

from assembly import clock

GOOD = "four words will do"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"A telephone that recognises its owner and keeps passkeys."


@pytest.fixture(scope="module")
def by_name(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server reached by a name: an address of figures cannot have passkeys."""
    with databases.fresh(tmp_path_factory.mktemp("passkeys"), with_demo=True) as config:
        port = free_port()
        server = start(config, port, forked=True, PUBLIC_URL=f"http://localhost:{port}")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def arrive(browser: Browser, by_name: Server) -> Iterator[Callable[..., Page]]:
    """Somebody with a device of their own. Whatever any of them meets on the way is asserted at the end."""
    devices, url = [], f"http://localhost:{by_name.port}"

    def come(lang: str, width: int, **options: Any) -> Page:
        context = browser.new_context(locale=lang, viewport={"width": width, "height": 760}, base_url=url, **options)
        devices.append(Device(context, url))
        return devices[-1].page

    yield come
    for device in devices:
        device.context.close()
    asked_for = "status of 422 (Unprocessable Entity) at"  # a wrong passphrase, told to the script
    assert not [one for device in devices for one in device.complaints if asked_for not in one]


def look(page: Page, lang: str, name: str) -> None:
    """Photograph the page and have it inspected, once, in the language that takes more room."""
    if lang == "fr":
        assert not faults(page, lang, name)
        page.set_viewport_size({"width": 360, "height": 760})


def look_aside(page: Page, lang: str, name: str) -> None:
    """Look at the same address in a page of its own: one that was photographed has lost its authenticator."""
    copy = page.context.new_page()
    copy.goto(page.url)
    look(copy, lang, name)
    copy.close()


def invite(page: Page, lang: str, email: str) -> None:
    page.goto(f"/{lang}/manage/2027/team/")
    form = page.locator("#invite")
    form.get_by_label(says(lang, "Name"), exact=True).fill("Nadia Nouvelle")
    form.get_by_label(says(lang, "Email address"), exact=True).fill(email)
    form.locator(f"[name=lang][value={lang}]").check()
    form.locator("[name=role][value=organiser]").check()
    press(page, says(lang, "Invite"))
    page.get_by_text(says(lang, "Change permissions: %(role)s", role=says(lang, "Organiser")), exact=True).last.click()
    look(page, lang, "team-rights")


def follow_the_invitation(page: Page, lang: str, email: str) -> None:
    mail_to(page, email, says(lang, "You are invited to join the organising team"), lang)
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/sign-in/").click()
    fill_in(page, passphrase=GOOD)
    press(page, says(lang, "Save and sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Today"))


def set_up_an_app(page: Page, lang: str) -> tuple[str, list[str]]:
    page.locator("summary", has_text=says(lang, "Settings and account")).click()
    page.get_by_role("link", name=says(lang, "My account"), exact=True).click()
    page.get_by_role("link", name=says(lang, "Set up an app")).click()
    fill_in(page, proof=GOOD)
    press(page, says(lang, "Continue"))
    look(page, lang, "app-confirm")
    secret = page.locator(".secret").inner_text()
    fill_in(page, code=code_at(secret, clock.now()))
    press(page, says(lang, "Turn on"))
    look(page, lang, "recovery-codes")
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name=says(lang, "I have copied the codes")).click()
    return secret, codes


def add_a_passkey(page: Page, lang: str) -> None:
    page.get_by_role("link", name=says(lang, "Add a passkey")).click()
    fill_in(page, name="Phone", proof="not my passphrase")
    page.get_by_role("button", name=says(lang, "Add the passkey")).click()
    expect(page.get_by_role("alert")).to_have_text(re.compile(r".{20,}"))  # nothing typed is lost
    fill_in(page, proof=GOOD)
    page.get_by_role("button", name=says(lang, "Add the passkey")).click()
    page.wait_for_url(f"**/{lang}/account")
    expect(page.get_by_role("main")).to_contain_text("Phone")
    look_aside(page, lang, "account-factors")


def sign_out(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/manage/2027/")
    page.locator("summary", has_text=says(lang, "Settings and account")).click()
    page.get_by_role("button", name=says(lang, "Sign out"), exact=True).click()
    page.wait_for_url(f"**/{lang}/")
    page.goto(f"/{lang}/manage/2027/")
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Sign in"))


@OFFICE
def test_a_colleague_comes_in_by_every_way(arrive: Callable[..., Page], lang: str, width: int) -> None:
    office, page = arrive(lang, width), arrive(lang, width)
    email = f"nadia.{lang}@example.org"
    sign_in(office, ORGANISER, lang)
    invite(office, lang, email)
    follow_the_invitation(page, lang, email)
    secret, codes = set_up_an_app(page, lang)
    assert len(codes) == 10
    address, page = page.url, page.context.new_page()
    page.goto(address)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    add_a_passkey(page, lang)

    sign_out(page, lang)
    page.get_by_role("button", name=says(lang, "Sign in with a passkey")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Today"))
    assert devices.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"][0]["signCount"] == 2

    sign_out(page, lang)
    sign_in(page, (email, GOOD), lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Second step"))
    look_aside(page, lang, "second-step")
    fill_in(page, code=code_at(secret, clock.now()))
    if press(page, says(lang, "Sign in")).status == 422:  # still the half minute in which the app was set up
        fill_in(page, code=codes[0])
        press(page, says(lang, "Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Today"))

    devices.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    sign_out(page, lang)
    page.get_by_role("button", name=says(lang, "Sign in with a passkey")).click()
    expect(page.get_by_role("alert")).to_have_text(
        says(lang, "Your device did not confirm this. Try again or choose another way.")
    )


@pytest.mark.proof("an account without a script: test_keyboard signs in so, tests/accounts does nothing else")
def test_without_javascript_the_rest_works(arrive: Callable[..., Page]) -> None:
    page = arrive("en", 360, java_script_enabled=False)
    sign_in(page, ORGANISER, "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.goto("/en/account/passkeys/add")
    expect(page.get_by_role("main")).to_contain_text("A passphrase and code work in any browser.")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
