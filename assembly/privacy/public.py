"""The statement people are informed of when they register."""

from __future__ import annotations

from flask import Blueprint, render_template

from assembly.editions.queries import current_edition
from assembly.security import public

pages = Blueprint("privacy", __name__, url_prefix="/<lang:lang>")


@pages.get("/privacy")
@public
def statement() -> str:
    """What is asked, why, who sees it."""
    return render_template("privacy/public/statement.html", edition=current_edition())
