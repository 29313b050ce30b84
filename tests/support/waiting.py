"""Reads the waiting list."""

from __future__ import annotations

from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Registration


def by_number(number: int) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.badge_name == f"Żaneta Łukaszewicz {number}")
    ).one()


def states() -> dict[int, str]:
    rows = db.session.scalars(select(Registration).order_by(Registration.id))
    return {int(row.badge_name.split()[-1]): row.state.value for row in rows}
