"""Verbs on those who speak."""

from __future__ import annotations

from datetime import date

from assembly import history
from assembly.extensions import db
from assembly.models import Bilingual, Community, Mandate, MandateRole, Person


def add_mandate(
    person: Person,
    role: MandateRole,
    *,
    community: Community | None,
    body: Bilingual,
    function: Bilingual,
    from_on: date | None,
    to_on: date | None,
) -> Mandate:
    """A function somebody holds, with its wording in both languages and its dates."""
    mandate = Mandate(
        person=person, role=role, community=community, body=body, function=function, from_on=from_on, to_on=to_on
    )
    db.session.add(mandate)
    history.record("mandate", person.code, "added", role=role.value)
    return mandate
