"""What emails said: a sealed copy of each that an edition's office may read, deleted after a time, and which versions
of calendar entries were in them, which stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import delete, insert, select

from assembly import clock
from assembly.extensions import db, read_all, tasks
from assembly.fold import fold
from assembly.mail.message import EntryVersion, Message
from assembly.models import Edition, MailEntry, SentMail
from assembly.sealed import seal, unseal
from assembly.transactions import writing

KEPT = timedelta(days=30)
_AT_ONCE = 200
"Copies deleted in one transaction: what is deleted is overwritten, which takes time."
_SECRET = re.compile(
    r"(/(?:r|b|i|s|invited-by|day|confirm|new-address|sign-in|join|news/leave|recording-alerts|quote|review)/)[\w-]{20,}"
)
"An email holds the person's own link: the office sees that it is there, never where it leads."


def hide_links(text: str) -> str:
    """Cut the secret part out of every personal link."""
    return _SECRET.sub(r"\1…", text)


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept of an email that was sent, made before anybody has to wait for it to be written down."""

    mail_id: int
    to_address: str
    subject: str
    sealed: str
    versions: tuple[EntryVersion, ...]

    @classmethod
    def of(cls, mail_id: int, written: EmailMessage, message: Message) -> "Copy":
        """Take what an email says, its personal links hidden, and which versions of calendar entries it brought."""
        body, to = written.get_body(("plain",)), written["To"].addresses
        return cls(
            mail_id,
            to[0].addr_spec if to else "",
            str(written["Subject"]),
            seal(hide_links(body.get_content() if body else "")),
            tuple(calendar.version for calendar in message.calendars),
        )


def keep(sent: Sequence[Copy], editions: Mapping[int, int | None]) -> None:
    """Keep these, in the present write transaction, in place of earlier copies; `editions` has that of each email.

    Nothing is kept of what emails about accounts say, which no office reads, and nothing once the addresses of the
    edition have been deleted; the versions of calendar entries always.
    """
    ids = {edition_id for copy in sent if (edition_id := editions[copy.mail_id])}
    found = db.session.scalars(select(Edition).where(Edition.id.in_(ids)))
    kept = {one.id for one in found if one.contacts_end_on > clock.local_day(clock.now(), one.zone)}
    copies = [_row(copy) for copy in sent if editions[copy.mail_id] in kept]
    if copies:
        db.session.execute(delete(SentMail).where(SentMail.mail_id.in_([one["mail_id"] for one in copies])))
        db.session.execute(insert(SentMail), copies)
    brought = [copy for copy in sent if copy.versions]
    if brought:
        db.session.execute(delete(MailEntry).where(MailEntry.mail_id.in_([copy.mail_id for copy in brought])))
        db.session.execute(
            insert(MailEntry), [asdict(one) | {"mail_id": copy.mail_id} for copy in brought for one in copy.versions]
        )


def _row(copy: Copy) -> dict[str, Any]:
    return {
        "mail_id": copy.mail_id,
        "sent_at": clock.now(),
        "to_address": copy.to_address,
        "subject": copy.subject,
        "subject_key": fold(copy.subject),
        "sealed": copy.sealed,
    }


def text_of(copy: SentMail) -> str:
    """Read the text of a copy."""
    return unseal(copy.sealed)


@tasks.job(every_minute=True)
def delete_copies() -> None:
    """Delete each copy after its time: found before anybody has to wait, and some hundred in a transaction."""
    over = read_all(select(SentMail.mail_id).where(SentMail.sent_at <= clock.now() - KEPT))
    for first in range(0, len(over), _AT_ONCE):
        with writing():
            some = SentMail.mail_id.in_(over[first : first + _AT_ONCE])
            db.session.execute(delete(SentMail).where(some, SentMail.sent_at <= clock.now() - KEPT))
    db.session.rollback()
