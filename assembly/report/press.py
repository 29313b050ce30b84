"""For the press and other websites: pictures with their credit and descriptions, cards to share, the text to copy."""

from flask import Blueprint, Response, render_template

from assembly.editions.queries.pictures import pictures
from assembly.editions.social_card import picture
from assembly.models import Edition
from assembly.report import reading
from assembly.report.article.blocks import Kind
from assembly.report.sending import published_or_404
from assembly.security import public

pages = Blueprint("press", __name__, url_prefix="/<lang:lang>/<edition:edition>/report")


@pages.get("/press")
@public(cached=True)
def page(edition: Edition) -> str:
    """What may be taken along: the pictures the article shows, the cards and the text."""
    report = published_or_404(edition)
    shown = {one.ref for one in reading.blocks_of(report) if one.kind is Kind.PICTURE}
    return render_template(
        "report/public/press.html",
        report=report,
        pictures=[one for one in pictures(edition) if one.code in shown],
    )


@pages.get("/card.png")
@public(cached=True)
def share_card(edition: Edition) -> Response:
    """The card for social networks in the language of the address."""
    article = reading.published(published_or_404(edition))
    return Response(picture(article.title, article.occasion), mimetype="image/png")
