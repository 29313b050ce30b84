"""Results in the office: what the facts say now, what is public, one button."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.checkin.queries.phones import holding_scans
from assembly.models import Bilingual, Edition, Phase
from assembly.report import checking, queries, service
from assembly.report.claims import claims, figures
from assembly.report.facts import from_json
from assembly.report.forms import ReportForm
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("results", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>")


@office.route("/results", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def results(edition: Edition) -> tuple[str, int] | Response:
    """Each claim as it would be published now, marked where it differs from what is public."""
    report, form = queries.report_of(edition), ReportForm()
    facts, wrong = queries.live_facts(edition), []
    if form.is_submitted() and form.validate():
        title = Bilingual(form.title_en.data, form.title_fr.data)
        wrong = [one.text for one in checking.checked_unwritten(edition, title, facts) if not one.is_advice]
    if form.is_submitted() and not form.errors and not wrong:
        try:
            with writing():
                if queries.draft_of(edition) is not None:
                    raise service.AlreadyWriting
                service.publish(fresh(edition), title=title, reason=form.reason.data or "")
            return redirect(url_for(".results", edition=edition), 303)
        except service.AlreadyWriting as refusal:
            form.title_en.errors = [str(refusal)]
        except service.ScansMissing as refusal:
            form.reason.errors = [str(refusal)]
    if report is not None and not form.is_submitted():
        form.title_en.data, form.title_fr.data = report.title.en, report.title.fr
    now, public = claims(facts), claims(from_json(report.sheet.facts)) if report else []
    page = render_template(
        "report/manage/results.html",
        report=report,
        draft=queries.draft_of(edition),
        is_over=edition.phase is Phase.AFTER and edition.takes_place,
        claims=now,
        figures=figures(facts),
        public=public,
        unsupported=[one for one in public if one.key not in {claim.key for claim in now}],
        half_translated=queries.half_translated(edition),
        holding=holding_scans(edition),
        form=form,
        wrong=wrong,
    )
    return page, 422 if form.errors or wrong else 200
