"""Emails as they would be sent, by kind and step of a story."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select

from assembly.extensions import db
from assembly.mail import NobodyThere, render
from assembly.models import Mail

ADDRESS, OFFICE = "zofia.wszedybylska@rzeszow.example.org", "cabinet@rzeszow.example.org"
_COLUMNS = ("template", "edition_id", "facts", "to_address", "message_id")


class Album:
    """Emails by kind, step of the story, whom it is for, and language: `registration_received-waiting-assistant-fr`."""

    def __init__(self, *, in_turns: bool) -> None:
        self._in_turns = in_turns
        self.emails: dict[str, EmailMessage] = {}
        self._last = 0

    def skip(self) -> None:
        """Leave out what was posted since the last time."""
        self._new()

    def take(self, step: str = "") -> None:
        """Write what was posted since the last time, as it would be sent now."""
        for mail in self._new():
            name = "-".join(filter(None, (mail.template, step, "assistant" if mail.link else "")))
            facts = {column: getattr(mail, column) for column in _COLUMNS}
            for lang in (("en", "fr")[len(self.emails) % 2],) if self._in_turns else ("en", "fr"):
                try:
                    written = render(Mail(lang=lang, person=mail.person, link=mail.link, **facts))
                except NobodyThere:  # the step has moved on from it
                    continue
                self.emails[f"{name}-{lang}"] = message_from_bytes(written.as_bytes(), policy=default)
        db.session.rollback()

    def _new(self) -> list[Mail]:
        found = db.session.scalars(select(Mail).where(Mail.id > self._last).order_by(Mail.id)).all()
        self._last = max([self._last, *(mail.id for mail in found)])
        return list(found)
