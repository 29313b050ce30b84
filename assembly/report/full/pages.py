"""The full report on a page and as files, beside the published article and from the same fact sheet."""

from flask import Blueprint, Response, render_template

from assembly.models import Edition
from assembly.report import reading
from assembly.report.article.markdown import markdown as as_markdown
from assembly.report.article.parts import Article
from assembly.report.article.word import WORD
from assembly.report.article.word import word as as_word
from assembly.report.document import document
from assembly.report.full.composing import full_report
from assembly.report.sending import published_or_404, sent
from assembly.security import public

pages = Blueprint("full_report", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/full-report")
@public(cached=True)
def page(edition: Edition) -> str:
    """All sections there are data for."""
    return render_template("report/public/full.html", article=_article(edition, for_files=False))


@pages.get("/full-report.pdf")
@public(cached=True)
def file(edition: Edition) -> Response:
    """The same to print."""
    return sent(document(_article(edition)), "application/pdf", edition, "full-report", "pdf")


@pages.get("/full-report.docx")
@public(cached=True)
def word(edition: Edition) -> Response:
    """The same for a text processor."""
    return sent(as_word(_article(edition)), WORD, edition, "full-report", "docx")


@pages.get("/full-report.md")
@public(cached=True)
def markdown(edition: Edition) -> Response:
    """The same as text."""
    return sent(as_markdown(_article(edition)), "text/markdown", edition, "full-report", "md")


def _article(edition: Edition, *, for_files: bool = True) -> Article:
    report = published_or_404(edition)
    return full_report(report, reading.published(report, for_files=for_files), for_files=for_files)
