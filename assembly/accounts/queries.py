"""Reads of accounts and people."""

from __future__ import annotations

from sqlalchemy import or_, select

from assembly import clock
from assembly.extensions import db
from assembly.fold import email_key, fold
from assembly.models import AccountLink, Edition, EditionRole, Person, SignedIn, User
from assembly.sealed import token_hash
from assembly.security import ROLES, Permission


def user_by_email(address: str) -> User | None:
    """The account of an address, however it is typed."""
    return db.session.scalars(select(User).where(User.email_key == email_key(address))).one_or_none()


def link_by_token(token: str) -> AccountLink | None:
    """A link that can still be used."""
    return db.session.scalars(
        select(AccountLink).where(
            AccountLink.token_hash == token_hash(token),
            AccountLink.used_at.is_(None),
            AccountLink.ends_at > clock.now(),
        )
    ).one_or_none()


def devices(user: User) -> list[SignedIn]:
    """Where somebody is signed in, the latest first."""
    return list(
        db.session.scalars(
            select(SignedIn)
            .where(SignedIn.user_id == user.id, SignedIn.ends_at > clock.now())
            .order_by(SignedIn.seen_at.desc())
        )
    )


def team(edition: Edition) -> list[User]:
    """Everybody with a role at this edition, or at all of them, by name."""
    here = select(EditionRole.user_id).where(
        or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None))
    )
    return list(db.session.scalars(select(User).where(User.id.in_(here)).order_by(User.name, User.id)))


def managers(edition: Edition) -> set[int]:
    """Who can manage the team of this edition."""
    roles = [name for name, permissions in ROLES.items() if Permission.MANAGE_TEAM in permissions]
    return set(
        db.session.scalars(
            select(EditionRole.user_id)
            .join(User)
            .where(
                User.active,
                EditionRole.role.in_(roles),
                or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None)),
            )
        )
    )


def member(edition: Edition, code: str) -> User | None:
    """Somebody of this edition's team, by the code of an address."""
    return next((user for user in team(edition) if user.code == code), None)


def person_by_address_and_name(address: str, given: str, family: str) -> Person | None:
    """One person is address plus folded name (model.md 1.5)."""
    return db.session.scalars(
        select(Person).where(Person.email_key == email_key(address), Person.name_key == name_key(given, family))
    ).one_or_none()


def name_key(given: str, family: str) -> str:
    """The form in which two spellings of one name meet."""
    return fold(f"{given} {family}")
