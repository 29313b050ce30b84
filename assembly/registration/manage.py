"""The office's list of people."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from assembly.fold import clean
from assembly.models import Edition
from assembly.registration import queries
from assembly.security import Permission, needs
from assembly.stats.queries import participation

office = Blueprint("people", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>")


@office.get("/people")
@needs(Permission.SEE_PEOPLE)
def people(edition: Edition) -> str:
    """Who registered, by name, fifty a page."""
    search = clean(request.args.get("q", ""))[:200]
    asked = request.args.get("page", "1")
    number = min(max(int(asked), 1), 100_000) if asked.isdecimal() and len(asked) < 7 else 1
    return render_template(
        "registration/manage/people.html",
        edition=edition,
        page=queries.people(edition, search, number),
        search=search,
        figures=participation(edition),
    )
