"""The outside survey of participants: where it is, its three figures, and the answers to its questions."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile
from assembly.forms import Button, lead_to, press
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_pages
from assembly.models import Edition
from assembly.report import queries, service
from assembly.report.forms import QuestionForm, SurveyForm
from assembly.report.survey.importing import SURVEY_ANSWERS
from assembly.report.survey.questions import Asked, from_json, mark_of
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

survey = Blueprint("survey_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/survey")
_FIGURES = ("answers", "satisfied", "recommend")


@survey.route("/", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def figures(edition: Edition) -> Response | tuple[str, int]:
    """Enter or correct them."""
    form, row = SurveyForm(), queries.survey_of(edition)
    questions = from_json(row.questions) if row else []
    form.answers.least = max((each.count for one in questions for each in one.answers), default=0)
    if form.validate_on_submit():
        found = {name: getattr(form, name).value for name in _FIGURES}
        with writing():
            service.set_survey(fresh(edition), link=form.link.data or "", **found)
        flash(_("The figures of the survey are saved. You can now use them in the article."), "ok")
        return redirect(url_for("article_office.write", edition=edition), 303)
    if row is not None and not form.is_submitted():
        form.link.data = row.link
        for name in _FIGURES:
            getattr(form, name).data = str(getattr(row, name))
    page = render_template("report/manage/survey.html", form=form, row=row, questions=questions)
    return page, 422 if form.is_submitted() else 200


@survey.post("/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition) -> Response:
    """Without a survey."""
    press(service.remove_survey, edition, said=_("The figures of the survey are removed."))
    return redirect(url_for(".figures", edition=edition), 303)


@survey.route("/questions/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def question(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Correct a question and the counts of its answers."""
    row = queries.survey_of(edition)
    asked = next((one for one in from_json(row.questions) if one.key == code), None) if row else None
    if row is None or asked is None:
        abort(404)
    form, refusal = QuestionForm(asked, row.answers), None
    if form.validate_on_submit():
        try:
            return _put(edition, code, form.now, form.seen.data or "")
        except ChangedMeanwhile as why:
            refusal, form.seen.data = why, mark_of(asked)
    saved = [(_("Question"), asked.question), *((str(one.label), one.count) for one in asked.answers)]
    theirs = saved if refusal else []
    page = render_template("report/manage/question.html", form=form, refusal=refusal, theirs=theirs)
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


@survey.post("/questions/<code>/remove")
@needs(Permission.PUBLISH)
def remove_question(edition: Edition, code: str) -> Response:
    """Without a question."""
    return _put(edition, code, []) if Button().validate() else redirect(url_for(".figures", edition=edition), 303)


def _put(edition: Edition, code: str, now: Sequence[Asked], seen: str | None = None) -> Response:
    with writing():
        service.set_question(fresh(edition), code, now, seen)
    return lead_to(".figures", _("Saved.") if now else _("The question is removed."), edition=edition)


add_pages(
    survey,
    "/import",
    Permission.PUBLISH,
    ImportPages(
        SURVEY_ANSWERS,
        title=_l("Import survey answers"),
        back=("survey_office.figures", _l("Survey")),
        guide="report/manage/import.html",
        facts=lambda _edition: {"words": {}},
        button=lambda _judged: _("Import the answers"),
        nothing_new=_l("Everything in this file is already there."),
        done=lambda done: (_n("%(num)s answer imported", "%(num)s answers imported", done), True),
    ),
)
