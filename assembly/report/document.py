"""The report as a PDF, in the language now spoken. Pure: an article in, bytes out."""

from base64 import b64encode
from typing import Any

from assembly.formats import day
from assembly.i18n import _
from assembly.pdf import pdf
from assembly.report.article.parts import Article, ArticleBlock, Shown, Table
from assembly.report.facts import day_of


def document(article: Article) -> bytes:
    """The whole report; it names the address of its page, for whoever holds it on paper."""
    return pdf(
        "report",
        {
            "title": article.title,
            "occasion": article.occasion,
            "public": list(article.dates),
            "parts": [_block(part) for part in article.parts if part.picture is None or part.picture.content],
            "figures_title": _("Where the figures come from"),
            "heads": [_("Figure"), _("Number"), _("As of"), _("Counting method")],
            "figures": [[one.label, one.words, day(day_of(one.on)), one.rule] for one in article.figures],
            "sources": list(article.sources),
            "address": article.address,
        },
    )


def _block(part: ArticleBlock) -> dict[str, Any]:
    shown = part.picture
    return {
        "kind": part.kind.value,
        "lines": part.lines,
        "head": part.head,
        "link": "" if part.head else part.link,
        "more": _("Find out more"),
        "words": [[one.words, one.original, one.about] for one in part.spoken],
        "by": part.quote.text if part.quote else "",
        "picture": _svg(shown) if shown else "",
        "alt": shown.alt if shown else "",
        "credit": shown.credit if shown else "",
        "table": _table(part.table) if part.table else None,
        "recordings": [[one.title, one.address] for one in part.recordings],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "heads": list(table.heads),
        "rows": [list(one) for one in table.rows],
        "note": table.note,
        "chart": table.chart,
        "alt": table.chart_alt,
    }


def _svg(shown: Shown) -> str:
    """The picture as an SVG drawing; a photograph is put into one whole."""
    if shown.mime == "image/svg+xml":
        return shown.content.decode()
    width, height = shown.width, shown.height
    data = b64encode(shown.content).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} '
        f'{height}"><image width="{width}" height="{height}" xlink:href="data:{shown.mime};base64,{data}"/></svg>'
    )
