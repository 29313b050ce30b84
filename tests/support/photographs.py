"""Photographs of pages: for eyes in `make proof`, and for what a test reads in them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, Page

SHOTS = Path(__file__).resolve().parents[2] / "shots"


class Scale:
    """Whether this is `make proof`, which looks at all widths and photographs; set when the tests begin."""

    full = False


def picture(what: Page | Locator, **how: Any) -> bytes:
    """A picture of it (PNG)."""
    return _in_three_tries(what if isinstance(what, Page) else what.page, lambda: what.screenshot(**how))


def _in_three_tries(page: Page, take: Callable[[], bytes]) -> bytes:
    """Chromium now and then refuses a picture, and takes it a moment later."""
    for wait in (200, 1_000):
        try:
            return take()
        except Error as error:
            if "Unable to capture screenshot" not in error.message:
                raise
            page.wait_for_timeout(wait)
    return take()


_SIZE = (
    "document.fonts.ready.then(() => [document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight])"
)
_LONGEST = 6000
"How many pixels of a long page a photograph shows."


def _whole(page: Page) -> bytes:
    """The whole page as `screenshot` takes it, but as a JPEG: of thousands each costs a fraction of a PNG."""
    width, height = page.evaluate(_SIZE)
    how = {"format": "jpeg", "quality": 70, "optimizeForSpeed": True, "captureBeyondViewport": True}
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, _LONGEST), "scale": 1}
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {**how, "clip": clip})
    session.detach()
    return b64decode(taken["data"])


def photograph(page: Page, lang: str, name: str) -> None:
    """The whole page as it is now, for eyes: shots/360-fr-home.jpg. `make test` makes none."""
    if not Scale.full:
        return
    SHOTS.mkdir(exist_ok=True)
    file = SHOTS / f"{page.viewport_size['width']}-{lang}-{name}.jpg"  # type: ignore[index]
    file.write_bytes(_in_three_tries(page, lambda: _whole(page)))
