"""Sending what is due: a lease, one try, and a longer wait after each refusal that is not final."""

from __future__ import annotations

import secrets
from datetime import timedelta
from threading import Event, Lock

import structlog
from flask import current_app
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.exc import OperationalError

from assembly import clock
from assembly.email_addresses import read_address
from assembly.extensions import db, tasks
from assembly.fold import email_key
from assembly.mail.copies import keep, keep_versions
from assembly.mail.message import NobodyThere
from assembly.mail.rendering import compose
from assembly.mail.transport import code_of, hand_over, is_no_mailbox
from assembly.models import BadAddress, Mail, MailState
from assembly.transactions import insert_once, locked, writing

LEASE = timedelta(seconds=60)
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800, 3600, 7200))
"After each temporary refusal; then the mail has failed for good and the office sees it (tests-to-pass.md C3)."
_BATCH = 10
_SWEEP = 60.0
"Seconds between two looks at the whole outbox, which repair a lost wake-up."
_A_WHILE = timedelta(seconds=30)
"So long one run goes on taking mails; what is left `_look_again` finds due at once."
_sending = Lock()
_asked = Event()
"Somebody asked for a look at the outbox: whoever sends looks once more before it stops."
_log = structlog.get_logger()


@tasks.job(every_minute=True)
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


def _send_for_a_while() -> None:
    owner, until = secrets.token_hex(8), clock.now() + _A_WHILE
    while clock.now() < until and (claimed := _claim(owner)):
        for mail_id in claimed:
            if _still_ours(mail_id, owner):
                _send_one(mail_id)


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


def _claim(owner: str) -> list[int]:
    with writing():
        now = clock.now()
        due = or_(
            and_(Mail.state == MailState.QUEUED, Mail.next_at <= now),
            and_(Mail.state == MailState.SENDING, Mail.lease_until < now),
        )
        mails = db.session.scalars(locked(select(Mail).where(due).order_by(Mail.next_at, Mail.id).limit(_BATCH))).all()
        for mail in mails:
            mail.state, mail.lease_owner, mail.lease_until = MailState.SENDING, owner, now + LEASE * _pace()
            mail.attempts += 1
        return [mail.id for mail in mails]


def _still_ours(mail_id: int, owner: str) -> bool:
    """Whether no other worker took this mail meanwhile: where the server is slow the lease of a batch is renewed."""
    db.session.rollback()
    mail = db.session.get_one(Mail, mail_id)
    if mail.lease_owner == owner and mail.lease_until and mail.lease_until - clock.now() > LEASE * _pace() * 0.8:
        return True
    with writing():
        mail = db.session.scalars(locked(select(Mail).where(Mail.id == mail_id))).one()
        ours = mail.state is MailState.SENDING and mail.lease_owner == owner
        if ours:
            mail.lease_until = clock.now() + LEASE * _pace()
    return ours


def _send_one(mail_id: int) -> None:
    mail = db.session.get_one(Mail, mail_id)
    refusal: Exception | None = None
    try:
        if not mail.address:
            raise NobodyThere  # deleted since, on its day
        read_address(mail.address)
        written, message = compose(mail)
        hand_over(mail.id, written)
    except OperationalError:
        raise  # the database is away: the lease ends, and the mail is tried again
    except Exception as problem:  # noqa: BLE001 -- one mail that cannot be written must not hold up the others
        refusal = problem
    with writing():
        mail.lease_owner = mail.lease_until = None
        if refusal is None:
            mail.state, mail.sent_at, mail.error = MailState.SENT, clock.now(), ""
            keep(mail, written)
            keep_versions(mail, message)
        elif isinstance(refusal, NobodyThere):
            mail.state, mail.to_address = MailState.DROPPED, None  # somebody may have typed a stranger's address
        else:
            _put_back(mail, refusal)
    _log.info("mail", mail=mail_id, state=mail.state.value, attempts=mail.attempts, problem=mail.error)


def _pace() -> float:
    pace: float = current_app.config["ASSEMBLY"].mail_pace
    return pace


def _put_back(mail: Mail, refusal: Exception) -> None:
    """A final refusal (5xx), a mail we cannot write or one try too many ends it; else it waits longer each time."""
    code = code_of(refusal)
    mail.error = f"{type(refusal).__name__} {code or ''}".strip()
    if is_no_mailbox(refusal):
        mark_address(mail.address or "", mail.error)
    by_the_network = isinstance(refusal, OSError)  # of which smtplib's errors are a kind
    if not by_the_network or code >= 500 or mail.attempts > len(BACK_OFF):
        mail.state = MailState.FAILED
        return
    wait = BACK_OFF[mail.attempts - 1] * _pace()
    mail.state, mail.next_at = MailState.QUEUED, clock.now() + wait


def mark_address(address: str, reason: str) -> None:
    """Remember that nobody reads mail at this address, until somebody corrects it or tries again."""
    if address:
        row = {"email_key": email_key(address), "at": clock.now(), "reason": reason}
        db.session.execute(insert_once(BadAddress).values(row))
