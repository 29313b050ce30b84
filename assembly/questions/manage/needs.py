"""What people need: numbers for who plans; names only for who may see them, and each opening is noted."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.access import queries as access_queries
from assembly.access.pages import office
from assembly.forms import Button
from assembly.models import Edition, Need
from assembly.questions import queries as question_queries
from assembly.questions.service import needs as questions_needs
from assembly.questions.service.needs import last_day, opened
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.get("/needs")
@needs(Permission.SEE_PEOPLE)
def totals(edition: Edition) -> str:
    """How many need what, without names."""
    return _page(edition)


@office.post("/needs")
@needs(Permission.SEE_NEEDS)
def named(edition: Edition) -> Response | str:
    """Who needs what. A press, not a link: opening it is noted in the history."""
    if not Button().validate_on_submit():
        return redirect(url_for(".totals", edition=edition), 303)
    with writing():
        questions_needs.note_opening(fresh(edition))
    return _page(edition, [(one, opened(one).in_words) for one in question_queries.needs_in(edition)])


@office.post("/people/<code>/needs")
@needs(Permission.SEE_NEEDS)
def of_person(edition: Edition, code: str) -> Response | str:
    """What one person needs, noted in the history."""
    registration = access_queries.of_edition(edition, code) or abort(404)
    if not Button().validate_on_submit():
        return redirect(url_for(".person", edition=edition, code=code), 303)
    with writing():
        registration = fresh(registration)
        questions_needs.note_opening(registration.edition, registration)
    need = question_queries.need_of(registration)
    return render_template(
        "questions/manage/needs_of.html",
        registration=registration,
        need=need,
        needs=opened(need).in_words,
        last_day=last_day(edition),
    )


def _page(edition: Edition, names: list[tuple[Need, str]] | None = None) -> str:
    return render_template(
        "questions/manage/needs.html",
        totals=questions_needs.totals(edition),
        kept=len(question_queries.needs_in(edition)),
        names=names,
        last_day=last_day(edition),
    )
