"""The published report: an article on a page, and the same as files and as plain data."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from assembly import clock
from assembly.addresses import address
from assembly.formats import day
from assembly.models import Edition, Report
from assembly.report import queries, reading
from assembly.report.article.markdown import markdown as as_markdown
from assembly.report.article.parts import Article
from assembly.report.article.word import WORD
from assembly.report.article.word import word as as_word
from assembly.report.claims import Claim, circumstances, claims
from assembly.report.document import document
from assembly.report.facts import Fixed, from_json
from assembly.report.sending import published_or_404, sent
from assembly.security import public

pages = Blueprint("report", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/report")
@public(cached=True)
def page(edition: Edition) -> str:
    """What the assembly was and brought. Before publication, when there is something to expect."""
    report = queries.report_of(edition)
    if report is None:
        return render_template("report/public/none.html")
    if report.withdrawn_at is not None:
        withdrawn_on = day(clock.local_day(report.withdrawn_at, edition.zone))
        return render_template("report/public/withdrawn.html", report=report, withdrawn_on=withdrawn_on)
    article = reading.published(report)
    card = address("press.share_card", edition=edition)
    return render_template("report/public/report.html", report=report, article=article, card=card)


@pages.get("/report.pdf")
@public(cached=True)
def file(edition: Edition) -> Response:
    """The same to print and to send on, in the language of the address."""
    return sent(document(_article(edition)), "application/pdf", edition, "article", "pdf")


@pages.get("/report.docx")
@public(cached=True)
def word(edition: Edition) -> Response:
    """The same for a text processor."""
    return sent(as_word(_article(edition)), WORD, edition, "article", "docx")


@pages.get("/report.md")
@public(cached=True)
def markdown(edition: Edition) -> Response:
    """The same as text."""
    return sent(as_markdown(_article(edition)), "text/markdown", edition, "article", "md")


@pages.get("/report.html")
@public(cached=True)
def website(edition: Edition) -> Response:
    """The same to be pasted into another website: its source, which a browser shows and does not lay out."""
    text = render_template("report/website.html", article=_article(edition))
    return Response(text, mimetype="text/plain")


@pages.get("/report.json")
@public(cached=True)
def data(edition: Edition) -> Response:
    """The fact sheet with its hash, the article and the claims in the language of the address.

    The hash is that of the whole sheet: the facts here lack the words of people that the article does not show.
    """
    report, article = published_or_404(edition), _article(edition)
    plain = reading.public_facts(report)
    facts = from_json(plain)
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
            for one in reading.corrections_of(report)
        ],
        "article": [
            {"kind": one.kind.value, "text": one.quote.text if one.quote else one.text, "link": one.link}
            for one in article.parts
        ],
        "sources": list(article.sources),
        "claims": [_as_data(one) for one in claims(facts)],
        "figures": [
            {"key": one.key, "label": one.label, "value": one.value, "on": one.on, "rule": one.rule}
            for one in article.figures
        ],
        "totals": [_total(one, report) for one in facts.figures],
        "facts": plain,
    }
    return jsonify(body)


def _as_data(claim: Claim) -> dict[str, Any]:
    """A claim for machines: each of its words with their circumstances, a key message with its session."""
    said = {"about": [circumstances(one) for one in claim.said]} if claim.said else {}
    source = {"session": claim.source.session, "title": str(claim.source.title)} if claim.source else None
    about = {"source": source} if source else {}
    return {"key": claim.key, "text": claim.text, "words": list(claim.words), **said, **about}


def _total(one: Fixed, report: Report) -> dict[str, Any]:
    """One statistic of the sheet: what it means, of which records, which query counted it, and when."""
    return {
        "key": one.key,
        "label": str(one.label),
        "value": one.value,
        **({"of": one.whole} if one.whole is not None else {}),
        "definition": str(one.definition),
        "basis": str(one.basis),
        "query": f"{one.query}/{one.version}",
        "as_of": report.sheet.taken_at.isoformat(),
    }


def _article(edition: Edition) -> Article:
    return reading.published(published_or_404(edition), for_files=True)
