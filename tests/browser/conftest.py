"""One server on the demo editions for all browser tests; people are kept apart by contexts, as on different devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked_speakers import ask_another
from browser import ARGUMENTS, NO_BROWSER, Device, Scale, Visitor, chromium, installed, press, says, sign_in
from camera import film
from cochairs import fill_the_desk
from databases import Databases
from factories import CO_CHAIR
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from server import Server, running
from sqlalchemy import select

from assembly import create_app
from assembly.models import Edition, Quote, SpeakerProposal
from assembly.sealed import unseal
from assembly.speaker_invitations.queries import parts_of
from assembly.transactions import writing
from config import Config


def pytest_configure(config: pytest.Config) -> None:
    """Say once how much is looked at."""
    Scale.full = config.getoption("--scale") == "full"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for whoever has no browser."""
    if installed() is None:
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of this machine; none is ever downloaded."""
    return browser_type_launch_args | {"executable_path": chromium(), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def settings(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """A demo database of the browser tests' own."""
    with databases.fresh(tmp_path_factory.mktemp("browser"), with_demo=True) as config:
        yield config


@pytest.fixture(scope="session")
def server(settings: Config) -> Iterator[Server]:
    """The server and the worker of `make run`."""
    with running(settings, forked=True) as started:
        yield started


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where paths are found. (The plugin's own fixture of this name breaks under pytest 9 with warnings as errors.)"""
    return server.url


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[Visitor]:
    """Somebody with a device of their own. Whatever any of them meets on the way is asserted at the end."""
    devices = []

    def arrive(lang: str = "en", width: int = 1280, **options: Any) -> Page:
        height = 740 if width < 600 else 800
        context = new_context(locale=lang, viewport={"width": width, "height": height}, **options)
        devices.append(Device(context, server.url))
        return devices[-1].page

    yield arrive
    complaints = [complaint for device in devices for complaint in device.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def of_speakers(settings: Config) -> dict[str, str]:
    """A speaker who has been asked, somebody proposed, a quote sent back, and a city in the ceremony."""
    app = create_app(settings)
    with app.app_context(), writing():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        fill_the_desk(edition)
        asked = ask_another(edition)
        part = parts_of(asked)[0]
        at = f"/en/manage/2027/programme/{part.session.code}/people/{asked.person.code}/{part.role.value}"
        proposal = session.scalars(select(SpeakerProposal.code).order_by(SpeakerProposal.id.desc())).first()
        quote = session.scalars(select(Quote.code).where(Quote.edition_id == edition.id)).first()
        desk = "/en/manage/2027/desk"
        return {
            "speaker_link": f"/en/s/{unseal(asked.token_sealed)}",
            "asked": f"/en/manage/2027/speaker-invitations/{asked.person.code}",
            "part": at,
            "proposal": f"{desk}/proposals/{proposal}",
            "send_back": f"{desk}/quotes/{quote}/send-back",
        }


@pytest.fixture(scope="session")
def by_link(browser: Browser, base_url: str, of_speakers: dict[str, str]) -> dict[str, Any]:
    """The devices of a speaker who has opened the link and of a co-chair who has signed in, as their cookies."""
    states: dict[str, Any] = {"nobody": None}
    for name in ("own_speaker", "co_chair"):
        context = browser.new_context(base_url=base_url, locale="en")
        page = context.new_page()
        if name == "co_chair":
            sign_in(page, CO_CHAIR, "en")
        else:
            page.goto(of_speakers["speaker_link"])
            press(page, says("en", "Open the invitation"))
        states[name] = context.storage_state()
        context.close()
    return states


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
        asked = ("ERR_INTERNET_DISCONNECTED", "status of 403 (Forbidden)")  # a test cuts the line, or errs with a PIN
        unasked = [one for one in device.complaints if not any(words in one for words in asked)]
        assert not unasked, unasked
        browser.close()
