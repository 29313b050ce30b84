"""Reads and fills in the settings of an edition."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import (
    Edition,
    Entry,
)


def edition(slug: str = "2031") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def entries(app: Flask, verb: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Entry).where(Entry.verb == verb)).all())
