"""An assistant registers a mayor, with details and needs; the mayor answers for herself, one tap each."""

from __future__ import annotations

from browser import PEOPLE, Visitor, faults, fill_in, hearing, mail_to, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

NAME, FAMILY = "Zofia", "Wszędybylska"


def register_the_mayor(page: Page, lang: str, mayor: str, office: str) -> None:
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", given=NAME, family=f"{FAMILY}-{lang}")
    fill_in(page, function="Maire", email=mayor)
    page.get_by_text(says(lang, "I am registering someone else")).click()
    fill_in(page, assistant_email=office)
    press(page, says(lang, "Register"))
    told = "Use the link in our email to add your badge name, languages and needs, now or later."
    expect(page.get_by_role("main")).to_contain_text(hearing(says(lang, told)))


def open_link(page: Page, lang: str, address: str, subject: str) -> None:
    mail_to(page, address, subject, lang)
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/r/").first.click()
    press(page, says(lang, "Open my registration"))


def office_adds_details(page: Page, lang: str) -> None:
    page.get_by_role("link", name=says(lang, "Optional details"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Optional details"))
    fill_in(page, badge_name=f"Zosia {FAMILY}-{lang}", address_form="Pani Prezydent", phone="+48 17 875 40 00")
    page.locator("[name=speaks][value=pl]").check()
    page.locator("[name=needs][value=vegetarian]").check()
    fill_in(page, needs_text="Sans noix")
    expect(page.locator("[name=news]")).to_have_count(0)
    assert press(page, says(lang, "Save")).status == 303
    expect(page.locator(".flash")).to_have_text(says(lang, "Your details have been saved."))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Zosia {FAMILY}-{lang}")


def mayor_answers(page: Page, lang: str) -> None:
    """Three taps, and nothing to read before them but the questions."""
    expect(page.get_by_role("heading", level=1)).to_have_text(says(lang, "Two questions for you"))
    assert page.locator("main form").count() == 3
    for kind, say in (("photo", "Yes"), ("listing", "No")):
        card = page.locator(f"form[aria-labelledby={kind}]")
        with page.expect_navigation():
            card.get_by_role("button", name=says(lang, say), exact=True).click()
        told = says(lang, "You answered yes." if say == "Yes" else "You answered no.")
        expect(page.locator(f"form[aria-labelledby={kind}] .state")).to_contain_text(told)
    needs = page.locator("form[aria-labelledby=needs]")
    expect(needs).to_contain_text("Sans noix")
    expect(needs).to_contain_text(says(lang, "Vegetarian"))
    with page.expect_navigation():
        needs.get_by_role("button", name=says(lang, "Yes, this is correct"), exact=True).click()
    expect(needs).not_to_contain_text(says(lang, "Your office has given us the information below. Is it correct?"))
    expect(needs.get_by_role("button")).to_have_text([says(lang, "Delete this information")])


@PEOPLE
def test_a_registered_mayor_answers_for_herself(visitor: Visitor, lang: str, width: int) -> None:
    mayor, office = f"zofia.{lang}@rzeszow.example.org", f"zofias.office.{lang}@rzeszow.example.org"
    assistant = visitor(lang, width)
    register_the_mayor(assistant, lang, mayor, office)
    open_link(assistant, lang, office, says(lang, "Registration confirmed"))
    office_adds_details(assistant, lang)
    assistant.goto(f"/{lang}/my/consents")
    expect(assistant.get_by_role("main").get_by_role("button")).to_have_count(0)
    found = faults(assistant, lang, "consents-office")

    her = visitor(lang, width)
    open_link(her, lang, mayor, says(lang, "Please confirm what your office told us"))
    found += faults(her, lang, "consents-reported")
    mayor_answers(her, lang)
    found += faults(her, lang, "consents-answered")
    her.goto(f"/{lang}/my/details")
    expect(her.locator("[name=needs][value=vegetarian]")).to_be_checked()

    assistant.goto(f"/{lang}/my/details")
    expect(assistant.locator("[name=needs]")).to_have_count(0)
    expect(assistant.get_by_role("main")).not_to_contain_text("Sans noix")
    fill_in(assistant, badge_name="", phone="call me")
    assert press(assistant, says(lang, "Save")).status == 422
    found += faults(assistant, lang, "details-faults")

    organiser = visitor(lang, width)
    sign_in(organiser, ORGANISER, lang)
    organiser.goto(f"/{lang}/manage/2027/people?q=zosia {lang}")
    organiser.locator("tbody a").first.click()
    expect(organiser.get_by_role("main")).to_contain_text("Pani Prezydent")
    expect(organiser.get_by_role("main")).not_to_contain_text("Sans noix")
    found += faults(organiser, lang, "person-details")
    press(organiser, says(lang, "Show this person’s needs"))
    expect(organiser.get_by_role("main")).to_contain_text("Sans noix")
    found += faults(organiser, lang, "needs-of-person")
    organiser.goto(f"/{lang}/manage/2027/needs")
    press(organiser, says(lang, "Show the names"))
    expect(organiser.get_by_role("main")).to_contain_text("Sans noix")
    found += faults(organiser, lang, "needs-names")
    assert not found
