"""Verbs on accounts and people."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask_security.utils import hash_password, verify_password
from sqlalchemy import delete, select, update

from assembly import clock, history, mail
from assembly.accounts import queries
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import AccountLink, Edition, EditionRole, LinkPurpose, Person, SignedIn, User
from assembly.sealed import new_code, new_token, token_hash
from assembly.security import ROLES, Permission
from assembly.transactions import insert_once


class WrongPassphrase(DomainError):
    """The address is unknown, the passphrase wrong or the account closed: which of them is not said."""

    status = 422
    sentence = _l("Address and passphrase do not go together.")


class LinkNotValid(DomainError):
    """Used, too old, mistyped or for an account that is closed: which of them is not said."""

    status = 404
    sentence = _l("It may be used already, too old or mistyped. Ask for a new one.")


class LastOrganiser(DomainError):
    """Somebody must be able to let others in."""

    sentence = _l("This is the last person who can manage the team. Give somebody else that role first.")


LASTS = {LinkPurpose.SIGN_IN: timedelta(minutes=10), LinkPurpose.INVITATION: timedelta(days=7)}


def add_user(
    *,
    email: str,
    name: str,
    lang: str,
    passphrase: str | None,
    role: str,
    edition: Edition | None = None,
    is_demo: bool = False,
) -> User:
    """A new account with one role, at one edition or at all of them. Raises KeyError for a role nobody defined.

    Without a passphrase one signs in by a link in a mail, until one chooses a passphrase.
    """
    user = User(
        code=new_code(),
        email_key=email_key(email),
        name=name,
        lang=lang,
        password=hash_password(passphrase) if passphrase else None,
        fs_uniquifier=secrets.token_hex(32),
        is_demo=is_demo,
        edition_roles=[EditionRole(role=role, edition=edition)] if ROLES[role] else [],
    )
    db.session.add(user)
    db.session.flush()
    history.record("user", str(user.id), "added", role=role)
    return user


def check_passphrase(email: str, passphrase: str) -> User:
    """The user, or WrongPassphrase after the same work whether or not the address is known."""
    user = queries.user_by_email(email)
    known = user.password if user is not None and user.password else _nobody()
    if not verify_password(passphrase, known) or user is None or not user.active:
        raise WrongPassphrase
    return user


def ask_for_link(email: str, lang: str, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> None:
    """Send a link to this address. Nothing is asked about it: an account is looked for when the mail is written."""
    db.session.execute(delete(AccountLink).where(AccountLink.ends_at <= clock.now()))  # anybody's address may be in it
    token = new_token()
    link = AccountLink(
        purpose=purpose, email_key=email_key(email), token_hash=token.hash, ends_at=clock.now() + LASTS[purpose]
    )
    db.session.add(link)
    mail.post(
        f"account_{purpose.value}",
        to=email_key(email),
        lang=lang,
        dedupe_key=f"account:{token.hash[:32]}",
        facts={"token": token.sealed},
    )


def use_link(token: str, passphrase: str = "") -> User:
    """The user of a link, once. An invitation also sets the passphrase. Raises LinkNotValid.

    The database decides who comes first: of a hundred presses at once one signs in (row E7).
    """
    now = clock.now()
    used = (
        update(AccountLink)
        .where(AccountLink.token_hash == token_hash(token), AccountLink.used_at.is_(None), AccountLink.ends_at > now)
        .values(used_at=now)
    )
    if db.session.connection().execute(used).rowcount != 1:
        raise LinkNotValid
    link = db.session.scalars(select(AccountLink).where(AccountLink.token_hash == token_hash(token))).one()
    user = queries.user_by_email(link.email_key)
    if user is None or not user.active:
        raise LinkNotValid
    if link.purpose is LinkPurpose.INVITATION:
        set_passphrase(user, passphrase)
    history.record("user", str(user.id), f"used a link: {link.purpose.value}")
    return user


def set_passphrase(user: User, passphrase: str) -> None:
    """A new passphrase ends every session and every unused link of the account; whoever sets it signs in anew."""
    user.password = hash_password(passphrase)
    db.session.execute(
        delete(AccountLink).where(AccountLink.email_key == user.email_key, AccountLink.used_at.is_(None))
    )
    end_sessions(user)
    history.record("user", str(user.id), "passphrase set")


def end_sessions(user: User, *, code: str | None = None, but: str | None = None) -> None:
    """End the session of one device (by its code), or of all but the one with the hash `but`."""
    chosen = delete(SignedIn).where(SignedIn.user_id == user.id)
    if code is not None:
        chosen = chosen.where(SignedIn.code == code)
    if but is not None:
        chosen = chosen.where(SignedIn.hash != but)
    db.session.execute(chosen)
    history.record("user", str(user.id), "sessions ended")


def invite(edition: Edition, *, email: str, name: str, lang: str, role: str) -> None:
    """Give somebody a role at this edition; who has no account gets one and a link to choose a passphrase."""
    user = queries.user_by_email(email)
    if user is None:
        add_user(email=email, name=name, lang=lang, passphrase=None, role=role, edition=edition)
        ask_for_link(email, lang, LinkPurpose.INVITATION)
        return
    if not any(one.role == role and one.edition_id in (None, edition.id) for one in user.edition_roles):
        user.edition_roles.append(EditionRole(role=role, edition=edition))
        history.record("user", str(user.id), "role given", edition_id=edition.id, role=role)


def invite_again(user: User) -> None:
    """A new link for somebody who has not chosen a passphrase yet."""
    ask_for_link(user.email_key, user.lang, LinkPurpose.INVITATION)


def take_role(edition: Edition, user: User, role: str) -> None:
    """Take back a role somebody has at this edition alone. Raises LastOrganiser."""
    mine = [one for one in user.edition_roles if one.edition_id == edition.id and one.role == role]
    if Permission.MANAGE_TEAM in ROLES[role] and queries.managers(edition) == {user.id}:
        raise LastOrganiser
    for one in mine:
        db.session.delete(one)
    history.record("user", str(user.id), "role taken", edition_id=edition.id, role=role)


_nobodys_hash: list[str] = []


def _nobody() -> str:
    """A hash no passphrase fits, made once in each process."""
    if not _nobodys_hash:
        _nobodys_hash.append(hash_password(secrets.token_hex(16)))
    return _nobodys_hash[0]


def add_person(*, given: str, family: str, name_lang: str, grammatical_form: str | None, mail_lang: str) -> Person:
    """Somebody we know of but cannot write to: a speaker named in a programme."""
    person = Person(
        code=new_code(),
        given=given,
        family=family,
        name_key=queries.name_key(given, family),
        name_lang=name_lang,
        grammatical_form=grammatical_form,
        mail_lang=mail_lang,
    )
    db.session.add(person)
    db.session.flush()
    history.record("person", person.code, "added")
    return person


def find_or_add_person(*, given: str, family: str, email: str, mail_lang: str) -> Person:
    """The person with this address and folded name, unchanged if known: a public form never edits a person.

    Two requests may add the same person at once: the database's constraint lets one win, and both use that row.
    """
    db.session.execute(
        insert_once(Person).values(
            code=new_code(),
            given=given,
            family=family,
            name_key=queries.name_key(given, family),
            mail_lang=mail_lang,
            email=email,
            email_key=email_key(email),
        )
    )
    person = queries.person_by_address_and_name(email, given, family)
    if person is None:
        raise LookupError("a person neither inserted nor found")
    return person
