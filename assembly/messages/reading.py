"""Emails as the office reads them: as they were sent, else as they would be written now; no personal link in them."""

from dataclasses import dataclass
from typing import Any

from assembly.i18n import LANGUAGES
from assembly.mail import NobodyThere, hide_links, render, text_of
from assembly.models import Edition, Mail, MailState

_NOBODY = {"message_id": "<preview@localhost>", "to_address": "nobody@example.org"}


@dataclass(frozen=True, slots=True)
class Read:
    """A mail on the screen."""

    lang: str
    subject: str
    text: str


def read(mail: Mail) -> Read | None:
    """Read the copy of what was sent, else what it would say now; None where it is not kept or cannot be written."""
    if mail.copy is not None:
        return Read(mail.lang, mail.copy.subject, text_of(mail.copy))
    if mail.state is MailState.SENT:
        return None  # nobody knows any more whether it said what it would say now
    try:
        written = render(mail)
    except (LookupError, NobodyThere):  # what it speaks of is gone
        return None
    body = written.get_body(("plain",))
    return Read(mail.lang, str(written["Subject"]), hide_links(body.get_content() if body else ""))


def in_both(template: str, edition: Edition, facts: dict[str, Any]) -> list[Read]:
    """A mail of this kind that nobody gets, in each language; empty when it cannot be written."""
    mails = [Mail(template=template, edition_id=edition.id, facts=facts, lang=lang, **_NOBODY) for lang in LANGUAGES]
    return [one for one in map(read, mails) if one is not None]
