"""Plans a message to a group and lets time pass."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    Mail,
)


def posted() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.template == "group_message").order_by(Mail.id)))


def later(minutes: float = 11) -> object:
    return clock.at(clock.now() + timedelta(minutes=minutes))
