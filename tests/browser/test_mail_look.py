"""The HTML of a real mail, as a mail programme shows it: readable on a telephone, nothing fetched, the code decodes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from browser import PEOPLE_WIDE, Visitor, decoded, faults, fill_in, picture, press, says, until
from playwright.sync_api import BrowserContext

from config import Config

PAGE_ONLY = ("landmark-one-main", "page-has-heading-one", "region")
"Rules on the structure of a page: in a mail programme the mail is a part of one."


def mails_to(folder: Path, address: str) -> list[EmailMessage]:
    found = [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*.eml"))]
    return [mail for mail in found if address in str(mail["To"])]


def as_shown(mail: EmailMessage) -> str:
    """The HTML part with its picture in place."""
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for part in mail.walk():
        if part.get_content_maintype() == "image":
            picture = f"data:image/png;base64,{b64encode(part.get_content()).decode()}"
            html = html.replace(f"cid:{str(part['Content-ID']).strip('<>')}", picture)
    return str(html)


@PEOPLE_WIDE
def test_the_mails_are_readable_and_their_code_decodes(
    visitor: Visitor, new_context: Callable[..., BrowserContext], settings: Config, lang: str, tmp_path: Path
) -> None:
    page, person, assistant = visitor(lang), f"look.{lang}@example.org", f"assistant.{lang}@example.org"
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", function="Maire", email=person)
    fill_in(page, given="María de los Ángeles", family="Fernández de Heredia y Martínez-Bordiú")
    page.get_by_text(says(lang, "I am registering someone else")).click()
    fill_in(page, assistant_email=assistant)
    press(page, says(lang, "Register"))
    letter = new_context(offline=True).new_page()
    for name, address in (("mail-html", person), ("mail-html-assistant", assistant)):
        mail = until(lambda to=address: mails_to(settings.data / "mails", to))[0]
        (tmp_path / "mail.html").write_text(as_shown(mail), encoding="utf-8")
        letter.goto((tmp_path / "mail.html").as_uri())
        assert not faults(letter, lang, name, wide=700, but=PAGE_ONLY)
        assert urlsplit(decoded(picture(letter.get_by_role("img")))[0]).path.startswith("/b/")
