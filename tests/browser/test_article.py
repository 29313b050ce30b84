"""The morning after: an article in both languages, a quote approved from an email, and the correction."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser import OFFICE, Device, faults, fill_in, mail_to, press, says, sign_in
from databases import Databases
from factories import ORGANISER
from playwright.sync_api import Browser, Page, expect
from server import running

TITLES = {"en": "Mayors meet in Brussels", "fr": "Les maires se retrouvent à Bruxelles"}
FREE = {"en": "The mayors stayed until noon.", "fr": "Les maires sont restés jusqu’à midi."}

QUOTED = {"en": "If a form needs a manual", "fr": "Un formulaire qui exige"}
"How the words of a speaker begin who has not approved them."


@pytest.fixture
def office(
    browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory, width: int
) -> Iterator[Page]:
    """The organiser's device at a demonstration of its own, whose day is moved. What it met is asserted at the end."""
    with (
        databases.fresh(tmp_path_factory.mktemp("article"), with_demo=True) as config,
        running(config, forked=True) as server,
        browser.new_context(viewport={"width": width, "height": 800}, base_url=server.url) as context,
    ):
        device = Device(context, server.url)
        yield device.page
        assert device.complaints == []


@OFFICE
def test_article_is_written_approved_published_and_corrected(office: Page, lang: str, width: int) -> None:
    at = f"/{lang}/manage/2027/"
    sign_in(office, ORGANISER, lang)
    office.goto(f"{at}trial-day/")
    press(office, says(lang, "Run the trial day"))
    office.goto(f"{at}article/")
    press(office, says(lang, "Write the article"))
    fill_in(office, **{f"title_{each}": title for each, title in TITLES.items()})
    for each, sentence in FREE.items():
        text = office.locator(f"textarea[name$=-text_{each}]").last
        text.fill(f"{text.input_value()}\n\n{sentence}")
    found = faults(office, lang, "article")
    press(office, says(lang, "Publish"))
    for each, sentence in FREE.items():
        office.goto(f"/{each}/2027/report")
        expect(office.get_by_role("heading", level=1)).to_have_text(TITLES[each])
        expect(office.locator("article")).to_contain_text(sentence)

    office.goto(f"{at}quotes/")
    office.get_by_role("main").get_by_role("link", name=re.compile("|".join(QUOTED.values()))).last.click()
    quote = office.url
    fill_in(office, email="speaker@example.org", lang=lang)
    press(office, says(lang, "Send the email"))
    mail_to(office, "speaker@example.org", says(lang, "Do you approve this quote?"), lang)
    office.get_by_role("article").get_by_role("link", name="/quote/").click()
    office.wait_for_url("**/quote/*")
    fill_in(office, answer="approved")
    press(office, says(lang, "Send the answer"))
    expect(office.get_by_text(says(lang, "Thank you. Your quote is approved."))).to_be_visible()
    office.goto(quote)
    expect(office.locator("#asked")).to_contain_text(says(lang, "Approved by the speaker"))

    office.goto(f"{at}article/")
    for choice in office.locator("#differences input[type=radio][value=take]").all():
        choice.check()
    press(office, says(lang, "Apply to the article"))
    press(office, says(lang, "Publish the correction"))
    for each in FREE:
        office.goto(f"/{each}/2027/report")
        expect(office.locator("article")).to_contain_text(says(each, "Quotes"), ignore_case=True)
        expect(office.locator("article blockquote", has_text=QUOTED[each])).to_be_visible()
    assert found == []
