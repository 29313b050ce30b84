"""Finds a session in the office and sends its form."""

from __future__ import annotations

from flask import Flask

from assembly.extensions import db
from assembly.models import Session

DRAFT = "/en/manage/2031/programme/"


def one(title: str = "Opening") -> Session:
    return db.session.query(Session).filter_by(title_en=title).one()


def path(app: Flask, title: str = "Opening") -> str:
    with app.app_context():
        return DRAFT + one(title).code
