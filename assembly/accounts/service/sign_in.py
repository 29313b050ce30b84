"""Verbs on accounts: adding one, passphrases, links, sessions."""

import secrets
from datetime import timedelta

from flask_security.utils import hash_password, verify_password
from sqlalchemy import delete, select, update

from assembly import clock, history, mail
from assembly.accounts import queries
from assembly.errors import DomainError, Rejected
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import AccountLink, AccountStep, Edition, EditionRole, LinkPurpose, SignedIn, User
from assembly.sealed import Token, new_code, new_token, token_hash
from assembly.security import ROLES, may_enter
from assembly.transactions import lock_row


class WrongPassphrase(Rejected):
    """The address is unknown, the passphrase wrong or the account closed: which of them is not said."""

    sentence = _l("The email address or passphrase is incorrect.")


class LinkNotValid(DomainError):
    """Used, too old, mistyped or for an account that is closed: which of them is not said."""

    status = 404
    sentence = _l("The link may have expired, been mistyped or already been used. Ask for a new one.")


LASTS = {LinkPurpose.SIGN_IN: timedelta(minutes=10), LinkPurpose.INVITATION: timedelta(days=7)}


def add_user(
    *,
    email: str,
    name: str,
    lang: str,
    passphrase: str | None,
    role: str | None,
    edition: Edition | None = None,
    is_demo: bool = False,
) -> User:
    """A new account with one role, at one edition or at all of them, or with none yet.

    Raises KeyError for a role nobody defined.
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
        edition_roles=[EditionRole(role=role, edition=edition)] if role and ROLES[role] else [],
    )
    db.session.add(user)
    db.session.flush()
    history.record("user", str(user.id), "added", role=role)
    return user


def check_passphrase(email: str, passphrase: str) -> User:
    """The user, or WrongPassphrase after the same work whether or not the address is known."""
    user = queries.user_by_email(email)
    known = user.password if user is not None and user.password else _nobody()
    if not verify_password(passphrase, known) or not may_enter(user):
        raise WrongPassphrase
    return user


def still_holds(user: User, checked: str | None) -> None:
    """The passphrase checked a moment ago is the account's still; the row is locked, so that it stays so.

    Raises WrongPassphrase: checking takes its time, and a change meanwhile ended every session.
    """
    lock_row(user)
    if user.password != checked or not may_enter(user):
        raise WrongPassphrase


def ask_for_link(email: str, lang: str, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> None:
    """Send a link to this address. Nothing is asked about it: an account is looked for when the mail is written."""
    token = new_link(email_key(email), purpose)
    mail.post(
        f"account_{purpose.value}",
        to=email_key(email),
        lang=lang,
        dedupe_key=f"account:{token.hash[:32]}",
        facts={"token": token.sealed},
    )


def new_link(to: str, purpose: LinkPurpose) -> Token:
    """A link for this address, not yet sent."""
    db.session.execute(delete(AccountLink).where(AccountLink.ends_at <= clock.now()))  # anybody's address may be in it
    token = new_token()
    ends_at = clock.now() + LASTS[purpose]
    db.session.add(AccountLink(purpose=purpose, email_key=to, token_hash=token.hash, ends_at=ends_at))
    return token


def end_invitations(user: User) -> None:
    """Links not used yet, to an account that is not wanted after all."""
    unused = delete(AccountLink).where(AccountLink.email_key == user.email_key, AccountLink.used_at.is_(None))
    db.session.execute(unused.where(AccountLink.purpose == LinkPurpose.INVITATION))


def use_link(token: str, passphrase: str = "") -> User:
    """The user of a link, once. An invitation also sets the passphrase. Raises LinkNotValid.

    The database decides who comes first: of a hundred presses at once one signs in.
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
    if not may_enter(user):
        raise LinkNotValid
    if link.purpose is LinkPurpose.INVITATION:
        set_passphrase(user, passphrase)
    history.record("user", str(user.id), f"used a link: {link.purpose.value}")
    return user


def set_passphrase(user: User, passphrase: str) -> None:
    """A new passphrase ends every session and every unused link of the account; whoever sets it signs in anew.

    The owner is told of a change, not of the first one.
    """
    if user.password:
        tell(user, "passphrase_changed")
    user.password = hash_password(passphrase)
    db.session.execute(
        delete(AccountLink).where(AccountLink.email_key == user.email_key, AccountLink.used_at.is_(None))
    )
    end_sessions(user)
    history.record("user", str(user.id), "passphrase set")


def tell(user: User, what: str, **facts: str) -> None:
    """A mail to the owner: something about how this account is entered has changed (`what` is worded in emails.py)."""
    code = new_code(16)
    mail.post(
        "account_changed",
        to=user.email_key,
        lang=user.lang,
        dedupe_key=f"account:{code}",
        facts={"what": what, "at": clock.now().isoformat(), **facts},
    )


def end_sessions(user: User, *, code: str | None = None, but: str | None = None) -> None:
    """End the session of one device (by its code), or of all but the one with the hash `but`."""
    chosen = delete(SignedIn).where(SignedIn.user_id == user.id)
    if code is not None:
        chosen = chosen.where(SignedIn.code == code)
    if but is not None:
        chosen = chosen.where(SignedIn.hash != but)
    db.session.execute(chosen)
    if code is None:
        db.session.execute(delete(AccountStep).where(AccountStep.user_id == user.id))  # half signed in is no better
    history.record("user", str(user.id), "sessions ended")


_nobodys_hash: list[str] = []


def _nobody() -> str:
    """A hash no passphrase fits, made once in each process."""
    if not _nobodys_hash:
        _nobodys_hash.append(hash_password(secrets.token_hex(16)))
    return _nobodys_hash[0]


def want_daily_summary(user: User, *, wanted: bool) -> None:
    """Send the summary of each morning to this account, or stop; a second press changes nothing."""
    if user.daily_summary is not wanted:
        user.daily_summary = wanted
        history.record("user", user.code, "daily summary wanted" if wanted else "daily summary stopped")
