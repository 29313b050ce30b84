"""The outside survey of participants: where it is, and the three figures the report gives of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition
from assembly.report import queries, service
from assembly.report.forms import SurveyForm
from assembly.security import Permission, needs
from assembly.transactions import writing

survey = Blueprint("survey_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/survey")


@survey.route("/", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def figures(edition: Edition) -> Response | tuple[str, int]:
    """Enter or correct them."""
    form, row = SurveyForm(), queries.survey_of(edition)
    if form.validate_on_submit():
        found = {name: getattr(form, name).value for name in ("answers", "satisfied", "recommend")}
        with writing():
            service.set_survey(db.session.get_one(Edition, edition.id), link=form.link.data or "", **found)
        flash(_("The figures of the survey are saved. You can now use them in the article."), "ok")
        return redirect(url_for("article_office.write", edition=edition), 303)
    if row is not None and not form.is_submitted():
        form.link.data = row.link
        for name in ("answers", "satisfied", "recommend"):
            getattr(form, name).data = str(getattr(row, name))
    page = render_template("report/manage/survey.html", edition=edition, form=form, row=row)
    return page, 422 if form.is_submitted() else 200


@survey.post("/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition) -> Response:
    """Without a survey."""
    if Button().validate():
        with writing():
            service.remove_survey(db.session.get_one(Edition, edition.id))
        flash(_("The figures of the survey are removed."), "ok")
    return redirect(url_for(".figures", edition=edition), 303)
