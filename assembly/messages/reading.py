"""Mails as the office reads them: written as they would be now, with no personal link in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assembly.i18n import LANGUAGES
from assembly.mail import NobodyThere, render
from assembly.models import Edition, Mail

_SECRET = re.compile(r"(/(?:r|b|i|invited-by|sign-in|join|news/leave)/)[\w-]{20,}")
"A mail holds the person's own link: the office sees that it is there, never where it leads."

_NOBODY = {"message_id": "<preview@localhost>", "to_address": "nobody@localhost"}


@dataclass(frozen=True, slots=True)
class Read:
    """A mail on the screen."""

    lang: str
    subject: str
    text: str


def read(mail: Mail) -> Read | None:
    """What it says, or None for a mail that cannot be written."""
    try:
        written = render(mail)
    except (LookupError, NobodyThere):  # what it speaks of is gone
        return None
    body = written.get_body(("plain",))
    return Read(mail.lang, str(written["Subject"]), _SECRET.sub(r"\1…", body.get_content() if body else ""))


def in_both(template: str, edition: Edition, facts: dict[str, Any]) -> list[Read]:
    """A mail of this kind that nobody gets, in each language; empty when it cannot be written."""
    mails = [Mail(template=template, edition_id=edition.id, facts=facts, lang=lang, **_NOBODY) for lang in LANGUAGES]
    return [one for one in map(read, mails) if one is not None]
