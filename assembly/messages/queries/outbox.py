"""Reads of the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import BadAddress, Edition, Mail, MailState, Person, Registration

PAGE = 50


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of an edition's mails, newest first, and how many there are in each state."""

    mails: list[Mail]
    counts: dict[MailState, int]
    number: int
    has_next: bool


def mails(edition: Edition, state: MailState | None, number: int) -> MailPage:
    """The mails of an edition, of all states or of one."""
    found = select(Mail).where(Mail.edition_id == edition.id)
    if state is not None:
        found = found.where(Mail.state == state)
    rows = db.session.scalars(
        found.options(joinedload(Mail.person), joinedload(Mail.link))
        .order_by(Mail.id.desc())
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    ).all()
    return MailPage(list(rows[:PAGE]), counts(edition), number, len(rows) > PAGE)


def counts(edition: Edition) -> dict[MailState, int]:
    """How many mails of this edition are in each state."""
    rows: list[tuple[MailState, int]] = db.session.execute(
        select(Mail.state, func.count()).where(Mail.edition_id == edition.id).group_by(Mail.state)
    ).all()  # type: ignore[assignment]
    return dict(rows)


def mail_of(edition: Edition, code: str) -> Mail | None:
    """A mail of this edition by the code of an address."""
    return db.session.scalars(
        select(Mail).where(
            Mail.edition_id == edition.id,
            Mail.message_id.startswith(f"<{code}@", autoescape=True),
            func.length(code) == 32,
        )
    ).one_or_none()


def bad_addresses(edition: Edition) -> dict[str, BadAddress]:
    """The addresses of people of this edition that do not work, by the form in which addresses are compared."""
    theirs = select(Person.email_key).join(Registration).where(Registration.edition_id == edition.id)
    rows = db.session.scalars(select(BadAddress).where(BadAddress.email_key.in_(theirs)).order_by(BadAddress.at.desc()))
    return {row.email_key: row for row in rows}
