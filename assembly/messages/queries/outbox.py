"""Reads of the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from assembly.extensions import db, read_all, read_one
from assembly.fold import clean, email_key, fold
from assembly.i18n import _
from assembly.mail import kinds_called
from assembly.models import (
    AccessLink,
    BadAddress,
    Edition,
    Mail,
    MailState,
    Person,
    Registration,
    SentMail,
    Signing,
    User,
)
from assembly.paging import PAGE


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of an edition's mails, newest first, who gets each, and how many there are in each state."""

    mails: list[Mail]
    names: dict[int, str]
    counts: dict[MailState, int]
    number: int
    has_next: bool


_ThroughLink = aliased(Person)
"Whom somebody acts for who has a link of their own."


def mails(edition: Edition, state: MailState | None, number: int, search: str = "") -> MailPage:
    """The mails of an edition, of all states or of one, in which each word of a search is found."""
    found = _searched(select(Mail), edition, search)
    if state is not None:
        found = found.where(Mail.state == state)
    rows = read_all(
        found.options(
            contains_eager(Mail.person),
            contains_eager(Mail.link)
            .contains_eager(AccessLink.registration)
            .contains_eager(Registration.person.of_type(_ThroughLink)),
            contains_eager(Mail.copy),
        )
        .order_by(Mail.id.desc())
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    )
    shown = list(rows[:PAGE])
    return MailPage(shown, names_of(shown), counts(edition, search), number, len(rows) > PAGE)


def counts(edition: Edition, search: str = "") -> dict[MailState, int]:
    """How many mails of this edition are in each state."""
    found = _searched(select(Mail.state, func.count()), edition, search).group_by(Mail.state)
    rows: list[tuple[MailState, int]] = db.session.execute(found).all()  # type: ignore[assignment]
    return dict(rows)


def count_failed(edition: Edition) -> int:
    """How many mails of this edition could not be sent."""
    return db.session.scalar(_failed(edition)) or 0


def count_failed_between(edition: Edition, since: datetime, until: datetime) -> int:
    """How many of them became known as failed between two instants."""
    return db.session.scalar(_failed(edition).where(Mail.next_at >= since, Mail.next_at < until)) or 0


def _failed(edition: Edition) -> Select[int]:
    return select(func.count()).where(Mail.state == MailState.FAILED, Mail.edition_id == edition.id)


def _searched(found: Select[*tuple[Any, ...]], edition: Edition, search: str) -> Select[*tuple[Any, ...]]:
    return (
        found.select_from(Mail)
        .outerjoin(Mail.person)
        .outerjoin(Mail.link)
        .outerjoin(AccessLink.registration)
        .outerjoin(_ThroughLink, _ThroughLink.id == Registration.person_id)
        .outerjoin(Mail.copy)
        .where(Mail.edition_id == edition.id, *map(_has_word, clean(search).split()))
    )


def _has_word(word: str) -> ColumnElement[bool]:
    """Whether a word stands in an address, a name or a subject; without a copy, in what the kind of email is called."""
    folded, address = fold(word), email_key(word)
    addresses = (Person.email_key, Mail.to_address, AccessLink.sent_to, SentMail.to_address)
    found = [func.lower(one).contains(address, autoescape=True) for one in addresses]
    if folded and "@" not in word:
        texts = (Person.name_key, _ThroughLink.name_key, SentMail.subject_key)
        found += [one.contains(folded, autoescape=True) for one in texts]
        found.append(SentMail.mail_id.is_(None) & Mail.template.in_(kinds_called(folded)))
    return or_(*found)


def names_of(mails: Iterable[Mail]) -> dict[int, str]:
    """Find the name of each recipient we know, by the mail's id; for assistants, who have none, whom they act for."""
    names, typed = {}, dict[str, list[int]]()
    for one in mails:
        if one.to_address:
            typed.setdefault(one.to_address, []).append(one.id)
        elif one.link:
            names[one.id] = _("for %(name)s", name=one.link.registration.person.full_name)
        elif one.person:
            names[one.id] = one.person.full_name
    users = select(User.email_key, User.name).where(User.email_key.in_(typed))
    signers = select(Signing.email, Signing.contact).where(Signing.email.in_(typed))
    for address, name in (*db.session.execute(signers), *db.session.execute(users)) if typed else ():
        names |= dict.fromkeys(typed[address], name)
    return names


def mail_of(edition: Edition, code: str) -> Mail | None:
    """A mail of this edition by the code of an address."""
    return read_one(
        select(Mail).where(
            Mail.edition_id == edition.id,
            Mail.message_id.startswith(f"<{code}@", autoescape=True),
            func.length(code) == 32,
        )
    )


def bad_addresses(edition: Edition) -> dict[str, BadAddress]:
    """The addresses of people of this edition that do not work, by the form in which addresses are compared."""
    rows = db.session.scalars(select(BadAddress).where(_is_of(edition)).order_by(BadAddress.at.desc()))
    return {row.email_key: row for row in rows}


def count_bad_addresses(edition: Edition) -> int:
    """How many these are."""
    return db.session.scalar(select(func.count()).select_from(BadAddress).where(_is_of(edition))) or 0


def _is_of(edition: Edition) -> ColumnElement[bool]:
    """Match the address of somebody registered, beginning with the address: few are bad, and many are registered."""
    theirs = select(Registration.id).join(Person).where(Person.email_key == BadAddress.email_key)
    return theirs.where(Registration.edition_id == edition.id).correlate(BadAddress).exists()
