"""Session sign-up: the office turns it on and counts the seats, one guest has the last, another waits for it."""

from __future__ import annotations

from browser import OFFICE, Visitor, fill_in, mail_to, press, says, sign_in
from factories import ORGANISER
from playwright.sync_api import Page, expect

SESSION = {
    "en": {"en": "Leading by example", "fr": "Montrer l’exemple"},
    "fr": {"en": "Signing ceremony and family picture", "fr": "Cérémonie de signature et photo de famille"},
}
"Another session for each run, by its title in both languages."


def offer(office: Page, lang: str, title: str) -> None:
    """Turn sign-up on, and leave one seat in one session."""
    sign_in(office, ORGANISER, lang)
    office.goto(f"/{lang}/manage/2027/settings/extras")
    office.get_by_label(says(lang, "Session sign-up")).check()
    press(office, says(lang, "Save"))
    office.goto(f"/{lang}/manage/2027/programme/")
    seats = office.get_by_role("link", name=says(lang, "Change the number of seats"))
    seats.filter(has_text=title).click()
    office.get_by_label(says(lang, "Seats")).fill("1")
    press(office, says(lang, "Save"))
    expect(office.get_by_role("main")).to_contain_text(says(lang, "%(num)s seat in total", num=1))


def come(page: Page, lang: str, given: str, email: str) -> None:
    """Register, and open the own page."""
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", given=given, family="Séance")
    fill_in(page, function="Maire", email=email)
    press(page, says(lang, "Register"))
    mail_to(page, email, says(lang, "Registration confirmed"), lang)
    page.get_by_role("article").get_by_role("link", name=f"/{lang}/r/").click()
    press(page, says(lang, "Open my registration"))
    page.get_by_role("link", name=says(lang, "My sessions"), exact=True).click()


@OFFICE
def test_a_seat_goes_to_the_next_person(visitor: Visitor, lang: str, width: int) -> None:
    title, waiter = SESSION[lang][lang], f"waits.{lang}@example.org"
    office, first, second = (visitor(lang, width) for _device in range(3))
    offer(office, lang, title)
    come(first, lang, "Première", f"first.{lang}@example.org")
    first.get_by_role("checkbox", name=title).check()
    press(first, says(lang, "Save"))
    expect(first.get_by_role("main")).to_contain_text(says(lang, "You have a seat"))
    come(second, lang, "Deuxième", waiter)
    expect(second.get_by_role("main")).to_contain_text(says(lang, "no seats left"))
    second.get_by_role("checkbox", name=title).check()
    press(second, says(lang, "Save"))
    expect(second.get_by_role("main")).to_contain_text(says(lang, "Number %(number)s on the waiting list", number=1))
    first.get_by_role("checkbox", name=title).uncheck()
    press(first, says(lang, "Save"))
    mail_to(second, waiter, says(lang, "You now have a seat in “%(session)s”", session=title), lang)
    second.goto(f"/{lang}/my/sessions")
    expect(second.get_by_role("main")).to_contain_text(says(lang, "You have a seat"))
    office.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    expect(office.get_by_role("rowheader")).to_have_text(["Deuxième Séance"])
