"""Reads of accounts and people."""

from __future__ import annotations

from sqlalchemy import select

from assembly.extensions import db
from assembly.fold import email_key, fold
from assembly.models import Person, User


def user_by_email(address: str) -> User | None:
    """The account of an address, however it is typed."""
    return db.session.scalars(select(User).where(User.email_key == email_key(address))).one_or_none()


def person_by_address_and_name(address: str, given: str, family: str) -> Person | None:
    """One person is address plus folded name (model.md 1.5)."""
    return db.session.scalars(
        select(Person).where(Person.email_key == email_key(address), Person.name_key == name_key(given, family))
    ).one_or_none()


def name_key(given: str, family: str) -> str:
    """The form in which two spellings of one name meet."""
    return fold(f"{given} {family}")
