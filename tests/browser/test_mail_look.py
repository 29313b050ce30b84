"""The HTML of emails, as an email program shows it: readable on a telephone, nothing fetched, the code decodes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import (
    COLOURS,
    PEOPLE_WIDE,
    Visitor,
    accessibility_faults,
    decoded,
    faults,
    fill_in,
    picture,
    press,
    says,
    until,
)
from every_email import every_email
from flask import Flask
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
def test_emails_are_readable_and_codes_decode(
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


@pytest.mark.proof("every email is photographed: nothing depends on where it runs")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_email_is_readable(
    ctx: Flask, new_context: Callable[..., BrowserContext], lang: str, tmp_path: Path
) -> None:
    """On a telephone and on a desk, by day and in the dark."""
    emails = {name.removesuffix(f"-{lang}"): one for name, one in every_email().items() if name.endswith(f"-{lang}")}
    letter, found = new_context(offline=True).new_page(), []
    for name, email in emails.items():
        (tmp_path / "email.html").write_text(as_shown(email), encoding="utf-8")
        letter.goto((tmp_path / "email.html").as_uri())
        found += [f"{name}: {fault}" for fault in faults(letter, lang, f"email-{name}", wide=700, but=PAGE_ONLY)]
        letter.emulate_media(color_scheme="dark")
        found += [f"{name}, dark: {fault}" for fault in accessibility_faults(letter, only=COLOURS)]
        letter.emulate_media(color_scheme="light")
    assert found == []
