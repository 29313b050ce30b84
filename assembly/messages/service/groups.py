"""A message to a group: written, tried on oneself, sent in ten minutes or later, taken back until it leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly import clock, history, mail
from assembly.errors import DomainError, Rejected, Untranslated
from assembly.extensions import db
from assembly.files import put
from assembly.i18n import LANGUAGES, _l
from assembly.messages.audience import Audience
from assembly.messages.queries import groups as queries
from assembly.messages.service.news import subscribe
from assembly.models import Bilingual, Edition, GroupMessage, MessageState, User
from assembly.sealed import new_code

GRACE = timedelta(minutes=10)
"How long a message may be taken back before it leaves."


class HasLeft(DomainError):
    """The first of its mails is in the outbox: nothing can be taken back or changed any more."""

    sentence = _l("This message is being sent or has already been sent.")


class IsPlanned(DomainError):
    """What is planned must be taken back before it is changed."""

    sentence = _l("This message is scheduled to be sent. Cancel it first.")


class NobodyFits(Rejected):
    """No registration fits what was chosen."""

    sentence = _l("No one would receive this message. Choose other recipients.")


class InThePast(Rejected):
    """The time has passed, perhaps while the page was open."""

    sentence = _l("This time has passed. Choose a later one.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote, clean and checked. `pdf` is a new file of that name, `drop_pdf` takes the old one away."""

    subject: Bilingual
    body: Bilingual
    audience: Audience
    is_news: bool
    pdf: bytes = b""
    pdf_name: str = ""
    drop_pdf: bool = False


def write(edition: Edition, draft: Draft, form_key: str) -> GroupMessage:
    """A new draft; the same form sent twice is one. Raises Untranslated."""
    earlier = queries.by_form_key(edition, form_key)
    if earlier is not None:
        return earlier
    message = GroupMessage(edition_id=edition.id, code=new_code(), form_key=form_key, state=MessageState.DRAFT)
    db.session.add(message)
    _fill(message, draft)
    history.record("message", message.code, "written", edition_id=edition.id)
    return message


def change(message: GroupMessage, draft: Draft) -> None:
    """Other words or other people. Raises Untranslated, IsPlanned or HasLeft."""
    _take(message)
    _must_be_draft(message)
    _fill(message, draft)
    history.record("message", message.code, "changed", edition_id=message.edition_id)


def discard(message: GroupMessage) -> None:
    """Throw a draft away. Raises IsPlanned or HasLeft."""
    _take(message)
    _must_be_draft(message)
    db.session.delete(message)
    history.record("message", message.code, "discarded", edition_id=message.edition_id)


def send_test(message: GroupMessage, to: User) -> None:
    """To oneself, in both languages; pressed twice within a minute it comes once."""
    facts = {"message": message.code, "user": to.code}
    for lang in LANGUAGES:
        key = f"test:{message.code}:{to.code}:{lang}:{clock.now():%Y%m%d%H%M}"
        mail.post_once("group_test", to=to.email_key, lang=lang, dedupe_key=key, facts=facts, edition=message.edition)


def send(message: GroupMessage, at: datetime | None) -> None:
    """Let it leave in ten minutes, or at an instant. A second press changes nothing. Raises NobodyFits or InThePast."""
    _take(message)
    if message.state is not MessageState.DRAFT:
        return
    if not queries.reach(message.edition, Audience.of(message.audience), is_news=message.is_news).total:
        raise NobodyFits
    if at is not None and at <= clock.now():
        raise InThePast
    message.state = MessageState.SCHEDULED
    message.send_at = max(at or clock.now(), clock.now() + GRACE)
    history.record("message", message.code, "planned", edition_id=message.edition_id, at=message.send_at.isoformat())


def take_back(message: GroupMessage) -> None:
    """Nothing leaves; it is a draft again. A second press changes nothing. Raises HasLeft."""
    _take(message)
    if message.state is MessageState.DRAFT:
        return
    if not message.can_be_taken_back:
        raise HasLeft
    message.state, message.send_at = MessageState.DRAFT, None
    history.record("message", message.code, "taken back", edition_id=message.edition_id)


def post_next(message: GroupMessage, among: Collection[int] | None = None) -> bool:
    """Put the next of its mails into the outbox, if it is time; says whether there may be more to do. `among` are the
    people found before the lock, by id: then nobody waits while they are looked for.

    Who gets one already is asked of the outbox, so that a killed worker or a second one does no harm.
    """
    _take(message)
    if message.state is MessageState.SCHEDULED and message.send_at and message.send_at <= clock.now():
        message.state = MessageState.SENDING
        history.record("message", message.code, "left", edition_id=message.edition_id)
    if message.state is not MessageState.SENDING:
        return False
    recipients = queries.waiting_for(message, among)
    if message.is_news:
        subscribe([one.person_id for one in recipients])
    mail.post_all("group_message", recipients, edition=message.edition, group=message)
    if not recipients and not among:
        message.state = MessageState.SENT
    return bool(recipients or among)  # another worker may have been quicker with those found before


def _fill(message: GroupMessage, draft: Draft) -> None:
    if draft.subject.missing() or draft.body.missing():
        raise Untranslated
    message.subject, message.body, message.is_news = draft.subject, draft.body, draft.is_news
    message.audience = draft.audience.facts()
    message.changed_at, message.by = clock.now(), history.actor()
    if draft.pdf:
        message.attachment, message.attachment_name = put(draft.pdf, "application/pdf"), draft.pdf_name
    elif draft.drop_pdf:
        message.attachment, message.attachment_name = None, ""


def _must_be_draft(message: GroupMessage) -> None:
    if message.state is MessageState.SCHEDULED:
        raise IsPlanned
    if not message.can_be_changed:
        raise HasLeft


def _take(message: GroupMessage) -> None:
    """Read it anew under the lock: the worker or a colleague may have moved it since the page was shown."""
    db.session.refresh(message, with_for_update=True)
