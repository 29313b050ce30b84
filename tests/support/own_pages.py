"""Reads a guest's own page and the emails about it."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask
from mails import deliver
from sqlalchemy import select

from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.models import Edition, Mode, Registration


def facts(app: Flask, seq: int = 1) -> Registration:
    with app.app_context():
        found = db.session.scalars(
            select(Registration).where(Registration.seq == seq, Registration.mode == Mode.ON_SITE)
        )
        one = found.one()
        _loaded = (one.person, one.community, one.moves, one.edition.venue)
        return one


def taken(app: Flask) -> int:
    with app.app_context():
        return pool_of(db.session.scalars(select(Edition)).one(), Mode.ON_SITE).taken  # type: ignore[union-attr]


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())  # type: ignore[union-attr]


def subjects(app: Flask, address: str) -> list[str]:
    found = (str(one["Subject"]).partition(" –")[0] for one in deliver(app) if one["To"] == address)
    return [one.rpartition("\u00a0: ")[2] for one in found]  # those to an office name the person first
