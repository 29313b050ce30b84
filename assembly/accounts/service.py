"""Verbs on accounts and people."""

from __future__ import annotations

import secrets

from flask_security.utils import hash_password, verify_password

from assembly import history
from assembly.accounts import queries
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import Edition, EditionRole, Person, User
from assembly.sealed import new_code
from assembly.security import ROLES
from assembly.transactions import insert_once


class WrongPassphrase(DomainError):
    """The address is unknown, the passphrase wrong or the account closed: which of them is not said."""

    status = 422
    sentence = _l("Address and passphrase do not go together.")


def add_user(
    *,
    email: str,
    name: str,
    lang: str,
    passphrase: str,
    role: str,
    edition: Edition | None = None,
    is_demo: bool = False,
) -> User:
    """A new account with one role, at one edition or at all of them. Raises KeyError for a role nobody defined."""
    user = User(
        email_key=email_key(email),
        name=name,
        lang=lang,
        password=hash_password(passphrase),
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
