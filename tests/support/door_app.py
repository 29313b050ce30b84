"""Pairs a phone with a door and works its app."""

from __future__ import annotations

import re

from browser import Visitor, accessibility_faults, decoded, fill_in, photograph, picture, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

STORED = """async () => {
  const text = (buffer) => Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  const result = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const database = await result(indexedDB.open("door 2027"));
  const all = [];
  for (const name of database.objectStoreNames) {
    const rows = await result(database.transaction(name).objectStore(name).getAll());
    for (const row of rows) all.push(row instanceof ArrayBuffer ? text(row) : JSON.stringify(row));
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) all.push(request.url, await (await cache.match(request)).text());
  }
  return all.concat(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie).join("\\n");
}"""
"Everything the phone keeps, as one text."


def supervisor(visitor: Visitor) -> Page:
    """The organiser on the page of the phones."""
    page = visitor("en", 1280)
    sign_in(page, ORGANISER, "en")
    page.goto("/en/manage/2027/phones/")
    return page


def pairing_link(page: Page, door: str) -> str:
    """Ask for one more phone; gives what the code on the screen holds."""
    fill_in(page, door=door)
    press(page, "Pair a phone")
    (link,) = decoded(picture(page.locator(".qr")))
    assert link == page.get_by_role("link", name="Use this device instead").get_attribute("href")
    return link


def new_pin(page: Page) -> str:
    """Start a shift, or another PIN for the one that runs."""
    another = page.get_by_role("button", name="Create a new PIN").count()
    press(page, "Create a new PIN" if another else "Start a shift")
    return page.locator("#shift-pin").inner_text()


def of_lang(link: str, lang: str) -> str:
    return re.sub(r"/en/checkin/", f"/{lang}/checkin/", link)


def covered(page: Page, lang: str, word: str) -> None:
    expect(page.locator("#covering .word")).to_have_text(says(lang, word), timeout=15_000)


def write_down(page: Page, lang: str, given: str) -> None:
    """Register somebody who is not on the list, by keyboard."""
    page.locator("#walk-in").click()
    expect(page.locator("#covering .acts[inert]")).to_have_count(0)  # for a moment no button of a new page answers
    for typed in (given, "", "Oulu"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    photograph(page, lang, "app-walk-in")
    assert not accessibility_faults(page)
    page.keyboard.press("Enter")  # the family name is missing, and has the focus
    expect(page.locator("#walk-in-why")).to_have_text(says(lang, "Enter the family name."))
    page.keyboard.type("Kamera")
    expect(page.locator("#walk-in-why")).to_be_empty()
    page.keyboard.press("Enter")
