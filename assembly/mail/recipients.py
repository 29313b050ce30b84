"""Whom an email is about, where one office reads the emails of several people."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from assembly.extensions import db
from assembly.i18n import _
from assembly.models import AccessLink, Invitation, Mail, Person, Registration


def naming_person(mail: Mail, subject: str) -> str:
    """Put the person's name before a subject, unless it is in it or nobody else's emails go to that address."""
    name = _name_of(mail)
    return _("%(name)s: %(subject)s", name=name, subject=subject) if name and name not in subject else subject


def _name_of(mail: Mail) -> str:
    if mail.link is not None and mail.link.sent_to:
        return mail.link.registration.badge_name
    if mail.person is not None and mail.edition_id is not None and _shares_address(mail.person, mail.edition_id):
        return mail.person.full_name
    return ""


def _shares_address(person: Person, edition_id: int) -> bool:
    """Whether others of this edition, or somebody who acts for others, are written to at the same address."""
    registered = select(Registration.person_id).where(Registration.edition_id == edition_id)
    invited = select(Invitation.person_id).where(Invitation.edition_id == edition_id)
    others = select(Person.id).where(
        Person.email_key == person.email_key,
        Person.id != person.id,
        Person.merged_into_id.is_(None),
        or_(Person.id.in_(registered), Person.id.in_(invited)),
    )
    acting = (
        select(AccessLink.id)
        .join(AccessLink.registration)
        .where(
            func.lower(AccessLink.sent_to) == person.email_key,
            Registration.edition_id == edition_id,
            Registration.person_id != person.id,
        )
    )
    return person.email_key is not None and bool(db.session.scalar(select(or_(others.exists(), acting.exists()))))
