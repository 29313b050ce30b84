"""A speaker is invited in pages, answers on a telephone, sends a portrait; the office sees it on the board."""

from __future__ import annotations

import re
from io import BytesIO

from browser import PEOPLE_WIDE, Visitor, faults, fill_in, mail_to, press, says, sign_in
from factories import ORGANISER
from PIL import Image
from playwright.sync_api import expect

MANAGE = "/{lang}/manage/2027/"


def portrait() -> dict[str, object]:
    content = BytesIO()
    Image.linear_gradient("L").resize((400, 500)).save(content, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@PEOPLE_WIDE
def test_a_speaker_is_invited_and_confirms(visitor: Visitor, lang: str) -> None:
    office, speaker, family = visitor(lang), visitor(lang, 360), f"Arvesalo-{lang}"
    address, at = f"minna.{lang}@turku.example.org", MANAGE.format(lang=lang)
    sign_in(office, ORGANISER, lang)
    office.goto(f"{at}speakers/add")
    fill_in(office, given="Minna", family=family, function_en="Mayor of Turku", function_fr="Maire de Turku")
    office.locator("[name=address][value=not_said]").check()
    press(office, says(lang, "Save"))
    code = office.url.rstrip("/").rpartition("/")[2]
    office.goto(f"{at}programme/")
    addresses = [one.get_attribute("href") or "" for one in office.locator("main a").all()]
    session = next(one for one in addresses if re.fullmatch(rf"{at}programme/[a-z0-9]{{8}}", one))
    office.goto(f"{session}/people/add?q={family}")
    press(office, says(lang, "Add"))

    office.goto(f"{at}speaker-invitations/{code}")
    fill_in(office, email=address)
    office.locator(f"[name=lang][value={lang}]").check()
    press(office, says(lang, "Save"))
    found = faults(office, lang, "speaker-invitation")
    press(office, says(lang, "Send the invitation"))
    mail_to(speaker, address, says(lang, "Will you speak at the assembly? – {assembly}").partition(" –")[0], lang)
    speaker.get_by_role("article").get_by_role("link", name="/s/").click()
    press(speaker, says(lang, "Open the invitation"))
    speaker.locator("input[value=in_person]").first.check()
    press(speaker, says(lang, "Send the answers"))
    expect(speaker.get_by_text(says(lang, "Registered."))).to_be_visible()
    found += faults(speaker, lang, "speaker-confirmed")
    speaker.get_by_role("link", name=says(lang, "Biography, portrait and name")).click()
    fill_in(speaker, biography_en="A mayor.", biography_fr="Une maire.", pronunciation="MIN-na")
    speaker.set_input_files("#portrait", portrait())  # type: ignore[arg-type]
    speaker.locator("[name=address][value=f]").check()
    speaker.locator("[name=agreed][value=yes]").check()
    press(speaker, says(lang, "Save"))
    expect(speaker.get_by_text(says(lang, "We have everything we need. Thank you."))).to_be_visible()

    office.goto(f"{at}speaker-invitations/")
    row = office.get_by_role("row").filter(has_text=family)
    expect(row).to_contain_text(says(lang, "Has answered"))
    expect(row).to_contain_text(says(lang, "Complete"))
    found += faults(office, lang, "speaker-invitations")
    assert not found
