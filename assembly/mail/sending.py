"""Sending what is due: a lease, one try, and a longer wait after each refusal that is not final."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from threading import Event, Lock

import structlog
from flask import current_app
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.exc import OperationalError

from assembly import clock
from assembly.email_addresses import read_address
from assembly.extensions import db, read_all, tasks
from assembly.fold import email_key
from assembly.mail import copies, handed_over
from assembly.mail.message import Message, NobodyThere
from assembly.mail.rendering import compose
from assembly.mail.transport import Outgoing, code_of, is_no_mailbox
from assembly.models import BadAddress, Mail, MailState
from assembly.transactions import insert_once, locked, writing

LEASE = timedelta(seconds=60)
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800, 3600, 7200))
"After each temporary refusal; then the mail has failed for good and the office sees it."
_BATCH = 20
_UNMARKED = 1.0
"Seconds after which the mails given away so far are marked, however many they are."
_SWEEP = 60.0
"Seconds between two looks at the whole outbox, which repair a lost wake-up."
_A_WHILE = timedelta(seconds=30)
"So long one run goes on taking mails; what is left `_look_again` finds due at once."
_sending = Lock()
_asked = Event()
"Somebody asked for a look at the outbox: whoever sends looks once more before it stops."
_log = structlog.get_logger()


@tasks.job(every_minute=True, urgent=True)
def send_due() -> None:
    """Send every mail whose time has come. Several workers may run this at once: a lease keeps them apart.

    In one process one thread sends at a time, so that a crash leaves at most one mail of which nobody knows whether it
    left. Another thread that is asked meanwhile says so and goes back to its other work, which a slow mail server must
    not hold up; for the same reason one run ends after a while and asks for the next.
    """
    _asked.set()
    while _asked.is_set():
        if not _sending.acquire(blocking=False):
            return  # whoever sends looks again
        try:
            _asked.clear()
            _send_for_a_while()
        finally:
            _sending.release()
    _look_again()


@dataclass(frozen=True, slots=True)
class _Batch:
    """The mails one lease is for; `taken` are those of them that a worker before had given away when it was killed."""

    owner: str
    mails: Sequence[int]
    taken: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A mail that was given away, or why it was not."""

    mail_id: int
    written: tuple[EmailMessage, Message] | None = None
    refusal: Exception | None = None


def _send_for_a_while() -> None:
    until = clock.now() + _A_WHILE
    handed_over.forget_ended()
    with Outgoing() as outgoing:
        while clock.now() < until and (batch := _claim()).mails:
            _send(batch, outgoing)


def _send(batch: _Batch, outgoing: Outgoing) -> None:
    """Give the mails of a batch away, and mark them together: each mark would have to wait for the visitors who write.

    A slow server does not keep those before unmarked, nor does a second mail to the same address.
    """
    for mail_id in batch.taken:
        handed_over.note(batch.owner, mail_id)
    tried: list[_Tried] = []
    written_to: set[str | None] = set()
    since = time.monotonic()
    for mail_id in batch.mails:
        if _still_ours(mail_id, batch.owner):
            to = db.session.get_one(Mail, mail_id).address
            if to in written_to or time.monotonic() - since > _UNMARKED:  # a mail before may make this one needless
                _mark(tried)
                tried, written_to, since = [], set(), time.monotonic()
            tried.append(_try(mail_id, batch, outgoing))
            written_to.add(to)
    _mark(tried)
    handed_over.forget(batch.owner)


def _look_again() -> None:
    """Wake up for the next try or for the end of a lease, if it is near; what is farther off the sweep will find."""
    when = case((Mail.state == MailState.SENDING, Mail.lease_until), else_=Mail.next_at)
    pending = select(func.min(when)).where(Mail.state.in_((MailState.QUEUED, MailState.SENDING)))
    soonest = db.session.scalar(pending)
    db.session.rollback()
    if soonest is None:
        return
    seconds = (soonest - clock.now()).total_seconds()
    if seconds < _SWEEP:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        tasks.enqueue(app, send_due, delay=max(seconds, 0) + 0.1)


def _claim() -> _Batch:
    """Lease the mails that are due, in an order that makes them leave as they were posted."""
    owner, taken = secrets.token_hex(8), set[int]()
    with writing():
        now = clock.now()
        due = or_(
            and_(Mail.state == MailState.QUEUED, Mail.next_at <= now),
            and_(Mail.state == MailState.SENDING, Mail.lease_until < now),
        )
        mails = read_all(locked(select(Mail).where(due).order_by(Mail.next_at, Mail.id).limit(_BATCH)))
        for mail in mails:
            if mail.lease_owner and mail.id in handed_over.noted(mail.lease_owner):
                taken.add(mail.id)
            mail.state, mail.lease_owner, mail.lease_until = MailState.SENDING, owner, now + LEASE
            mail.attempts += 1
        return _Batch(owner, [mail.id for mail in mails], frozenset(taken))


def _still_ours(mail_id: int, owner: str) -> bool:
    """Whether no other worker took this mail meanwhile: where the server is slow the lease of a batch is renewed."""
    db.session.rollback()
    mail = db.session.get_one(Mail, mail_id)
    if mail.lease_owner == owner and mail.lease_until and mail.lease_until - clock.now() > LEASE * 0.8:
        return True
    with writing():
        mail = db.session.scalars(locked(select(Mail).where(Mail.id == mail_id))).one()
        ours = mail.state is MailState.SENDING and mail.lease_owner == owner
        if ours:
            mail.lease_until = clock.now() + LEASE
    return ours


def _try(mail_id: int, batch: _Batch, outgoing: Outgoing) -> _Tried:
    mail = db.session.get_one(Mail, mail_id)
    try:
        if not mail.address:
            raise NobodyThere  # deleted since, on its day
        read_address(mail.address)
        written = compose(mail)
        if mail_id not in batch.taken:
            outgoing.hand_over(mail_id, written[0])
            handed_over.note(batch.owner, mail_id)
    except OperationalError:
        raise  # the database is away: the lease ends, and the mail is tried again
    except Exception as problem:  # noqa: BLE001 -- one mail that cannot be written must not hold up the others
        return _Tried(mail_id, refusal=problem)
    return _Tried(mail_id, written)


def _mark(tried: Sequence[_Tried]) -> None:
    """Say what became of these mails, in one transaction."""
    if not tried:
        return
    sent = [copies.Copy.of(one.mail_id, *one.written) for one in tried if one.written]
    told = []
    with writing():
        ids = [one.mail_id for one in tried]
        mails = {mail.id: mail for mail in db.session.scalars(locked(select(Mail).where(Mail.id.in_(ids))))}
        for one in tried:
            _mark_one(mail := mails[one.mail_id], one.refusal)
            told.append({"mail": mail.id, "state": mail.state.value, "attempts": mail.attempts, "problem": mail.error})
        copies.keep(sent, {mail.id: mail.edition_id for mail in mails.values()})
    for facts in told:
        _log.info("mail", **facts)


def _mark_one(mail: Mail, refusal: Exception | None) -> None:
    mail.lease_owner = mail.lease_until = None
    if refusal is None:
        mail.state, mail.sent_at, mail.error = MailState.SENT, clock.now(), ""
    elif isinstance(refusal, NobodyThere):
        mail.state, mail.to_address = MailState.DROPPED, None  # somebody may have typed a stranger's address
    else:
        _put_back(mail, refusal)


def _put_back(mail: Mail, refusal: Exception) -> None:
    """A final refusal (5xx), a mail we cannot write or one try too many ends it; else it waits longer each time."""
    code = code_of(refusal)
    mail.error = f"{type(refusal).__name__} {code or ''}".strip()
    if is_no_mailbox(refusal):
        mark_address(mail.address or "", mail.error)
    by_the_network = isinstance(refusal, OSError)  # of which smtplib's errors are a kind
    if not by_the_network or code >= 500 or mail.attempts > len(BACK_OFF):
        mail.state, mail.next_at = MailState.FAILED, clock.now()
        return
    wait = BACK_OFF[mail.attempts - 1]
    mail.state, mail.next_at = MailState.QUEUED, clock.now() + wait


def mark_address(address: str, reason: str) -> None:
    """Remember that nobody reads mail at this address, until somebody corrects it or tries again."""
    if address:
        row = {"email_key": email_key(address), "at": clock.now(), "reason": reason}
        db.session.execute(insert_once(BadAddress).values(row))
