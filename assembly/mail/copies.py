"""What emails said: a sealed copy of each that an edition's office may read, deleted after a time, and which versions
of calendar entries were in them, which stay."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import delete, exists, select

from assembly import clock
from assembly.extensions import db, tasks
from assembly.fold import fold
from assembly.mail.message import Message
from assembly.models import Edition, Mail, MailEntry, SentMail
from assembly.sealed import seal, unseal
from assembly.transactions import writing

KEPT = timedelta(days=30)
_SECRET = re.compile(r"(/(?:r|b|i|s|invited-by|day|confirm|new-address|sign-in|join|news/leave)/)[\w-]{20,}")
"An email holds the person's own link: the office sees that it is there, never where it leads."


def hide_links(text: str) -> str:
    """Cut the secret part out of every personal link."""
    return _SECRET.sub(r"\1…", text)


def keep(mail: Mail, written: EmailMessage) -> None:
    """Keep what an email of an edition says, in the present write transaction, in place of an earlier copy.

    Nothing is kept of emails about accounts, which no office reads, and nothing once the addresses of the edition
    have been deleted.
    """
    edition = db.session.get(Edition, mail.edition_id) if mail.edition_id else None
    if edition is None or edition.contacts_end_on <= clock.local_day(clock.now(), edition.zone):
        return
    body, subject, to = written.get_body(("plain",)), str(written["Subject"]), written["To"].addresses
    text = hide_links(body.get_content() if body else "")
    db.session.merge(
        SentMail(
            mail_id=mail.id,
            sent_at=clock.now(),
            to_address=to[0].addr_spec if to else "",
            subject=subject,
            subject_key=fold(subject),
            sealed=seal(text),
        )
    )


def keep_versions(mail: Mail, message: Message) -> None:
    """Keep which versions of which calendar entries an email brought, in the present write transaction."""
    if not message.calendars:
        return
    db.session.execute(delete(MailEntry).where(MailEntry.mail_id == mail.id))
    for calendar in message.calendars:
        version = calendar.version
        db.session.add(
            MailEntry(
                mail_id=mail.id,
                registration_id=version.registration_id,
                session_id=version.session_id,
                sequence=version.sequence,
            )
        )


def text_of(copy: SentMail) -> str:
    """Read the text of a copy."""
    return unseal(copy.sealed)


@tasks.job(every_minute=True)
def delete_copies() -> None:
    """Delete each copy after its time."""
    is_over = SentMail.sent_at <= clock.now() - KEPT
    if db.session.scalar(select(exists().where(is_over))):
        with writing():
            db.session.execute(delete(SentMail).where(is_over))
    db.session.rollback()
