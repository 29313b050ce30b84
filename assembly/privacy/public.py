"""The standing pages the law asks for: data protection, accessibility, legal notice."""

from __future__ import annotations

from flask import Blueprint, render_template

from assembly.editions.queries import current_edition
from assembly.models import Edition, NoticeKind
from assembly.privacy import notices
from assembly.security import public

pages = Blueprint("privacy", __name__, url_prefix="/<lang:lang>")


@pages.get("/privacy")
@pages.get("/<edition:edition>/privacy")
@public(cached=True)
def statement(edition: Edition | None = None) -> str:
    """What is asked, why, who sees it, until when; of one edition, else of the one people come for."""
    return render_template(
        "privacy/public/statement.html",
        edition=edition or current_edition(),
        sections=notices.privacy(),
        version=notices.VERSIONS[NoticeKind.PRIVACY],
    )


@pages.get("/accessibility")
@public(cached=True)
def accessibility() -> str:
    """How accessible this site is, what was checked and how, and whom to tell."""
    return render_template("privacy/public/accessibility.html", edition=current_edition())


@pages.get("/legal")
@public(cached=True)
def legal() -> str:
    """Who answers for this site, and on which terms its texts and its software may be used."""
    return render_template("privacy/public/legal.html", edition=current_edition())
