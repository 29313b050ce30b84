"""From the link of the day card to who is missing in one tap, on a slow phone and a slow network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Device, css_and_js, faults, layout_shift
from cochairs import a_day, fill_the_desk, reader_of
from databases import Databases
from playwright.sync_api import Browser, Page, expect
from server import Server, running

from assembly import create_app
from assembly.cochairs.service.cards import make_card
from assembly.sealed import unseal
from assembly.transactions import writing

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"400 kbit/s, in bytes."


@pytest.fixture(scope="module")
def link(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server on the day of its assembly, and the path of the card."""
    with databases.fresh(tmp_path_factory.mktemp("day-card"), with_demo=False) as config:
        app = create_app(config)
        with app.app_context(), writing():
            edition = a_day(days_ahead=0)
            fill_the_desk(edition)
            path = f"/en/day/{unseal(make_card(edition, edition.day, reader_of(edition)).token_sealed)}"
        with running(config, alone=True) as server:
            yield server, path


@pytest.fixture
def phone(browser: Browser, link: tuple[Server, str]) -> Iterator[Page]:
    """A phone that has never been here. Whatever it meets on the way is asserted at the end."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=link[0].url)
    device = Device(context, link[0].url)
    yield device.page
    context.close()
    assert device.complaints == []


@pytest.mark.proof("a measured time")
def test_one_tap_shows_missing_speakers_in_time(phone: Page, link: tuple[Server, str]) -> None:
    phone.goto("/healthz")
    phone.evaluate("path => document.body.innerHTML = `<a href='${path}'>card</a>`", link[1])
    tools = phone.context.new_cdp_session(phone)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    phone.get_by_role("link", name="card").click()
    expect(phone.get_by_role("heading", name="Speakers still missing")).to_be_in_viewport()
    phone.wait_for_load_state()
    whole = phone.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < whole < 3000
    sizes = (
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)).map(one => one.transferSize)"
    )
    assert sum(phone.evaluate(sizes)) < 40_000


@pytest.mark.proof("make test looks at the card in test_desk_on_the_day")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_card_is_for_everybody(phone: Page, link: tuple[Server, str], lang: str) -> None:
    phone.goto(link[1].replace("/en/", f"/{lang}/"))
    assert not faults(phone, lang, "day-card")


@pytest.mark.proof("the frame of the public pages, which make test looks at, in a narrow column")
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_card_loads_still(phone: Page, link: tuple[Server, str], lang: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 740})
    phone.goto(link[1].replace("/en/", f"/{lang}/"))
    assert layout_shift(phone) <= 0.02
    assert css_and_js(phone) <= 60_000
