"""The published report: a page, a PDF, and plain data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template

from assembly import clock
from assembly.addresses import address
from assembly.editions.queries import picture_by_code
from assembly.files import path_of
from assembly.formats import day
from assembly.i18n import _
from assembly.models import Edition, Report
from assembly.recordings.queries import watchable
from assembly.report import queries
from assembly.report.claims import Claim, circumstances, claims, figures
from assembly.report.corrections import Correction, corrections
from assembly.report.document import Drawn, document
from assembly.report.facts import Facts, from_json
from assembly.security import public

pages = Blueprint("report", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/report")
@public(cached=True)
def page(edition: Edition) -> str:
    """What the assembly was and brought. Before publication, when there is something to expect."""
    report = queries.report_of(edition)
    if report is None:
        return render_template("report/public/none.html", edition=edition)
    facts = from_json(report.sheet.facts)
    return render_template(
        "report/public/report.html",
        edition=edition,
        report=report,
        public_on=_public_on(report),
        corrections=_corrections(report),
        claims=claims(facts),
        figures=figures(facts),
        picture=picture_by_code(facts.picture) if facts.picture else None,
        recorded=[one for one in watchable(edition) if one.recording.code in facts.recordings],
    )


@pages.get("/report.pdf")
@public(cached=True)
def file(edition: Edition) -> Response:
    """The same to print and to send on, in the language of the address."""
    report, facts = _published(edition)
    picture = picture_by_code(facts.picture) if facts.picture else None
    drawn = None
    if picture is not None and path_of(picture.file).exists():  # a database may come back without its files
        content = path_of(picture.file).read_bytes()
        size = (picture.width, picture.height)
        drawn = Drawn(content, picture.file.mime, size, str(picture.alt), str(picture.credit))
    here = address("report.page", edition=edition)
    public = [_("Published on %(day)s.", day=_public_on(report)), *(one.words for one in _corrections(report))]
    return Response(document(report.title, public, facts, drawn, here), mimetype="application/pdf")


@pages.get("/report.json")
@public(cached=True)
def data(edition: Edition) -> Response:
    """The facts with their hash, and the claims in the language of the address."""
    report, facts = _published(edition)
    body: dict[str, Any] = {
        "title": str(report.title),
        "public_at": report.public_at.isoformat(),
        "sheet": {
            "number": report.sheet.number,
            "taken_at": report.sheet.taken_at.isoformat(),
            "sha256": report.sheet.hash,
        },
        "corrections": [
            {
                "on": one.on.isoformat(),
                "text": one.words,
                "figures": [{"key": each.key, "before": each.before, "after": each.after} for each in one.changes],
            }
            for one in _corrections(report)
        ],
        "claims": [_as_data(one) for one in claims(facts)],
        "figures": [
            {"key": one.key, "label": one.label, "value": one.value, "on": one.on, "rule": one.rule}
            for one in figures(facts)
        ],
        "facts": report.sheet.facts,
    }
    return jsonify(body)


def _as_data(claim: Claim) -> dict[str, Any]:
    """A claim for machines: each of its words with their circumstances, a key message with its session."""
    said = {"about": [circumstances(one) for one in claim.said]} if claim.said else {}
    source = {"session": claim.source.session, "title": str(claim.source.title)} if claim.source else None
    about = {"source": source} if source else {}
    return {"key": claim.key, "text": claim.text, "words": list(claim.words), **said, **about}


def _published(edition: Edition) -> tuple[Report, Facts]:
    report = queries.report_of(edition)
    if report is None:
        abort(404)
    return report, from_json(report.sheet.facts)


def _corrections(report: Report) -> list[Correction]:
    zone = report.edition.zone
    sheets = [(clock.local_day(one.taken_at, zone), from_json(one.facts)) for one in queries.sheets_of(report)]
    return corrections(sheets)


def _public_on(report: Report) -> str:
    return day(clock.local_day(report.public_at, report.edition.zone))
