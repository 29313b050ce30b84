"""The office's list of people."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from assembly.fold import clean
from assembly.models import Edition
from assembly.registration import queries
from assembly.security import Permission, needs
from assembly.stats.queries import participation
from assembly.web import page_asked

office = Blueprint("people", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>")


@office.get("/people")
@needs(Permission.SEE_PEOPLE)
def people(edition: Edition) -> str:
    """Who registered, by name, fifty a page."""
    search = clean(request.args.get("q", ""))[:200]
    asked = request.args.get("state", "")
    among = queries.Among(asked) if asked in set(queries.Among) else None
    return render_template(
        "registration/manage/people.html",
        edition=edition,
        page=queries.people(edition, search, page_asked(), among),
        search=search,
        among=among,
        parts=queries.counts(edition),
        figures=participation(edition),
    )
