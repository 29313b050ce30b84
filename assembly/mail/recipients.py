"""Whom an email is about, where one office reads the emails of several people."""

from sqlalchemy import BindParameter, bindparam, exists, or_, select

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
    if person.email_key is None:
        return False
    asked = {"address": person.email_key, "person": person.id, "edition": edition_id}
    return bool(db.session.scalar(_SHARED, asked))


_EDITION: BindParameter[int] = bindparam("edition")
_OTHERS = exists().where(
    Person.email_key == bindparam("address"),
    Person.id != bindparam("person"),
    Person.merged_into_id.is_(None),
    or_(
        exists().where(Registration.person_id == Person.id, Registration.edition_id == _EDITION),
        exists().where(Invitation.person_id == Person.id, Invitation.edition_id == _EDITION),
    ),
)
_ACTING = exists().where(
    AccessLink.sent_to_key == bindparam("address"),
    AccessLink.registration_id == Registration.id,
    Registration.edition_id == _EDITION,
    Registration.person_id != bindparam("person"),
)
_SHARED = select(or_(_OTHERS, _ACTING))
"Built once, as each email asks it; by the indexes of addresses, so that it reads few rows of however many."
