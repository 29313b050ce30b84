"""Every page, in both languages, on a telephone and on a desk: for everybody, whole, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import (
    AXE,
    Device,
    Visitor,
    accessibility_faults,
    faults,
    fill_in,
    mail_to,
    press,
    says,
    sideways,
    sign_in,
    stand_at,
)
from house import DOOR, ORGANISER
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import select

from assembly import create_app
from assembly.models import Person, Registration
from assembly.registration.queries import valid_badge
from assembly.sealed import unseal
from config import Config

PAGES = {
    "home": ("nobody", "/{lang}/"),
    "home-2023": ("nobody", "/{lang}/2023/"),
    "home-2025": ("nobody", "/{lang}/2025/"),
    "practical": ("nobody", "/{lang}/2027/practical"),
    "practical-2025": ("nobody", "/{lang}/2025/practical"),
    "contact": ("nobody", "/{lang}/2027/contact"),
    "live": ("nobody", "/{lang}/2027/live"),
    "live-over": ("nobody", "/{lang}/2023/live"),
    "report": ("nobody", "/{lang}/2023/report"),
    "report-none": ("nobody", "/{lang}/2024/report"),
    "open-data": ("nobody", "/{lang}/open-data"),
    "accessibility": ("nobody", "/{lang}/accessibility"),
    "legal": ("nobody", "/{lang}/legal"),
    "programme": ("nobody", "/{lang}/2023/agenda"),
    "session": ("nobody", "{session}"),
    "speakers": ("nobody", "/{lang}/2023/speakers"),
    "speaker": ("nobody", "{speaker}"),
    "recordings": ("nobody", "/{lang}/2023/recordings"),
    "recording": ("nobody", "{recording}"),
    "communities": ("nobody", "/{lang}/communities"),
    "communities-fault": ("nobody", "/{lang}/communities?on=yesterday"),
    "join": ("nobody", "/{lang}/communities/join"),
    "declaration": ("nobody", "/{lang}/declaration"),
    "about": ("nobody", "/{lang}/about"),
    "register": ("nobody", "/{lang}/2027/register"),
    "register-closed": ("nobody", "/{lang}/2023/register"),
    "sign-in": ("nobody", "/{lang}/sign-in"),
    "privacy": ("nobody", "/{lang}/privacy"),
    "not-found": ("nobody", "/{lang}/nothing-here"),
    "my-without-link": ("nobody", "/{lang}/my/"),
    "code-unknown": ("nobody", "/b/unknown"),
    "mails": ("nobody", "/{lang}/demo/mails/"),
    "mail": ("nobody", "{mail}"),
    "link": ("nobody", "{link}"),
    "received": ("mayor", "/{lang}/2027/register/received"),
    "my": ("mayor", "/{lang}/my/"),
    "cancel": ("mayor", "/{lang}/my/cancel"),
    "today": ("organiser", "/{lang}/manage/2027/"),
    "people": ("organiser", "/{lang}/manage/2027/people"),
    "people-2023": ("organiser", "/{lang}/manage/2023/people?page=4"),
    "people-long-name": ("organiser", "/{lang}/manage/2023/people?q=heredia"),
    "people-none": ("organiser", "/{lang}/manage/2023/people?q=nobody-of-this-name"),
    "search": ("organiser", "/{lang}/manage/2023/search?q=ou"),
    "search-none": ("organiser", "/{lang}/manage/2023/search?q=nobody-of-this-name"),
    "messages": ("organiser", "/{lang}/manage/2027/messages/"),
    "messages-none": ("organiser", "/{lang}/manage/2027/messages/?state=failed"),
    "directory": ("organiser", "/{lang}/manage/2027/communities/"),
    "directory-none": ("organiser", "/{lang}/manage/2027/communities/?q=nobody-of-this-name"),
    "entry": ("organiser", "/{lang}/manage/2027/communities/oulu/edit"),
    "entry-add": ("organiser", "/{lang}/manage/2027/communities/add"),
    "import": ("organiser", "/{lang}/manage/2027/communities/import"),
    "suggestions": ("organiser", "/{lang}/manage/2027/communities/suggestions"),
    "duplicates": ("organiser", "/{lang}/manage/2027/communities/duplicates"),
    "merge": ("organiser", "/{lang}/manage/2027/communities/emilia-romagna/merge?with=brussels"),
    "merge-with": ("organiser", "/{lang}/manage/2027/communities/oulu/merge"),
    "networks": ("organiser", "/{lang}/manage/2027/networks/"),
    "network": ("organiser", "/{lang}/manage/2027/networks/espon/edit"),
    "team": ("organiser", "/{lang}/manage/2027/team/"),
    "account": ("organiser", "/{lang}/account"),
    "ask-for-link": ("nobody", "/{lang}/sign-in/link"),
    "results": ("organiser", "/{lang}/manage/2023/results"),
    "results-early": ("organiser", "/{lang}/manage/2027/results"),
    "door": ("door", "/{lang}/checkin/2027/"),
    "door-found": ("door", "/{lang}/checkin/2027/?q=a"),
    "door-none": ("door", "/{lang}/checkin/2027/?q=nobody-of-this-name"),
    "door-which": ("door", "/{lang}/checkin/2027/which"),
    "forbidden": ("door", "/{lang}/manage/2027/people"),
    "guest-long-name": ("door", "{long}"),
    "which-door": ("organiser", "{long}"),
}
STATUS = {"not-found": 404, "my-without-link": 403, "forbidden": 403}
DARK = {"home", "register", "people-long-name", "door"}
ADMITTED = {"en": "Törmikoski", "fr": "Trégouët-Madiot"}


@pytest.fixture(scope="module")
def code_of(settings: Config) -> Callable[[str], str]:
    """The path a guest's entry code holds, by family name."""
    app = create_app(settings)

    def find(family: str) -> str:
        with app.app_context():
            newest = select(Registration).join(Person).where(Person.family == family).order_by(Registration.id.desc())
            guest = app.extensions["sqlalchemy"].session.scalars(newest).first()
            return f"/b/{unseal(valid_badge(guest).token_sealed)}"  # type: ignore[union-attr]

    return find


@pytest.fixture(scope="module")
def known(browser: Browser, base_url: str, code_of: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """Sessions of a mayor who has registered, of the office and of a door; and the addresses in her mail."""
    contexts = {who: browser.new_context(base_url=base_url, locale="en") for who in ("mayor", "organiser", "door")}
    mayor, office, door = (context.new_page() for context in contexts.values())
    mayor.goto("/en/2027/register")
    fill_in(mayor, represents="community", mode="on_site", place="Rzeszów", given="Zofia", family="Wszędybylska")
    fill_in(mayor, function="Mayor", email="zofia@example.org")
    press(mayor, says("en", "Register"))
    mail_to(mayor, "zofia@example.org", says("en", "Registration confirmed"), "en")
    mail = mayor.url
    mayor.get_by_role("article").get_by_role("link", name="/en/r/").click()
    mayor.wait_for_url("**/en/r/*")
    link = mayor.url
    press(mayor, says("en", "Open my registration"))
    mayor.goto("/en/2023/agenda")
    session = mayor.locator(".programme a").nth(1).get_attribute("href")
    mayor.goto("/en/2023/speakers")
    speaker = mayor.locator(".card a").first.get_attribute("href")
    mayor.goto("/en/2023/recordings")
    recording = mayor.locator(".programme a").first.get_attribute("href")
    sign_in(office, ORGANISER, "en")
    sign_in(door, DOOR, "en")
    stand_at(door, "2027", "A", "en")
    states = {who: context.storage_state() for who, context in contexts.items()}
    yield states | {
        "nobody": None,
        "mail": mail,
        "link": link,
        "session": session,
        "recording": recording,
        "speaker": speaker,
        "long": code_of("Fernández de Heredia y Ruiz-Castañeda"),
    }
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def devices(browser: Browser, base_url: str, known: dict[str, Any]) -> Iterator[Callable[[str, str], Device]]:
    """One device for each person and language: a browser that already has our fonts is three times as fast."""
    made: dict[tuple[str, str], Device] = {}

    def device(who: str, lang: str) -> Device:
        if (who, lang) not in made:
            context = browser.new_context(base_url=base_url, locale=lang, storage_state=known[who])
            context.add_init_script(AXE)  # with each page, quicker than into each page
            made[who, lang] = Device(context, base_url)
        made[who, lang].complaints.clear()
        return made[who, lang]

    yield device
    for one in made.values():
        one.context.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_for_everybody(
    devices: Callable[[str, str], Device], known: dict[str, Any], name: str, lang: str
) -> None:
    who, path = PAGES[name]
    device = devices(who, lang)
    page, address = device.page, path.format(**known, lang=lang).replace("/en/", f"/{lang}/")
    assert page.goto(address).status == STATUS.get(name, 200)  # type: ignore[union-attr]
    assert page.locator("html").get_attribute("lang") == lang
    found = faults(page, lang, name)
    if name in DARK:
        page.emulate_media(color_scheme="dark")
        found += faults(page, lang, f"{name}-dark")
        page.emulate_media(color_scheme="light")
    assert not [*found, *device.complaints]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_form_that_comes_back_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device = devices("nobody", lang)
    page = device.page
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="organisation", mode="on_site", email="nowhere")
    press(page, says(lang, "Register"))
    found = faults(page, lang, "register-faults")
    page.goto(f"/{lang}/sign-in")
    fill_in(page, email="nobody@example.org", passphrase="not the right one")
    press(page, says(lang, "Sign in"))
    found += faults(page, lang, "sign-in-faults")
    assert not [*found, *device.complaints]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_the_door_sees_is_for_everybody(
    devices: Callable[[str, str], Device], code_of: Callable[[str], str], lang: str
) -> None:
    device, code, found = devices("door", lang), code_of(ADMITTED[lang]), []
    for before, button, after in (
        ("guest", "Admit", "verdict-in"),
        ("guest-inside", "Scan again", "verdict-ask"),
    ):
        device.page.goto(code)
        found += faults(device.page, lang, before)
        press(device.page, says(lang, button))
        found += faults(device.page, lang, after)
    assert not [*found, *device.complaints]


def test_two_addresses_lead_to_pages_inspected_above(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/en/")
    home = page.get_by_role("main").inner_html()
    page.goto("/en/2027/")
    assert page.get_by_role("main").inner_html() == home
    page.goto("/en/2027/register/received")
    expect(page).to_have_url(re.compile("/en/2027/register$"))


def test_the_instruments_find_what_is_bad(new_context: Callable[..., BrowserContext], base_url: str) -> None:
    device = Device(new_context(), base_url)
    page = device.page
    page.goto("/en/")
    assert (device.complaints, sideways(page), accessibility_faults(page)) == ([], [], [])
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button><p style=\"width:3000px\">wide')")
    page.evaluate("document.querySelector('p:last-child').style.width = '3000px'")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.invalid/', alt: ''}))")
    expect(page.locator("img")).to_have_count(1)
    assert any(fault.startswith("button-name") for fault in accessibility_faults(page))
    assert sideways(page)
    assert any("CSP style-src" in complaint for complaint in device.complaints)
    assert any("CSP img-src" in complaint for complaint in device.complaints)
    page.goto("about:blank")
    page.set_content("<img src='http://elsewhere.invalid/x.png'>")
    assert "request to http://elsewhere.invalid/x.png" in device.complaints
