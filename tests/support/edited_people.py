"""Reads a person in the office's list and what their page says is wrong."""

from __future__ import annotations

from typing import Any

from flask import Flask

from assembly.extensions import db
from assembly.models import (
    Registration,
)


def one(number: int = 0) -> Registration:
    return db.session.query(Registration).order_by(Registration.id).all()[number]


def page_of(app: Flask, number: int = 0, part: str = "") -> str:
    with app.app_context():
        return f"/en/manage/2031/people/{one(number).code}{part}"


def fault(answer: Any) -> str:
    return answer.soup.select_one(".summary").get_text(" ", strip=True)
