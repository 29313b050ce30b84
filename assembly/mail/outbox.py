"""Putting mails into the outbox: rows in the present write transaction. Nothing is rendered here."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import insert

from assembly import clock
from assembly.extensions import db, tasks
from assembly.models import AccessLink, Edition, GroupMessage, Mail, MailState, Person
from assembly.plain_statements import execute
from assembly.transactions import after_commit, insert_once

_POST = insert(Mail)
_withheld: ContextVar[bool] = ContextVar("mail_withheld", default=False)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of many a mail goes to."""

    person_id: int
    lang: str
    dedupe_key: str
    facts: dict[str, Any]


@contextmanager
def withheld() -> Iterator[None]:
    """Mails posted inside the block are kept on hold: demo data must not write to people."""
    token = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(token)


def post(
    name: str,
    *,
    to: Person | AccessLink | str,
    lang: str,
    dedupe_key: str,
    facts: dict[str, Any],
    edition: Edition | None = None,
    at: str | None = None,
) -> None:
    """Put one mail into the outbox.

    `to` is a person, a registration's link, or the bare address of an account; `edition` is whose office sees it.
    `at` is another address than the person's own, for what is about that person.
    """
    db.session.flush()  # a new person or link has its number from here on
    whose = {
        "person_id": to.id if isinstance(to, Person) else None,
        "link_id": to.id if isinstance(to, AccessLink) else None,
        "to_address": to if isinstance(to, str) else at,
    }
    execute(_POST, _row(name, dedupe_key, lang, facts, edition) | whose)
    wake()


def post_once(
    name: str, *, to: str, lang: str, dedupe_key: str, facts: dict[str, Any], edition: Edition | None = None
) -> None:
    """One mail to a bare address, unless one with this dedupe key is there already."""
    row = _row(name, dedupe_key, lang, facts, edition)
    db.session.execute(insert_once(Mail).values(**row, to_address=to))
    wake()


def post_all(
    name: str,
    recipients: Iterable[Recipient],
    *,
    edition: Edition,
    group: GroupMessage | None = None,
    dropped: bool = False,
) -> None:
    """Put many mails into the outbox at once; those whose dedupe key is there already stay as they are.

    What is `dropped` keeps its facts and leaves for nobody.
    """
    more = {"group_message_id": group.id if group else None} | ({"state": MailState.DROPPED} if dropped else {})
    rows = [
        _row(name, one.dedupe_key, one.lang, one.facts, edition) | {"person_id": one.person_id} | more
        for one in recipients
    ]
    if rows:
        db.session.execute(insert_once(Mail), rows)
        wake()


def _row(name: str, dedupe_key: str, lang: str, facts: dict[str, Any], edition: Edition | None) -> dict[str, Any]:
    sender_domain = current_app.config["ASSEMBLY"].mail_from.rpartition("@")[2]
    return {
        "dedupe_key": dedupe_key,
        "message_id": f"<{secrets.token_hex(16)}@{sender_domain}>",
        "template": name,
        "edition_id": edition.id if edition else None,
        "facts": facts,
        "lang": lang,
        "state": MailState.ON_HOLD if _withheld.get() else MailState.QUEUED,
        "next_at": clock.now(),
    }


def wake() -> None:
    """Let the worker look as soon as this transaction is committed."""
    from assembly.mail.sending import send_due  # noqa: PLC0415 -- circular import

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: tasks.enqueue(app, send_due))
