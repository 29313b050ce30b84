"""Reads of co-chairs."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from assembly.agenda.queries import latest_rows
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceState,
    Edition,
    Mandate,
    MandateRole,
    Person,
    ReleasedAppearance,
    Session,
)


def co_chairs(edition: Edition) -> list[Mandate]:
    """Those who held the co-chair on the edition's day, as they were then, by family name."""
    return list(
        db.session.scalars(
            select(Mandate)
            .join(Person)
            .where(
                Mandate.role == MandateRole.CO_CHAIR,
                or_(Mandate.from_on.is_(None), Mandate.from_on <= edition.day),
                or_(Mandate.to_on.is_(None), Mandate.to_on >= edition.day),
            )
            .options(joinedload(Mandate.person), joinedload(Mandate.community))
            .order_by(Person.name_key)
        )
    )


def confirmed(edition: Edition) -> dict[int, list[Appearance]]:
    """Who has said yes to which session (by id), in the order of the stage."""
    rows = db.session.scalars(
        select(Appearance)
        .join(Session)
        .where(Session.edition_id == edition.id, Appearance.state == AppearanceState.CONFIRMED)
        .options(joinedload(Appearance.person), joinedload(Appearance.mandate))
        .order_by(Appearance.position, Appearance.id)
    )
    found: dict[int, list[Appearance]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return dict(found)


def published_appearances(edition: Edition) -> dict[int, list[ReleasedAppearance]]:
    """Who appears in which session (by id), as last published."""
    latest = {row.session_id: row.release_id for row in latest_rows(edition)}
    rows = db.session.scalars(
        select(ReleasedAppearance)
        .where(ReleasedAppearance.session_id.in_(latest))
        .options(joinedload(ReleasedAppearance.person))
        .order_by(ReleasedAppearance.position, ReleasedAppearance.person_id)
    )
    found: dict[int, list[ReleasedAppearance]] = defaultdict(list)
    for row in rows:
        if latest[row.session_id] == row.release_id:
            found[row.session_id].append(row)
    return dict(found)
