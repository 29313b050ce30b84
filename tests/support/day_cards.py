"""Opens the card of the day."""

from __future__ import annotations

from cochairs import DESK
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def link_for(app: Flask, chair: InspectingClient) -> str:
    """The path of a fresh link, made on the desk."""
    page = chair.page(f"{DESK}/")
    action = next(one["action"] for one in page.select("main form") if str(one["action"]).endswith("/make"))
    chair.submit(f"{DESK}/", form=f'form[action="{action}"]')
    shown = chair.page(f"{DESK}/").select_one(".secret a")
    assert shown is not None
    return str(shown["href"]).removeprefix("http://localhost")
