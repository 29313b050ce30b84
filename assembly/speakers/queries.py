"""Reads of co-chairs."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.models import Edition, Mandate, MandateRole, Person


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
