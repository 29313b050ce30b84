"""A co-chair on the day, with a phone: the card by its link, the ceremony on stage, a quote, somebody to propose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from browser import PEOPLE, Device, faults, fill_in, press, says, sign_in
from cochairs import CHAIR, a_day, add, come_in, person, reader_of, register_as, speak
from databases import Databases
from directory import make
from playwright.sync_api import Browser, Locator, Page, expect
from server import Server, running

from assembly import clock, create_app
from assembly.calendar.service import publish_programme
from assembly.cochairs.service.cards import make_card
from assembly.cochairs.service.ceremony import add_place
from assembly.models import Bilingual, MandateRole
from assembly.sealed import unseal
from assembly.speakers.facts import MandateFacts
from assembly.speakers.service.mandates import enter_mandate
from assembly.speakers.service.quotes import add_quote
from assembly.transactions import writing

CITY = {"en": "Turku", "fr": "Ghent"}
QUOTE = {"en": "Cities learn from each other", "fr": "Les villes apprennent les unes des autres"}
"Another city and another quote for each run."


@pytest.fixture(scope="module")
def day(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server on the day of its assembly, where Ana has come in, and the token of the co-chair's own link."""
    with databases.fresh(tmp_path_factory.mktemp("desk-day"), with_demo=False) as config:
        app = create_app(config)
        with app.app_context(), writing():
            edition = a_day(days_ahead=0)
            with clock.at(edition.starts_at - timedelta(days=5)):
                ana = register_as(edition, "Ana", "Álvarez", 1, place="Rzeszow")
            come_in(ana, edition.starts_at)
            speak(add(edition, "Panel", 75, 230), person("Eva", "Ek"))
            publish_programme(edition, name="Programme", note=Bilingual())
            facts = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual("Mayor", "Maire"), None, None)
            mayor = enter_mandate(person("Gro", "Gran"), facts)
            for lang, name in CITY.items():
                add_place(edition, make(name.lower(), name), signatory="Gro Gran", function="Mayor")
                words = Bilingual(QUOTE["en"], QUOTE["fr"]) if lang == "en" else Bilingual("Together", "Ensemble")
                add_quote(edition, mayor, words, original_lang="en", source="the opening")
            token = unseal(make_card(edition, edition.day, reader_of(edition)).token_sealed)
        with running(config, alone=True) as server:
            yield server, token


@pytest.fixture
def phone(browser: Browser, day: tuple[Server, str]) -> Iterator[Page]:
    """The co-chair's phone. Whatever it meets on the way is asserted at the end."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=day[0].url)
    device = Device(context, day[0].url)
    yield device.page
    context.close()
    assert device.complaints == []


def card_of(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def act(page: Page, words: str, button: str) -> None:
    """Press a button of the card that says these words."""
    with page.expect_navigation():
        card_of(page, words).get_by_role("button", name=button).click()


@PEOPLE
def test_a_co_chair_works_on_the_day(phone: Page, day: tuple[Server, str], lang: str, width: int) -> None:
    link, city, quote = f"/{lang}/day/{day[1]}", CITY[lang], {"en": QUOTE["en"], "fr": "Ensemble"}[lang]
    phone.goto(link)
    missing = phone.get_by_role("region", name=says(lang, "Speakers still missing"))
    expect(missing).to_be_in_viewport()
    expect(missing).to_contain_text("Eva Ek")
    expect(missing).not_to_contain_text("Ana")
    expect(phone.get_by_role("region", name=says(lang, "Now and next"))).to_contain_text("AL-va-reth")
    sentences = phone.get_by_role("region", name=says(lang, "Text to read out"))
    for words in ("Today we have welcomed 1 participant from 1 country.", "Nous avons déjà accueilli 1 personne"):
        expect(sentences).to_contain_text(words)
    signing = (
        phone.get_by_role("region", name=says(lang, "Signing order")).get_by_role("listitem").filter(has_text=city)
    )
    expect(signing).to_contain_text(says(lang, "not here yet"))
    found = faults(phone, lang, "day-card-of-desk")

    sign_in(phone, CHAIR, lang)
    expect(phone.get_by_role("heading", level=1)).to_have_text(says(lang, "My day"))
    found += faults(phone, lang, "desk-of-co-chair")
    phone.get_by_role("link", name=says(lang, "Signing ceremony"), exact=True).click()
    act(phone, city, says(lang, "Mark as present"))
    expect(card_of(phone, city)).to_contain_text(says(lang, "present"))
    act(phone, city, says(lang, "Mark as signed"))
    expect(card_of(phone, city)).to_contain_text(says(lang, "Not in the public list of signatures"))
    found += faults(phone, lang, "ceremony-signed")

    phone.get_by_role("link", name=says(lang, "Quotes"), exact=True).click()
    act(phone, quote, says(lang, "Approve"))
    expect(phone.get_by_role("status")).to_have_text(says(lang, "Quote approved. The public can now read it."))
    expect(card_of(phone, quote)).to_contain_text(says(lang, "Approved"))
    found += faults(phone, lang, "quote-approved")

    phone.get_by_role("link", name=says(lang, "Speakers"), exact=True).click()
    if not phone.locator("[name=name]").is_visible():
        phone.locator("summary").filter(has_text=says(lang, "Propose a speaker")).click()
    phone.locator("[name=session]").select_option(index=1)
    fill_in(phone, name=f"Ida {lang}", why="She signed first")
    press(phone, says(lang, "Propose this person"))
    phone.get_by_role("link", name=f"Ida {lang}").click()
    phone.get_by_role("link", name=says(lang, "Correct this proposal")).click()
    found += faults(phone, lang, "proposal-correct")
    fill_in(phone, name=f"Ida Is {lang}")
    press(phone, says(lang, "Save"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Ida Is {lang}")
    found += faults(phone, lang, "proposal-of-mine")

    phone.goto(link)  # the card follows, for whoever holds a link
    expect(signing).to_contain_text(says(lang, "signed on stage at %(time)s", time="").strip())
    phone.goto(f"/{lang}/2031/")
    phone.get_by_role("link", name=says(lang, "My day"), exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(says(lang, "My day"))
    assert not found
