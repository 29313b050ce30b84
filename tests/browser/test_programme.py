"""A session is built, published, moved and published again: the public pages and the calendar file follow."""

from __future__ import annotations

from browser import OFFICE, Visitor, faults, fill_in, press, says, sign_in
from factories import ORGANISER
from icalendar import Calendar, Event
from playwright.sync_api import Page, expect

TITLES = {
    "en": ("Tea with the archivists", "Thé avec les archivistes"),
    "fr": ("Choir practice", "Répétition du chœur"),
}
"Another session for each run, by its title in both languages."


def publish(office: Page, lang: str, note: str) -> None:
    office.goto(f"/{lang}/manage/2027/programme/publishing")
    fill_in(office, note_en=f"{note}.", note_fr=f"{note} (fr).")
    press(office, says(lang, "Publish"))
    expect(office.get_by_text(says(lang, "The programme has been published."))).to_be_visible()


def event(page: Page, lang: str, code: str) -> Event:
    """The session as its calendar file tells it; the file of the whole programme says the same."""
    (one,) = Calendar.from_ical(page.request.get(f"/{lang}/2027/agenda/{code}.ics").text()).walk("VEVENT")
    whole = Calendar.from_ical(page.request.get(f"/{lang}/2027/agenda.ics").text()).walk("VEVENT")
    assert [(it["DTSTART"].dt, it["SEQUENCE"]) for it in whole if it["UID"] == one["UID"]] == [
        (one["DTSTART"].dt, one["SEQUENCE"])
    ]
    return one


@OFFICE
def test_pages_and_calendar_follow_a_move(visitor: Visitor, lang: str, width: int) -> None:
    office, reader = visitor(lang, width), visitor(lang, 360)
    english, french = TITLES[lang]
    title = {"en": english, "fr": french}[lang]
    sign_in(office, ORGANISER, lang)
    office.goto(f"/{lang}/manage/2027/programme/add")
    fill_in(office, title_en=english, title_fr=french, kind="networking")
    fill_in(office, starts="2027-04-15T12:30", ends="2027-04-15T12:50")
    found = faults(office, lang, "programme-add-filled")
    press(office, says(lang, "Add the session"))
    code = office.url.rpartition("/")[2]
    reader.goto(f"/{lang}/2027/agenda")
    expect(reader.get_by_role("main").get_by_role("link", name=title)).to_have_count(0)

    publish(office, lang, "A break more")
    reader.reload()
    reader.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    expect(reader.locator("main time").first).to_contain_text({"en": "12:30", "fr": "12\u00a0h\u00a030"}[lang])
    first = event(reader, lang, code)
    assert (str(first["SUMMARY"]), first["DTSTART"].dt.strftime("%H:%M")) == (title, "12:30")

    office.goto(f"/{lang}/manage/2027/programme/{code}")
    fill_in(office, starts="2027-04-15T12:35")
    expect(office.locator("[name=ends_said]")).to_have_value("1")  # the script has moved the end, nobody else does
    press(office, says(lang, "Save"))
    assert event(reader, lang, code)["SEQUENCE"] == first["SEQUENCE"]  # nothing moves before it is published
    office.goto(f"/{lang}/manage/2027/programme/publishing")
    found += faults(office, lang, "programme-moved")
    publish(office, lang, "The break begins later")

    reader.reload()
    expect(reader.locator("main time").first).to_contain_text({"en": "12:35", "fr": "12\u00a0h\u00a035"}[lang])
    moved = event(reader, lang, code)
    assert (moved["UID"], moved["DTSTART"].dt.strftime("%H:%M")) == (first["UID"], "12:35")
    assert moved["SEQUENCE"] == first["SEQUENCE"] + 1
    reader.goto(f"/{lang}/2027/agenda")
    expect(reader.get_by_role("main")).to_contain_text(
        {"en": "The break begins later.", "fr": "The break begins later (fr)."}[lang]
    )
    found += faults(reader, lang, "programme-after-move")
    assert not found
