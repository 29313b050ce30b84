"""Mail: a row of facts in the transaction it tells of, rendered and sent by the worker in the recipient's language.

Promise (model.md 1.6): no mail is lost; a crash makes at most one double, recognisable by the same Message-ID.
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app, render_template
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.exc import OperationalError

from assembly import clock
from assembly.extensions import db, tasks
from assembly.fold import clean
from assembly.i18n import _, speaking
from assembly.models import AccessLink, Edition, Mail, MailState, Person
from assembly.transactions import after_commit, locked, writing

LEASE = timedelta(seconds=60)
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800, 3600, 7200))
"After each temporary refusal; then the mail has failed for good and the office sees it (tests-to-pass.md C3)."
_BATCH = 10
_SWEEP = 60.0
"Seconds between two looks at the whole outbox, which repair a lost wake-up."
_sending = Lock()
_withheld: ContextVar[bool] = ContextVar("mail_withheld", default=False)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture inside the mail, so that it needs no network at the entrance. `cid` names it in the HTML."""

    cid: str
    png: bytes


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar file with the mail. `method` is PUBLISH, or CANCEL to take an entry back (RFC 5546)."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail says: a subject, a pair of templates `emails/<template>.txt|.html` and what they speak of."""

    subject: str
    template: str
    context: dict[str, Any]
    pictures: tuple[InlinePicture, ...] = field(default=())
    calendar: CalendarPart | None = None


class NobodyThere(Exception):
    """Raised by a builder when there is nobody to write to after all; the mail is dropped."""


Builder = Callable[[Mail], Message]
_builders: dict[str, Builder] = {}
_labels: dict[str, Any] = {}


def kind(name: str, label: Any) -> Callable[[Builder], Builder]:
    """Declare how mails of this kind are written from their facts, and what the office calls them.

    Features do so in their `emails.py`; `label` is lazy.
    """

    def declare(builder: Builder) -> Builder:
        if name in _builders:
            raise ValueError(f"two builders for mails of kind {name}")
        _builders[name], _labels[name] = builder, label
        return builder

    return declare


@contextmanager
def withheld() -> Iterator[None]:
    """Mails posted inside the block are kept on hold: demo data must not write to people."""
    token = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(token)


def label_of(mail: Mail) -> str:
    """What this mail is about, without writing it."""
    return str(_labels[mail.template])


def post(
    name: str,
    *,
    to: Person | AccessLink | str,
    lang: str,
    dedupe_key: str,
    facts: dict[str, Any],
    edition: Edition | None = None,
) -> None:
    """Put a mail into the outbox, in the present write transaction. Nothing is rendered here.

    `to` is a person, a registration's link, or the bare address of an account; `edition` is whose office sees it.
    """
    config = current_app.config["ASSEMBLY"]
    sender_domain = config.mail_from.rpartition("@")[2]
    db.session.add(
        Mail(
            dedupe_key=dedupe_key,
            message_id=f"<{secrets.token_hex(16)}@{sender_domain}>",
            template=name,
            edition_id=edition.id if edition else None,
            facts=facts,
            person=to if isinstance(to, Person) else None,
            link=to if isinstance(to, AccessLink) else None,
            to_address=to if isinstance(to, str) else None,
            lang=lang,
            state=MailState.ON_HOLD if _withheld.get() else MailState.QUEUED,
            next_at=clock.now(),
        )
    )
    wake()


def wake() -> None:
    """Let the worker look as soon as this transaction is committed."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: tasks.enqueue(app, send_due))


def render(mail: Mail) -> EmailMessage:
    """The whole mail in the recipient's language: text, HTML and pictures."""
    config = current_app.config["ASSEMBLY"]
    with speaking(mail.lang):
        message = _builders[mail.template](mail)
        result = EmailMessage(policy=SMTP)
        result["Subject"] = clean(str(message.subject))
        result["From"] = Address(_("Mayors’ Digital Assembly"), addr_spec=config.mail_from)
        result["To"] = Address(addr_spec=mail.address or "")
        result["Date"] = format_datetime(clock.now())
        result["Message-ID"] = mail.message_id
        result["Auto-Submitted"] = "auto-generated"
        result.set_content(render_template(f"emails/{message.template}.txt", **message.context))
        result.add_alternative(render_template(f"emails/{message.template}.html", **message.context), subtype="html")
    html = result.get_payload()[1]  # type: ignore[index]
    for picture in message.pictures:
        html.add_related(picture.png, "image", "png", cid=f"<{picture.cid}>", filename=f"{picture.cid}.png")  # type: ignore[union-attr]
    if message.calendar:
        result.add_attachment(message.calendar.content.decode(), subtype="calendar", filename="assembly.ics")
        attached = result.get_payload()[-1]  # type: ignore[index]
        attached.set_param("method", message.calendar.method)  # type: ignore[union-attr]
    result["Content-Language"] = mail.lang  # last: setting or adding content takes such headers away
    return result


@tasks.job(every_minute=True)
def send_due() -> None:
    """Send every mail whose time has come. Several workers may run this at once: a lease keeps them apart.

    In one process one thread sends at a time, so that a crash leaves at most one mail of which nobody knows whether it
    left; the others wait their turn, for a mail may have come after the last look.
    """
    owner = secrets.token_hex(8)
    with _sending:
        while claimed := _claim(owner):
            for mail_id in claimed:
                _send_one(mail_id)
    _look_again()


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


def _send_one(mail_id: int) -> None:
    mail = db.session.get_one(Mail, mail_id)
    refusal: Exception | None = None
    try:
        _transport(mail, render(mail))
    except OperationalError:
        raise  # the database is away: the lease ends, and the mail is tried again
    except Exception as problem:  # noqa: BLE001 -- one mail that cannot be written must not hold up the others
        refusal = problem
    with writing():
        mail.lease_owner = mail.lease_until = None
        if refusal is None:
            mail.state, mail.sent_at, mail.error = MailState.SENT, clock.now(), ""
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
    codes = getattr(refusal, "recipients", None)
    code = next(iter(codes.values()))[0] if codes else getattr(refusal, "smtp_code", 0)
    mail.error = f"{type(refusal).__name__} {code or ''}".strip()
    by_the_network = isinstance(refusal, OSError)  # of which smtplib's errors are a kind
    if not by_the_network or code >= 500 or mail.attempts > len(BACK_OFF):
        mail.state = MailState.FAILED
        return
    wait = BACK_OFF[mail.attempts - 1] * _pace()
    mail.state, mail.next_at = MailState.QUEUED, clock.now() + wait


def _transport(mail: Mail, message: EmailMessage) -> None:
    """To the mail server of the settings; in the demo, which needs none, to a file somebody can read."""
    config = current_app.config["ASSEMBLY"]
    if not config.mail_server:
        folder = config.data / "mails"
        folder.mkdir(exist_ok=True)
        unfinished = folder / f".{mail.id:06d}"
        unfinished.write_bytes(message.as_bytes())
        unfinished.rename(folder / f"{mail.id:06d}.eml")  # whole or not there: somebody may be reading
        return
    server = urlsplit(config.mail_server)
    client = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with client(server.hostname or "", server.port or 0, timeout=20) as connection:
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
