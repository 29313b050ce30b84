"""A delivery report that came back: the mail has failed after all, and perhaps nobody reads mail at that address."""

from datetime import timedelta

from sqlalchemy import func, or_, select

from assembly import clock
from assembly.extensions import read_one
from assembly.fold import email_key
from assembly.mail.sending import mark_address
from assembly.messages import bounce
from assembly.models import Mail, MailState, Person, SentMail

_RECENT = timedelta(days=7)
"A report without our Message-ID is believed about an address we wrote to within this time."


def take_report(content: bytes) -> Mail | None:
    """Mark the mail a report speaks of, and its address if that was refused.

    None for anything that is no report about a mail of ours.
    """
    report = bounce.read(content)
    if report is None:
        return None
    mail = _by_message_id(report) or _by_recipient(report)
    if mail is None or mail.state is not MailState.SENT:
        return None
    mail.state, mail.next_at, mail.error = MailState.FAILED, clock.now(), report.reason
    if report.is_refused:
        mark_address(report.recipient, report.reason)
    return mail


def _by_message_id(report: bounce.Report) -> Mail | None:
    """Nobody guesses a Message-ID; yet it must be about the address that mail went to."""
    mail = read_one(select(Mail).where(Mail.message_id == report.message_id))
    return mail if mail and email_key(mail.went_to or "") == email_key(report.recipient) else None


def _by_recipient(report: bounce.Report) -> Mail | None:
    if report.message_id:
        return None
    addresses = Person.email_key, func.lower(SentMail.to_address)
    return read_one(
        select(Mail)
        .outerjoin(Mail.person)
        .outerjoin(Mail.copy)
        .where(or_(*(one == email_key(report.recipient) for one in addresses)), Mail.state == MailState.SENT)
        .where(Mail.sent_at > clock.now() - _RECENT)
        .order_by(Mail.sent_at.desc())
        .limit(1)
    )
