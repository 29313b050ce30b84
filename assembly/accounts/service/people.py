"""Verbs on people: those we know of, whether or not they can be written to."""

from typing import cast

from sqlalchemy import Table

from assembly import history
from assembly.accounts import queries
from assembly.extensions import db
from assembly.fold import email_key
from assembly.models import Person
from assembly.plain_statements import as_read, insert_new
from assembly.sealed import new_code

_PEOPLE = cast(Table, Person.__table__)


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


def find_or_add_person(*, given: str, family: str, email: str, mail_lang: str, is_new: bool = False) -> Person:
    """The person with this address and folded name, unchanged if known: a public form never edits a person.

    Whoever was made one with another is that other person. Two requests may add the same person at once: the
    database's constraint lets one win, and both use that row. `is_new` says that nobody was there a moment ago.
    """
    known = None if is_new else queries.person_by_address_and_name(email, given, family)
    if known is not None:
        return known
    facts = {
        "code": new_code(),
        "given": given,
        "family": family,
        "name_key": queries.name_key(given, family),
        "mail_lang": mail_lang,
        "email": email,
        "email_key": email_key(email),
    }
    number = insert_new(_PEOPLE.c.id, facts)
    if number is not None:
        as_read(added := Person(id=number, **facts))
        return added
    person = queries.person_by_address_and_name(email, given, family)
    if person is None:
        raise LookupError("a person neither inserted nor found")
    return person
