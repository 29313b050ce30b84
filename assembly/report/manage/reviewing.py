"""The review of an article in the office: its link, and what the networks have written."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.addresses import address
from assembly.forms import press
from assembly.i18n import _
from assembly.models import Edition
from assembly.report import queries, service
from assembly.sealed import unseal
from assembly.security import Permission, needs

review = Blueprint("review_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/review")


@review.get("/")
@needs(Permission.PUBLISH)
def listing(edition: Edition) -> str:
    """The link to send to the networks, and their comments, which stay when the draft is deleted."""
    has_draft = queries.draft_of(edition) is not None
    link, comments = queries.review_of(edition), queries.comments(edition)
    if not (has_draft or link or comments):
        abort(404)
    page = address("review.page", token=unseal(link.token_sealed)) if link is not None and link.is_open else ""
    return render_template("report/manage/review.html", link=link, page=page, comments=comments, has_draft=has_draft)


@review.post("/open")
@needs(Permission.PUBLISH)
def begin(edition: Edition) -> Response:
    """Make the link, or let it work for longer."""
    if queries.draft_of(edition) is None:
        abort(404)
    press(service.open_review, edition, said=_("The link works for 14 days. Send it to the networks."))
    return _back(edition)


@review.post("/end")
@needs(Permission.PUBLISH)
def end(edition: Edition) -> Response:
    """Let the link open nothing any more."""
    press(service.end_review, edition, said=_("The link no longer works."))
    return _back(edition)


@review.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Response:
    """Delete a comment that is dealt with."""
    press(lambda here: service.remove_comment(here, code), edition, said=_("The comment is deleted."))
    return _back(edition)


def _back(edition: Edition) -> Response:
    """To the page of the review, or to the article where nothing is left of it."""
    left = queries.draft_of(edition) or queries.review_of(edition) or queries.comments(edition)
    return redirect(url_for(".listing" if left else "article_office.write", edition=edition), 303)
