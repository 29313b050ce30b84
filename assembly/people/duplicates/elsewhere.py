"""What of a person is other editions' as well: a merge here must not change it there."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select, true
from sqlalchemy.sql.elements import ColumnElement

from assembly.extensions import db
from assembly.models import Appearance, Invitation, Mandate, Person, Registration, Session


def not_ours(person: Person, ours: Collection[int | None]) -> frozenset[str]:
    """Of "name" and "email" what somebody may not change who looks after the people of the editions `ours` alone.

    Personal links and invitations go to the address: it belongs to every edition where the person is registered, in
    whatever state, or invited. The name belongs to those of their programme too; a mandate stands beside a programme,
    and where none of `ours` has the person in it, it is not ours. None among `ours` is all editions.
    """
    if None in ours:
        return frozenset()
    written_to, speaks, holds, ours_too = db.session.execute(
        select(
            exists().where(Registration.person_id == person.id, _abroad(Registration.edition_id, ours))
            | exists().where(Invitation.person_id == person.id, _abroad(Invitation.edition_id, ours)),
            _in_programme(person, _abroad(Session.edition_id, ours)),
            exists().where(Mandate.person_id == person.id),
            _in_programme(person, ~_abroad(Session.edition_id, ours)),
        )
    ).one()
    named = written_to or speaks or (holds and not ours_too)
    return frozenset({"email"} if written_to else ()) | frozenset({"name"} if named else ())


def _abroad(edition_id: Any, ours: Collection[int | None]) -> ColumnElement[bool]:
    known = [one for one in ours if one is not None]
    return edition_id.not_in(known) if known else true()


def _in_programme(person: Person, where: ColumnElement[bool]) -> ColumnElement[bool]:
    sessions = select(Session.id).where(where)
    return exists().where(Appearance.person_id == person.id, Appearance.session_id.in_(sessions))
