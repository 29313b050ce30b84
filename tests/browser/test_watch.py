"""A French-speaking viewer finds one speech, plays exactly it, switches the language, and sends the link on."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest
from browser import IN_PROOF, Device, Visitor, accessibility_faults, says, sideways
from playwright.sync_api import BrowserContext, Route, expect
from server import Server

SITE = "https://video.example.org"


@cache
def silence(seconds: int) -> bytes:
    """A sound file in which nothing is heard."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(3000)
        sound.writeframes(b"\x80" * 3000 * seconds)
    return file.getvalue()


def answer(route: Route) -> None:
    """What the site of the recordings sends: a part of the file, as players ask for it."""
    content = silence(900)
    begin = int((route.request.headers.get("range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
    part = f"bytes {begin}-{len(content) - 1}/{len(content)}"
    headers = {"Content-Type": "audio/wav", "Accept-Ranges": "bytes", "Content-Range": part}
    route.fulfill(status=206, headers=headers, body=content[begin:])


@pytest.mark.parametrize(
    ("lang", "unreached", "spoken", "heard", "other"),
    [
        ("fr", "votre connexion ou le site", "repartir de zero", "zéro", "Original (English)"),
        pytest.param("en", "your connection or the site", "start again", "start again", "Français (interpretation)",
                     marks=IN_PROOF),
    ],
)  # fmt: skip
def test_speech_is_found_played_and_shared(
    new_context: Callable[..., BrowserContext],
    server: Server,
    lang: str,
    unreached: str,
    spoken: str,
    heard: str,
    other: str,
) -> None:
    second = "en" if lang == "fr" else "fr"
    context = new_context(locale=lang, viewport={"width": 360, "height": 740})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.route(f"{SITE}/**", answer)
    device = Device(context, server.url)
    page = device.page
    page.goto(f"/{lang}/2027/recordings")  # which has none yet: all assemblies are searched
    page.get_by_role("searchbox").fill("moret")
    page.get_by_role("button", name=says(lang, "Search")).click()
    page.locator(".results [data-kind=speech] h2 a").click()
    assert page.url.endswith(f"?audio={lang}#t=255")
    assert (accessibility_faults(page), sideways(page)) == ([], [])
    assert device.complaints == [], "another site was asked before anybody pressed play"

    page.locator("[id='t=255'] [data-until]").click()
    player = page.locator("video")
    expect(player).to_have_js_property("readyState", 4, timeout=20_000)
    assert player.evaluate("p => Math.floor(p.currentTime)") in range(255, 265)
    assert "play=" not in page.url  # what one would copy from the address bar plays nothing by itself
    player.evaluate("p => { p.pause(); p.currentTime = 300; }")
    for key, moment in (("l", 310), ("j", 300)):  # the player has the focus
        page.keyboard.press(key)
        assert player.evaluate("p => p.currentTime") == moment
    page.get_by_label(says(lang, "Speed")).select_option("1.5")
    expect(player).to_have_js_property("playbackRate", 1.5)
    assert (accessibility_faults(page), sideways(page)) == ([], [])

    page.get_by_role("link", name=other, exact=True).click()
    expect(page.locator(f"video[src*=opening-{second}]")).to_have_js_property("readyState", 4, timeout=20_000)
    assert player.evaluate("p => Math.floor(p.currentTime)") in range(300, 310)
    player.evaluate("p => { p.pause(); p.currentTime = 301; }")
    page.get_by_role("button", name=says(lang, "Copy the link to this moment")).click()
    expect(page.get_by_text(says(lang, "Link copied"))).to_be_visible()
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert urlsplit(link).query + "#" + urlsplit(link).fragment == f"audio={second}#t=301"
    page.goto(f"/{lang}/2023/")  # as somebody else would: the address bar has this address already
    page.goto(link)
    page.locator("[data-play]").click()
    expect(player).to_have_js_property("readyState", 4, timeout=20_000)
    assert player.evaluate("p => Math.floor(p.currentTime)") in range(301, 311)
    assert {urlsplit(one.split()[-1]).netloc for one in device.complaints} == {urlsplit(SITE).netloc}

    context.unroute(f"{SITE}/**")
    context.route(f"{SITE}/**", lambda route: route.abort())
    page.goto(f"/{lang}/2023/")
    page.goto(link)
    page.locator("[data-play]").click()
    expect(page.locator("[data-broken] > :not([hidden])")).to_contain_text(unreached)
    page.get_by_role("button", name=says(lang, "Copy the link to this moment")).click()
    expect(page.get_by_text(says(lang, "Link copied"))).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == link

    page.goto(f"/{lang}/2023/search?q={spoken.replace(' ', '+')}")
    said = page.locator("[data-kind=transcript] h2 a").get_attribute("href") or ""
    page.goto(said.replace("#t=50", "#t=53"))  # nothing begins at this second
    expect(page.locator("span.here")).to_be_in_viewport()
    expect(page.locator("span.here")).to_contain_text(heard)
    page.get_by_role("link", name={"en": "English", "fr": "Français"}[second], exact=True).click()
    assert (urlsplit(page.url).path[:4], page.url.partition("?")[2]) == (f"/{second}/", f"audio={lang}#t=53")


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "repartir de zero"), pytest.param("en", "start again", marks=IN_PROOF)]
)
def test_spoken_words_play_with_captions(visitor: Visitor, lang: str, words: str) -> None:
    page = visitor(lang, 360)
    page.goto(f"/{lang}/2023/search?q={words.replace(' ', '+')}")
    page.locator("[data-kind=transcript] h2 a").first.click()
    assert page.url.endswith("#t=50")
    page.locator("[id='t=50'] [data-until], [data-play]").first.click()
    player = page.locator("video")
    expect(player).to_have_js_property("readyState", 4, timeout=20_000)
    assert player.evaluate("p => Math.floor(p.currentTime)") in range(50, 60)
    shown = "p => [...p.textTracks].filter(one => one.mode === 'showing').map(one => one.language)"
    assert player.evaluate(shown) == [lang]
