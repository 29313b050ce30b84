"""Helpers of test_sign_ups.py and test_pages.py."""

from __future__ import annotations

from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Registration


def guest(number: int) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.badge_name == f"Żaneta Łukaszewicz {number}")
    ).one()
