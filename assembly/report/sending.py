"""What all pages of a published report share: the report itself, and an answer that is a file."""

from flask import Response, abort

from assembly.i18n import current_language
from assembly.models import Edition, Report
from assembly.report import queries


def published_or_404(edition: Edition) -> Report:
    """The report the public reads; 404 if there is none."""
    report = queries.report_of(edition)
    if report is None or not report.is_public:
        abort(404)
    return report


def sent(content: bytes | str, mimetype: str, edition: Edition, kind: str, ending: str) -> Response:
    """Answer with a file named by edition, kind and language: `2027-article-fr.docx`."""
    name = f"{edition.slug}-{kind}-{current_language()}.{ending}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'inline; filename="{name}"'})
