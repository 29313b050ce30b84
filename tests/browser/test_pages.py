"""Every page, in both languages, on a telephone and on a desk: for everybody, whole, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import page_samples
import pdf_samples
import pytest
from browser import (
    AXE,
    Device,
    begin_to_sign,
    faults,
    fill_in,
    hand_in,
    mail_to,
    press,
    says,
    sign_in,
    stand_at,
)
from bs4 import BeautifulSoup
from factories import DOOR, ORGANISER
from import_programmes import HEADS
from pages import MAIN, PAGES, SAME_TEMPLATE
from playwright.sync_api import Browser, Page
from walking import endpoint_of

from assembly import create_app
from assembly.tables import csv_file
from config import Config

IN_PROOF = pytest.mark.proof("make test looks at each template once: the main ten on a desk, the others on a telephone")
LANGS = pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=IN_PROOF)])
LOOKS = [
    pytest.param(name, lang, marks=() if name not in SAME_TEMPLATE and (name in MAIN) == (lang == "en") else IN_PROOF)
    for name in PAGES
    for lang in ("en", "fr")
]
NOT_HERE = {
    "a file, a picture, data or a bare word": (
        *("communities.logo", "communities.search", "documents.document", "editions.healthz", "editions.picture"),
        *("editions.readyz", "programme.document_file", "signing_office.document", "speaker_page.portrait"),
        *("speakers.portrait", "speakers_office.portrait", "door_api.badge", "door_api.guest_list"),
        *("recordings.picture", "statistics.file", "videos.picture"),
    ),
    "leads on to another page": ("editions.root", "office.start", "own.find_link"),
    "has the form of a page that adds": (
        *("announcements_office.one", "groups.edit", "live_office.channel", "mandates_office.one", "networks.add"),
        *("programme.document", "questions.edit", "quotes_office.one", "settings.picture", "settings.room"),
        *("videos.add_track", "videos.captions", "videos.part"),
    ),
    "after the link of an email: test_alerts, test_quote_approval, test_review": (
        *("alerts.page", "own_quote.page", "review.page"),
    ),
    "an email: test_mail_look": ("demo.html",),
    "needs a second factor or a new link: test_accounts": (
        *("accounts.codes", "accounts.confirm_app", "accounts.new_codes", "accounts.open_link", "accounts.remove_app"),
        *("accounts.remove_passkey", "accounts.second_step"),
    ),
    "follows a file that was sent: test_directory, test_invitations, test_people_import, test_import, test_survey": (
        *("directory.import_preview", "invitations.import_preview", "people.compare", "people.import_preview"),
        *("directory.import_reading", "invitations.import_reading", "people.import_reading"),
        *("survey_office.import_preview", "survey_office.import_reading", "survey_office.question"),
        *("videos.import_preview", "videos.import_reading"),
    ),
    "after the link of an invitation: test_invitations": ("invited.network_list", "invited.say", "invited.status"),
    "open on the day alone: test_day_card": ("day_card.card",),
    "open while a stream is on": ("live.watch",),
    "once something was scanned: below": ("door.last", "door.undo"),
    "needs a paired phone: test_offline_door": ("door_app.app",),
    "with TLS=1 alone: test_local_certificate": ("door_app.trust",),
}
"Endpoints that answer a GET and are not in the list, by the reason."
STATUS = {"not-found": 404, "forbidden": 403}
ADMITTED = {"en": "Törmikoski", "fr": "Trégouët-Madiot"}


@pytest.fixture(scope="module")
def code_of(settings: Config) -> Callable[[str], str]:
    """The path a guest's entry code holds, by family name."""
    return page_samples.code_of(settings)


def linked(page: Page, path: str, selector: str, at: int = 0) -> str:
    """The address of a link on a page, which is read without being drawn."""
    return str(BeautifulSoup(page.request.get(path).text(), "lxml").select(selector)[at]["href"])


@pytest.fixture(scope="module")
def known(
    browser: Browser, base_url: str, settings: Config, of_speakers: dict[str, str], by_link: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Sessions of a mayor who has registered, of the office and of a door; and the addresses in her mail."""
    samples = page_samples.made_in(settings)
    contexts = {
        who: browser.new_context(base_url=base_url, locale="en") for who in ("mayor", "organiser", "door", "signer")
    }
    mayor, office, door, signer = (context.new_page() for context in contexts.values())
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
    sign_in(office, ORGANISER, "en")
    signing_link = begin_to_sign(signer, "en", "sign@oulu.example.org")
    press(signer, says("en", "Open my declaration"))
    hand_in(signer, "en", pdf_samples.scan(2))
    sign_in(door, DOOR, "en")
    stand_at(door, "2027", "A", "en")
    office.goto("/en/manage/2027/programme/import")
    table = csv_file(HEADS, [("", "Panel", "", "15/04/2027", "17:00", "17:30", "Late", "Tard"), ("", "?", *[""] * 6)])
    office.set_input_files("#table", {"name": "sessions.csv", "mimeType": "text/csv", "buffer": table})
    press(office, says("en", "Preview the import"))
    preview = urlsplit(office.url).path
    office.goto("/en/manage/2023/article/")
    press(office, says("en", "Write the article"))
    speaker, person = linked(mayor, "/en/2023/speakers", ".card a"), linked(office, "/en/manage/2027/people", "tbody a")
    awaited = "a:-soup-contains('The whole day in one video')"
    states = {who: context.storage_state() for who, context in contexts.items()}
    yield (
        states
        | samples
        | of_speakers
        | by_link
        | {
            "mail": mail,
            "link": link,
            "session": linked(mayor, "/en/2023/agenda", ".programme a", 1),
            "recording": linked(mayor, "/en/2023/recordings", ".recordings a", 2),
            "awaited": linked(mayor, "/en/2027/recordings", f".recordings {awaited}"),
            "track": linked(office, "/en/manage/2023/recordings/", ".programme a[href*=manage]", 2),
            "speaker": speaker,
            "office_speaker": f"/en/manage/2023/speakers/{speaker.rpartition('/')[2]}",
            "person": person,
            "sent": linked(office, "/en/manage/2027/messages/", "tbody a"),
            "preview": preview,
            "person_edit": f"{person}/edit",
            "signing_link": signing_link,
            "to_check": linked(office, "/en/manage/2027/signatures/", "tbody a"),
            "recorded": linked(office, "/en/manage/2023/signatures/recorded/", "tbody a"),
        }
    )
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


@pytest.mark.parametrize(("name", "lang"), LOOKS)
def test_the_page_is_for_everybody(
    devices: Callable[[str, str], Device], known: dict[str, Any], name: str, lang: str
) -> None:
    who, path = PAGES[name]
    device = devices(who, lang)
    page, address = device.page, path.format(**known, lang=lang).replace("/en/", f"/{lang}/")
    assert page.goto(address).status == STATUS.get(name, 200)  # type: ignore[union-attr]
    assert page.locator("html").get_attribute("lang") == lang
    assert not [*faults(page, lang, name), *device.complaints]


def test_each_address_of_page_is_looked_at(settings: Config, known: dict[str, Any]) -> None:
    app = create_app(settings)
    addresses = [path.format(**known, lang="en") for _who, path in PAGES.values()]
    looked_at = {str(endpoint_of(app, urlsplit(address).path)) for address in addresses}
    get = {one.endpoint for one in app.url_map.iter_rules() if "GET" in (one.methods or ()) and "." in one.endpoint}
    files = {one.endpoint for one in app.url_map.iter_rules() if re.search("[.][a-z]+$", one.rule)}
    assert get - files - looked_at == {endpoint for group in NOT_HERE.values() for endpoint in group}


@LANGS
def test_a_returned_form_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device = devices("nobody", lang)
    page = device.page
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", email="nowhere")
    press(page, says(lang, "Register"))
    found = faults(page, lang, "register-faults")
    page.goto(f"/{lang}/sign-in")
    fill_in(page, email="nobody@example.org", passphrase="not the right one")
    press(page, says(lang, "Sign in"))
    found += faults(page, lang, "sign-in-faults")
    assert not [*found, *device.complaints]


@LANGS
def test_what_the_door_sees_is_for_everybody(
    devices: Callable[[str, str], Device], code_of: Callable[[str], str], lang: str
) -> None:
    device, code = devices("door", lang), code_of(ADMITTED[lang])
    left_open = device.page.context.new_page()
    for page in (left_open, device.page):
        page.goto(code)
    found = faults(device.page, lang, "guest")
    press(device.page, says(lang, "Admit"))
    found += faults(device.page, lang, "verdict-in")
    press(left_open, says(lang, "Admit"))
    found += faults(left_open, lang, "verdict-ask")
    device.page.goto(code)
    found += faults(device.page, lang, "guest-inside")
    press(device.page, says(lang, "Call the supervisor"))
    found += faults(device.page, lang, "guest-called")
    device.page.goto(f"/{lang}/checkin/2027/last")
    found += faults(device.page, lang, "door-last")
    device.page.locator(".hits a").first.click()
    found += faults(device.page, lang, "door-undo")
    press(device.page, says(lang, "Undo this scan"))
    assert not [*found, *device.complaints, *faults(device.page, lang, "door-undone")]


@LANGS
def test_rehearsed_walk_in_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device = devices("door", lang)
    device.page.goto(f"/{lang}/checkin/2027/walk-in")
    fill_in(device.page, given="Żaneta", family="Brzęczyszczykiewicz-Łukaszewicz", place="Rzeszów")
    press(device.page, says(lang, "Register and admit"))
    assert not [*faults(device.page, lang, "walk-in-rehearsed"), *device.complaints]


@pytest.mark.proof("the same templates as my-address and my")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_asked_new_address_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device, found = devices("mayor", lang), []
    for typed, name in (("nowhere", "my-address-faults"), ("zofia@new.example.org", "my-address-asked")):
        device.page.goto(f"/{lang}/my/address")
        fill_in(device.page, email=typed)
        press(device.page, says(lang, "Send the link"))
        found += faults(device.page, lang, name)
    assert not [*found, *device.complaints]
