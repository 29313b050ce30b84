"""A real browser: where it is, what it must never meet on a page, how it reads a picture, what people do in it."""

from __future__ import annotations

import io
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable
from email.parser import BytesHeaderParser
from email.policy import default
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
import zxingcpp
from accessibility import AXE as AXE
from accessibility import COLOURS, accessibility_faults
from photographs import Scale, photograph
from photographs import picture as picture
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from server import DATA

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_POLICY = (
    "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
)
NO_BROWSER = "Browser tests did not run: no Chromium on this machine (apt-get install chromium)"
_Seen = TypeVar("_Seen")
IN_PROOF = pytest.mark.proof("make test walks each way once: the office's on a desk, the others on a French telephone")
PEOPLE = pytest.mark.parametrize(("lang", "width"), [("fr", 360), pytest.param("en", 1280, marks=IN_PROOF)])
OFFICE = pytest.mark.parametrize(("lang", "width"), [("en", 1280), pytest.param("fr", 360, marks=IN_PROOF)])
PEOPLE_WIDE = pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=IN_PROOF)])
OFFICE_WIDE = pytest.mark.parametrize("lang", ["en", pytest.param("fr", marks=IN_PROOF)])
Visitor = Callable[..., Page]
"The fixture `visitor`: somebody with a device of their own."


def installed(*, whole: bool = False) -> str | None:
    """The browser of this machine; none is ever downloaded. Its shell without windows needs less time, but does not
    ask whether the camera may be used."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names if whole else ("chromium-headless-shell", *names))), None)


def chromium(*, whole: bool = False) -> str:
    """The browser of this machine. Without one these tests are skipped, but in CI they fail."""
    found = installed(whole=whole)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    return found


class Device:
    """Somebody's own browser. It notes errors of scripts, breaches of the policy and requests to another host."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.host = urlsplit(url).netloc
        self.complaints: list[str] = []
        context.set_default_timeout(10_000)
        context.add_init_script(_POLICY)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._see)
        self.page = context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports each page that answers 403, 404 or 422 as an error of the page itself: the tests ask for them
        asked_for = message.page is not None and message.location.get("url") == message.page.url
        if message.type == "error" and not (asked_for and message.text.startswith("Failed to load resource")):
            self.complaints.append(f"console: {message.text} at {message.location.get('url')}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "about", "file"} and parts.netloc != self.host:
            self.complaints.append(f"request to {request.url}")


def sideways(page: Page) -> list[str]:
    """Whether one must scroll sideways, and which elements stick out."""
    page.wait_for_load_state()  # a press may just have led to another page, which has no body yet
    return page.evaluate(
        """() => {
            const wide = document.scrollingElement.scrollWidth;
            if (wide <= innerWidth) return [];
            const all = [...document.querySelectorAll("body *")];
            const out = all.filter(e => e.getBoundingClientRect().right > innerWidth);
            return [`${wide} px wide in ${innerWidth}`, ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
        }"""
    )


_SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""
_LOADED = """() => performance.getEntriesByType("resource")
    .filter(e => /[.](css|js)([?]|$)/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0)"""


def layout_shift(page: Page) -> float:
    """The cumulative layout shift since the page was opened; asked just after it has loaded."""
    return float(page.evaluate(_SHIFTS))


def css_and_js(page: Page) -> int:
    """Bytes of style and scripts the page has loaded, as sent."""
    return int(page.evaluate(_LOADED))


def faults(page: Page, lang: str, name: str, *, wide: int = 1280, but: Iterable[str] = ()) -> list[str]:
    """What is wrong with the page as it is now, on telephones and wide.

    `make test` looks at one width: the wide one in English, that of a telephone in French, whose words are longer.
    `make proof` photographs it at 360 and 768 px and wide, light and dark (emails at two widths, light); axe looks at
    320 px and wide, and at the colours of the dark at 360 px.
    """
    if not Scale.full:
        _resize(page, 360 if lang == "fr" else wide)
        return [*sideways(page), *accessibility_faults(page, but)]
    is_page, found = wide > 768, []
    for width in (320, 360, *[768] * is_page, wide):
        _resize(page, width)
        found += [f"{width}: {fault}" for fault in sideways(page)]
        if width in {320, wide}:
            found += [f"{width}: {fault}" for fault in accessibility_faults(page, but)]
        if width != 320:
            photograph(page, lang, name)
            page.emulate_media(color_scheme="dark")
            if is_page:
                photograph(page, lang, f"{name}-dark")
            if width == 360:
                found += [f"dark: {fault}" for fault in accessibility_faults(page, only=COLOURS)]
            page.emulate_media(color_scheme="light")
    return found


def _resize(page: Page, width: int) -> None:
    size = {"width": width, "height": {320: 640, 360: 740, 768: 1024}.get(width, 800)}
    if page.viewport_size != size:
        page.set_viewport_size(size)  # type: ignore[arg-type]


def decoded(png: bytes) -> list[str]:
    """What the codes in a picture hold, as a telephone reads them."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))]


def until(look: Callable[[], _Seen | None], seconds: float = 15) -> _Seen:
    """What `look` sees, as soon as it sees something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.1)
    raise AssertionError(f"nothing seen within {seconds} seconds")


@cache
def _catalogue(lang: str) -> NullTranslations:
    if lang == "en":
        return NullTranslations()
    with (ROOT / f"assembly/translations/{lang}/LC_MESSAGES/messages.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def says(lang: str, message: str, **facts: object) -> str:
    """A sentence of the interface in this language, spaces as a reader hears them."""
    text = _catalogue(lang).gettext(message)
    if text == message and isinstance(number := facts.get("num"), int):  # one with a plural
        text = _catalogue(lang).ngettext(message, message, number)
    return " ".join((text % facts if facts else text).split())


def hearing(sentence: str) -> re.Pattern[str]:
    """A pattern that finds this sentence whichever spaces it is set with; `…` stands for anything."""
    return re.compile(re.escape(sentence).replace(r"\ ", r"\s+").replace("…", ".+"))


# --- what people do ---------------------------------------------------------------------------------------------------


def fill_in(page: Page, **answers: str) -> None:
    """Type into the fields of the registration form, and choose the circles, by the names of the controls."""
    for name, answer in answers.items():
        controls = page.locator(f"[name={name}]")
        if controls.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={answer}]").check()
        elif controls.first.evaluate("one => one.tagName") == "SELECT":
            controls.select_option(answer)
        else:
            controls.fill(answer)


def press(page: Page, name: str) -> Response:
    """Press the button that says this; gives the answer to its form, once the page that follows is there."""
    with page.expect_navigation(), page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    return answered.value


def sign_in(page: Page, who: tuple[str, str], lang: str) -> None:
    """Through the real form."""
    page.goto(f"/{lang}/sign-in")
    fill_in(page, email=who[0], passphrase=who[1])
    press(page, says(lang, "Sign in"))


def stand_at(page: Page, edition: str, door: str, lang: str) -> None:
    """Tell this telephone at which door it stands."""
    page.goto(f"/{lang}/checkin/{edition}/")
    fill_in(page, door=door)
    press(page, says(lang, "Use this phone at this entrance"))
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Entrance %(door)s", door=door))


def begin_to_sign(page: Page, lang: str, email: str) -> str:
    """Say that a city means to sign, up to the page of the link in the mail; gives its address."""
    page.goto(f"/{lang}/communities/join")
    page.get_by_role("main").get_by_role("link", name=says(lang, "Start now"), exact=True).click()
    fill_in(page, body="municipality", place="Oulu", country="FI", signer="Riikka Moilanen", function="Mayor")
    fill_in(page, entitled_by="Mayor", occasion="apart", contact="Aino", email=email)
    press(page, says(lang, "Send"))
    mail_to(page, email, says(lang, "Your declaration for Living-in.EU"), lang)
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/communities/join/").click()
    page.wait_for_url(f"**/{lang}/communities/join/*")
    return page.url


def hand_in(page: Page, lang: str, content: bytes) -> None:
    """Choose a file on the own page of a signing, and send it."""
    page.locator("#document").set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": content})
    press(page, says(lang, "Send"))
    expect(page.locator(".state")).to_contain_text(says(lang, "Received."))


def mail_to(page: Page, address: str, subject: str, lang: str, number: int = 1) -> str:
    """Wait for the worker to send this mail, or the `number`th of them, open the newest, and give its text.

    The files are read: the page that lists the mails of the demonstration draws fifty of them each time.
    """
    folder = DATA[urlsplit(page.request.get("/healthz").url).port or 0] / "mails"

    def look() -> Path | None:
        files = sorted(folder.glob("*.eml"), reverse=True)
        mine = [file for file in files if address in _head(file)[0] and subject in _head(file)[1]]
        return mine[0] if len(mine) >= number else None

    page.goto(f"/{lang}/demo/mails/{int(until(look).stem)}")
    return page.get_by_role("article").inner_text()


@cache
def _head(file: Path) -> tuple[str, str]:
    head = BytesHeaderParser(policy=default).parsebytes(file.read_bytes())
    return str(head["To"]), " ".join(str(head["Subject"]).split())
